// The package: what is in it, and that it says the same as the rest of the workspace.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { check, rules, validateSettings } from "insecure-registry";
import { crates, joined, notices } from "../../licenses.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = fileURLToPath(new URL("..", import.meta.url));

test("the package holds what is needed and nothing else", () => {
    const packed = execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: folder, encoding: "utf8" });
    const listed = JSON.parse(packed);
    const [{ files, name }] = Array.isArray(listed) ? listed : Object.values(listed);
    assert.equal(name, "insecure-registry");
    assert.deepEqual(files.map((file) => file.path).sort(), [
        "LICENSE",
        "README.md",
        "THIRD-PARTY-NOTICES",
        "browser.js",
        "build/insecure_registry.d.ts",
        "build/insecure_registry.js",
        "build/insecure_registry_bg.wasm",
        "build/rules.js",
        "examples/pepr.js",
        "examples/webhook.js",
        "index.d.ts",
        "node.js",
        "package.json",
    ]);
    assert.equal(readFileSync(`${folder}/LICENSE`, "utf8"), readFileSync(`${root}/LICENSE`, "utf8"));
});

test("the licences of what it was compiled from go along", () => {
    const text = readFileSync(`${folder}/THIRD-PARTY-NOTICES`, "utf8");
    const [begin, ...all] = text.split(`\n\n${"-".repeat(80)}\n\n`);
    assert.equal(joined([begin, ...notices()]), text, "it is not up to date: run `make js`");
    const found = all.map((notice) => /^(\S+) (\S+), .+/.exec(notice)?.slice(1).join(" ")).filter((it) => it !== undefined);
    assert.deepEqual(
        found,
        crates().map(({ name, version }) => `${name} ${version}`),
    );
    for (const name of ["granit-parser", "serde_json", "wasm-bindgen"]) {
        assert.ok(
            found.some((it) => it.startsWith(`${name} `)),
            name,
        );
    }
    for (const notice of all) assert.match(notice, /Apache-2\.0|Permission is hereby granted|granted by copyright law/, notice);
    assert.ok(!text.includes("/registry/src/") && !/^(syn|serde_derive|wasm-bindgen-macro) /m.test(text));
});

test("packages come from the public registry", () => {
    const lock = JSON.parse(readFileSync(`${root}/playground/package-lock.json`, "utf8"));
    for (const [path, { resolved, link }] of Object.entries(lock.packages)) {
        if (!resolved || link) continue;
        assert.ok(resolved.startsWith("https://registry.npmjs.org/"), `${path}: ${resolved}`);
    }
});

test("no path of the machine is in the module", () => {
    const wasm = readFileSync(`${folder}/build/insecure_registry_bg.wasm`, "latin1");
    for (const path of [homedir(), realpathSync(root).replace(/\/$/, ""), process.env.CARGO_HOME]) {
        if (path && path !== "/") assert.ok(!wasm.includes(`${path}/`), `${path} is in the module`);
    }
});

/** They are written from docs/rules.md; what the module says of them comes from the policy. */
test("the rules are those of the module", () => {
    const all = rules();
    const { problems } = validateSettings({ rules: { "no-such-rule": "deny" } });
    const [, known] = /expected one of (.*)$/.exec(problems[0].message) ?? [];
    assert.deepEqual(all.map(({ id }) => `\`${id}\``).join(", "), known);
    for (const { id, mode, fixed, summary, documentation } of all) {
        assert.equal(validateSettings({ rules: { [id]: mode } }).valid, !fixed, id);
        assert.ok(summary.length > 20 && documentation.replaceAll("\n", " ").startsWith(summary), id);
        assert.match(documentation, /^```yaml$/m);
    }
    // A copy for whoever asks.
    all.length = 0;
    assert.ok(rules().length > 20);
});

/** The README's first example, as it is. */
test("the example of the README runs", async () => {
    const [, example] = /```js\n(.*?)```/s.exec(readFileSync(`${folder}/README.md`, "utf8"));
    const lines = [];
    const code = example.replace(/^import .*$/m, "");
    new Function("check", "console", code)(check, { log: (...values) => lines.push(values) });
    assert.equal(lines.length, 2);
    assert.deepEqual(lines[0], ["Pod default/web", false]);
    assert.deepEqual(lines[1].slice(0, 4), [6, 35, "loopback-registry", "`localhost:5000` is a loopback registry"]);
});
