// Builds the page into dist/: names carry a hash of what is in them, so that no cache mixes two versions.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

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

/** The requests that `make run` shows, with the settings beside them. */
const examples = {
    name: "examples",
    setup(build) {
        const folder = here("../examples/requests");
        const read = (name) => readFileSync(join(folder, name), "utf8");
        build.onResolve({ filter: /^examples$/ }, () => ({ path: "examples", namespace: "examples" }));
        build.onLoad({ filter: /.*/, namespace: "examples" }, () => {
            const files = readdirSync(folder).sort();
            const requests = files.filter((file) => !/(^|\.)settings\.yaml$/.test(file));
            const found = requests.map((file) => {
                const name = file.replace(/\.[^.]*$/, "");
                const settings = [`${name}.settings.yaml`, "settings.yaml"].find((it) => files.includes(it));
                // Without the first lines, which say what the file is there for.
                return {
                    name,
                    manifest: read(file),
                    settings: settings === undefined ? "" : read(settings).replace(/^(#.*\n)+/, ""),
                };
            });
            return { contents: JSON.stringify(found), loader: "json" };
        });
    },
};

const packages = new Set();

/** One script or style sheet of a source and all that it imports. */
async function bundle(source, define = {}) {
    const { outputFiles, metafile } = await build({
        entryPoints: [here(source)],
        bundle: true,
        minify: true,
        write: false,
        metafile: true,
        format: "esm",
        target: ["chrome123", "firefox125", "safari18"],
        legalComments: "none",
        outdir: dist,
        plugins: [examples],
        define: Object.fromEntries(Object.entries(define).map(([name, value]) => [name, JSON.stringify(value)])),
    });
    for (const path of Object.keys(metafile.inputs)) {
        const found = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
        if (found) packages.add(found[1]);
    }
    return Buffer.from(outputFiles[0].contents);
}

/** The crates that the module is compiled from, with the texts of their licences. What only runs while it is compiled is left out. */
function crates() {
    const target = "wasm32-unknown-unknown";
    const args = ["metadata", "--format-version", "1", "--locked", "--filter-platform", target];
    const options = { cwd: here(".."), encoding: "utf8", maxBuffer: 1 << 28 };
    const { packages: all, resolve } = JSON.parse(execFileSync(process.env.CARGO ?? "cargo", args, options));
    const [byId, nodes] = [all, resolve.nodes].map((list) => new Map(list.map((it) => [it.id, it])));
    const found = new Set();
    const visit = (id) => {
        const { targets } = byId.get(id);
        if (found.has(id) || targets.some(({ kind }) => kind.includes("proc-macro"))) return;
        found.add(id);
        for (const { pkg, dep_kinds } of nodes.get(id).deps) if (dep_kinds.some(({ kind }) => kind === null)) visit(pkg);
    };
    visit(all.find(({ name }) => name === "insecure-registry-js").id);
    const foreign = [...found].map((id) => byId.get(id)).filter(({ source }) => source !== null);
    if (foreign.length === 0) throw new Error("no crates were found");
    return foreign
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, version, license, authors, manifest_path }) => {
            const folder = dirname(manifest_path);
            const files = readdirSync(folder, { withFileTypes: true }).filter(
                (it) => it.isFile() && /^(licen[cs]e|copying|unlicense|notice)/i.test(it.name),
            );
            // The text of Apache-2.0 is there once.
            const own = files.filter((it) => files.length === 1 || !/apache/i.test(it.name));
            const texts = own.map((it) => readFileSync(join(folder, it.name), "utf8"));
            return [`${name} ${version}, ${license}`, ...(texts.length > 0 ? texts : authors)].join("\n\n");
        });
}

/** MIT wants its words to go along. */
function licenses() {
    const texts = [...packages].sort().map((name) => {
        const folder = here(`node_modules/${name}`);
        const file = readdirSync(folder).find((it) => /^licen[cs]e/i.test(it));
        const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
        return `${name} ${version}, ${license}\n\n${readFileSync(join(folder, file), "utf8")}`;
    });
    const own = `insecure-registry ${manifest.version}, ${manifest.license}\n\n${readFileSync(here("../LICENSE"), "utf8")}`;
    const std = "The standard library of Rust, MIT OR Apache-2.0\n\nCopyright (c) The Rust Project Contributors";
    return [own, ...texts, std, ...crates()].join(`\n${"-".repeat(80)}\n\n`);
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
const catalogue = write("catalogue.json", readFileSync(here("public/catalogue.json")));
const module = write("policy.wasm", readFileSync(here("package/build/insecure_registry_bg.wasm")));
const names = {
    module,
    icon: write("icon.svg", readFileSync(here("src/icon.svg"))),
    style: write("style.css", await bundle("src/style.css")),
    script: write(
        "app.js",
        await bundle("src/app.ts", {
            MODULE: module,
            CATALOGUE: catalogue,
            WORKER: write("worker.js", await bundle("src/worker.ts")),
        }),
    ),
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
const worker = await bundle("src/sw.ts", { FILES: kept, VERSION: copies + version, PREFIX: copies });
write("sw.js", worker, { hashed: false });

const loaded = written.filter(([file]) => file !== names.licenses && file !== catalogue);
const sum = (nth) => loaded.reduce((total, row) => total + row[nth], 0);
const onDemand = written.filter(([file]) => file === catalogue);
for (const [file, raw, gzip] of [...loaded, ["all that the page loads", sum(1), sum(2)], ...onDemand]) {
    console.log(`${file.padEnd(28)} ${String(raw).padStart(9)} bytes ${String(gzip).padStart(8)} gzip`);
}
