// For browsers and bundlers: call `init` once, and await it, before anything else.
import load from "./build/insecure_registry.js";

export { check, evaluate, fix, quickFixes, validateSettings, why } from "./build/insecure_registry.js";
export { rules } from "./build/rules.js";

export default async function init(source = new URL("./build/insecure_registry_bg.wasm", import.meta.url)) {
    await load({ module_or_path: source });
}
