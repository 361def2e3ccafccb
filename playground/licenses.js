// The licences of what is compiled into the module: `node licenses.js FILE` writes them for the npm package; the page adds its own.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The crates that the module is compiled from, but for this workspace's own. What only runs while it is compiled is left out. */
export function crates() {
    const args = ["metadata", "--format-version", "1", "--locked", "--filter-platform", "wasm32-unknown-unknown"];
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
    return foreign.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What one of them wants to go along. */
function notice({ name, version, license, authors, manifest_path }) {
    const folder = dirname(manifest_path);
    const files = readdirSync(folder, { withFileTypes: true }).filter(
        (it) => it.isFile() && /^(licen[cs]e|copying|unlicense|notice)/i.test(it.name),
    );
    // The text of Apache-2.0 is there once.
    const own = files.filter((it) => files.length === 1 || !/apache/i.test(it.name));
    const texts = own.map((it) => readFileSync(join(folder, it.name), "utf8").trim());
    if (texts.length === 0 && !/\bApache-2\.0\b/.test(license)) throw new Error(`${name} has no text of its licence`);
    return [`${name} ${version}, ${license}`, ...(texts.length > 0 ? texts : authors)].join("\n\n");
}

/** The notices of all that is in the module; the text of Apache-2.0 is in LICENSE. */
export function notices() {
    const std = "The standard library of Rust, MIT OR Apache-2.0\n\nCopyright (c) The Rust Project Contributors";
    return [std, ...crates().map(notice)];
}

/** Puts notices into one text. */
export const joined = (all) => `${all.join(`\n\n${"-".repeat(80)}\n\n`)}\n`;

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
    const begin =
        "What build/insecure_registry_bg.wasm was compiled from, beside the policy itself. The text of Apache-2.0 is in LICENSE.";
    writeFileSync(process.argv[2], joined([begin, ...notices()]));
}
