// The packed npm package, installed nowhere, as a browser loads it: without a bundler, under a strict Content-Security-Policy.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "./browser.js";

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
const page = (source) => `<!doctype html>
<link rel="icon" href="data:,">
<script type="module">
    import init, { check } from "/package/browser.js";
    await init(${source});
    const { objects } = check("apiVersion: v1\\nkind: Pod\\nmetadata: {name: a}\\nspec: {containers: [{name: a, image: localhost/a}]}");
    globalThis.found = objects[0].findings.map(({ rule }) => rule);
</script>`;
const SOURCES = {
    "beside the script": "",
    "where it is": '"/package/build/insecure_registry_bg.wasm"',
    "from an answer": 'fetch("/package/build/insecure_registry_bg.wasm")',
};

const version = (source) => JSON.parse(readFileSync(join(source, "package.json"), "utf8")).version;

let folder;
let server;
let browser;
before(async () => {
    folder = mkdtempSync(join(tmpdir(), "insecure-registry-"));
    const source = fileURLToPath(new URL("../package", import.meta.url));
    execFileSync("npm", ["pack", "--silent", "--pack-destination", folder, source], { stdio: "ignore" });
    execFileSync("tar", ["-xzf", `insecure-registry-${version(source)}.tgz`], { cwd: folder });
    server = createServer(({ url }, response) => {
        const { pathname, search } = new URL(url, "http://localhost");
        const file = join(folder, pathname);
        if (pathname === "/") {
            const policy = "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; img-src data:";
            response.writeHead(200, { "content-type": "text/html", "content-security-policy": policy });
            return response.end(page(SOURCES[decodeURIComponent(search.slice(1))]));
        }
        if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return response.writeHead(404).end();
        response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" }).end(readFileSync(file));
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await launch();
});
after(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
});

for (const name of Object.keys(SOURCES)) {
    test(`the module is loaded ${name}`, async () => {
        const page = await browser.newPage();
        const said = [];
        page.on("console", (message) => said.push(message.text()));
        page.on("pageerror", (error) => said.push(error.message));
        await page.goto(`http://127.0.0.1:${server.address().port}/?${encodeURIComponent(name)}`);
        await page.waitForFunction(() => globalThis.found !== undefined, undefined, { timeout: 30_000 }).catch(() => {});
        assert.deepEqual(said, []);
        assert.deepEqual(await page.evaluate(() => globalThis.found), ["loopback-registry"]);
        await page.close();
    });
}

test("what comes with the package says whose it is", () => {
    for (const file of ["LICENSE", "THIRD-PARTY-NOTICES", "README.md"]) {
        assert.ok(statSync(join(folder, "package", file)).size > 1000, file);
    }
});
