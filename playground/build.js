// Builds the page into dist/: names carry a hash of what is in them, so that no cache mixes two versions.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { joined, notices } from "./licenses.js";
import { rules } from "./rules.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const dist = here("dist");
const manifest = JSON.parse(readFileSync(here("package/package.json"), "utf8"));
const written = [];

function write(name, content, { hashed = true } = {}) {
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
    const file = hashed ? `${basename(name, extname(name))}-${hash}${extname(name)}` : name;
    writeFileSync(join(dist, file), content);
    written.push([file, content.length, gzipSync(content, { level: 9 }).length]);
    return file;
}

/** What the page begins with. */
const FIRST = "03-insecure-registry-with-pull-secret";

/** The requests that `make run` shows, with the settings beside them. */
function readExamples() {
    const folder = here("../examples/requests");
    const read = (name) => readFileSync(join(folder, name), "utf8");
    const files = readdirSync(folder).sort();
    const requests = files.filter((file) => !/(^|\.)settings\.yaml$/.test(file));
    return requests.map((file) => {
        const name = file.replace(/\.[^.]*$/, "");
        const settings = [`${name}.settings.yaml`, "settings.yaml"].find((it) => files.includes(it));
        // Without the first lines, which say what the file is there for.
        return {
            name,
            manifest: read(file),
            settings: settings === undefined ? "" : read(settings).replace(/^(#.*\n)+/, ""),
        };
    });
}
const examples = readExamples();

/** What the page has from the beginning; the rest is loaded when it is wanted. */
const beginnings = {
    examples: { names: examples.map(({ name }) => name), first: examples.find(({ name }) => name === FIRST) },
    rules: rules().map(({ documentation, ...rule }) => rule),
};
const generated = {
    name: "generated",
    setup(build) {
        build.onResolve({ filter: /^(examples|rules)$/ }, ({ path }) => ({ path, namespace: "generated" }));
        build.onLoad({ filter: /.*/, namespace: "generated" }, ({ path }) => ({
            contents: JSON.stringify(beginnings[path]),
            loader: "json",
        }));
    },
};

const packages = new Set();

/** The other scripts that a script begins with. */
const needs = new Map();

/** A script or a style sheet of a source and all that it imports: its name. What it imports when it needs it is written beside it. */
async function bundle(source, { define = {}, hashed = true } = {}) {
    const names = hashed ? "[name]-[hash]" : "[name]";
    const { outputFiles, metafile } = await build({
        entryPoints: [here(source)],
        bundle: true,
        minify: true,
        write: false,
        metafile: true,
        format: "esm",
        splitting: !source.endsWith(".css"),
        entryNames: names,
        chunkNames: "[name]-[hash]",
        target: ["chrome123", "firefox125", "safari18"],
        legalComments: "none",
        outdir: dist,
        plugins: [generated],
        define: Object.fromEntries(Object.entries(define).map(([name, value]) => [name, JSON.stringify(value)])),
    });
    for (const path of Object.keys(metafile.inputs)) {
        const found = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
        if (found) packages.add(found[1]);
    }
    for (const { path, contents } of outputFiles) write(basename(path), Buffer.from(contents), { hashed: false });
    for (const [path, { imports }] of Object.entries(metafile.outputs)) {
        const shared = imports.filter(({ kind }) => kind === "import-statement");
        if (shared.length > 0)
            needs.set(
                basename(path),
                shared.map(({ path }) => basename(path)),
            );
    }
    return basename(outputFiles[0].path);
}

/** The file that was written for a source, to be loaded with the page. */
function fileOf(name) {
    const found = written.filter(([file]) => file.startsWith(`${name}-`));
    if (found.length !== 1) throw new Error(`${name}: ${found.length} files`);
    return found[0][0];
}

/** The same, with the scripts that it begins with. */
const allOf = (name) => [fileOf(name), ...(needs.get(fileOf(name)) ?? [])];

/** MIT wants its words to go along. */
function licenses() {
    const texts = [...packages].sort().map((name) => {
        const folder = here(`node_modules/${name}`);
        const file = readdirSync(folder).find((it) => /^licen[cs]e/i.test(it));
        const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
        return `${name} ${version}, ${license}\n\n${readFileSync(join(folder, file), "utf8")}`;
    });
    const own = `insecure-registry ${manifest.version}, ${manifest.license}\n\n${readFileSync(here("../LICENSE"), "utf8")}`;
    return joined([own, ...texts, ...notices()]);
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
const catalogue = write("catalogue.json", readFileSync(here("public/catalogue.json")));
const module = write("policy.wasm", readFileSync(here("package/build/insecure_registry_bg.wasm")));
const more = write("examples.json", Buffer.from(JSON.stringify(examples)));
const documentation = Object.fromEntries(rules().map(({ id, documentation }) => [id, documentation]));
const ofRules = write("rules.json", Buffer.from(JSON.stringify(documentation)));
const worker = await bundle("src/worker.ts");
const script = await bundle("src/app.ts", {
    define: { MODULE: module, CATALOGUE: catalogue, EXAMPLES: more, RULES: ofRules, WORKER: worker },
});
const names = {
    module,
    script,
    worker,
    // After the style, the module and the page's own script.
    editors: allOf("editors")
        .map((file) => `<link rel="modulepreload" href="${file}">`)
        .join("\n    "),
    icon: write("icon.svg", readFileSync(here("src/icon.svg"))),
    style: await bundle("src/style.css"),
    licenses: write("licenses.txt", Buffer.from(licenses()), { hashed: false }),
    repository: manifest.repository.url.replace(/^git\+|\.git$/g, ""),
    version: manifest.version,
};
const page = readFileSync(here("src/index.html"), "utf8").replace(/\{\{(\w+)\}\}/g, (_, name) => names[name]);
write("index.html", Buffer.from(page), { hashed: false });

// Last: it keeps all other files.
const kept = written.map(([file]) => file);
const version = createHash("sha256").update(page).update(kept.join()).digest("hex").slice(0, 10);
const copies = "insecure-registry-";
await bundle("src/sw.ts", { define: { FILES: kept, VERSION: copies + version, PREFIX: copies }, hashed: false });

const onDemand = [names.licenses, catalogue, more, ofRules, fileOf("lexer"), fileOf("completion")];
const isLoaded = ([file]) => !onDemand.includes(file);
const loaded = written.filter(isLoaded);
const sum = (nth) => loaded.reduce((total, row) => total + row[nth], 0);
const rows = [...loaded, ["all that the page loads", sum(1), sum(2)], ...written.filter((row) => !isLoaded(row))];
for (const [file, raw, gzip] of rows) {
    console.log(`${file.padEnd(28)} ${String(raw).padStart(9)} bytes ${String(gzip).padStart(8)} gzip`);
}
