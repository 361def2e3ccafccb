// For Node: ready once it is imported. The module is read from the disk, and nothing from anywhere else.
import { readFileSync } from "node:fs";
import { initSync } from "./build/insecure_registry.js";

export { check, evaluate, fix, quickFixes, validateSettings, why } from "./build/insecure_registry.js";
export { rules } from "./build/rules.js";

initSync({ module: readFileSync(new URL("./build/insecure_registry_bg.wasm", import.meta.url)) });

/** There is nothing left to do. */
export default async function init() {}
