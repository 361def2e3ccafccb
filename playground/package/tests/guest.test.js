// What is made for JavaScript stays out of the module that the policy server loads.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import test from "node:test";

const root = new URL("../../../", import.meta.url);
const cargo = process.env.CARGO ?? "cargo";

/** The packages that a module is made of. */
function packages(name, target) {
    const tree = ["tree", "--locked", "-p", name, "-e", "normal", "--prefix", "none", "--format", "{p}"];
    const text = execFileSync(cargo, [...tree, "--target", target], { cwd: root, encoding: "utf8" });
    return new Set(text.split("\n").map((line) => line.split(" ")[0]));
}

test("the guest is made of nothing that is for JavaScript", () => {
    const own = ["wasm-bindgen", "insecure-registry-check", "insecure-registry-manifests"];
    const guest = packages("insecure-registry-policy", "wasm32-wasip1");
    assert.ok(guest.has("insecure-registry-formats"));
    for (const name of [...own, "js-sys", "serde-saphyr"]) assert.ok(!guest.has(name), `${name} is in the guest`);
    // And they are what this module is made of, by these names.
    const js = packages("insecure-registry-js", "wasm32-unknown-unknown");
    for (const name of own) assert.ok(js.has(name), `${name} is not in the module for JavaScript`);
    assert.ok(!js.has("serde-saphyr"), "a second reader of YAML weighs as much as a third of the module");
});

test("the guest asks for the host of waPC and for WASI, and exports its protocol alone", async () => {
    const module = await WebAssembly.compile(readFileSync(new URL("policy.wasm", root)));
    const modules = new Set(WebAssembly.Module.imports(module).map((it) => it.module));
    assert.deepEqual([...modules].sort(), ["wapc", "wasi_snapshot_preview1"]);
    const names = WebAssembly.Module.exports(module).map((it) => it.name);
    assert.deepEqual(names.filter((name) => !name.startsWith("_") && name !== "memory").sort(), ["wapc_init"]);
    assert.ok(names.includes("__guest_call"), names.join());
    assert.deepEqual(WebAssembly.Module.customSections(module, "__wasm_bindgen_unstable"), []);
});
