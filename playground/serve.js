// A file server for dist/, for a look at the page and for its tests.
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
};

/** Serves the page under a path. Modules have no type of their own, as with many simple servers. */
export function serve(base = "/") {
    const dist = fileURLToPath(new URL("dist/", import.meta.url));
    return createServer((request, response) => {
        const { pathname } = new URL(request.url ?? "/", "http://localhost");
        const inside = normalize(decodeURIComponent(pathname)).slice(base.length) || "index.html";
        const file = join(dist, inside);
        if (!pathname.startsWith(base) || !file.startsWith(dist) || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
            return response.writeHead(404).end("not found");
        }
        response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(readFileSync(file));
    });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
    const port = Number(process.env.PORT ?? 8080);
    serve().listen(port, "127.0.0.1", () => console.log(`http://localhost:${port}/`));
}
