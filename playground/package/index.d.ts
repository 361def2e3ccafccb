import type { Rule } from "./build/insecure_registry.js";

export type * from "./build/insecure_registry.js";
export { check, evaluate, fix, quickFixes, validateSettings, why } from "./build/insecure_registry.js";

/** The rules, with their documentation. */
export function rules(): Rule[];

/** `WebAssembly.Module`, where there is such a type: a program for Node need not know the types of browsers. */
type Module = typeof globalThis extends { WebAssembly: { Module: { prototype: infer M } } } ? M : never;

/** Where the module comes from: a URL, a response, its bytes, or the module itself. */
export type Source = string | URL | Request | Response | ArrayBuffer | ArrayBufferView | Module;

/**
 * Loads the module. Await it once before anything else is called; without a source it is fetched from beside the script.
 *
 * In Node there is nothing to load.
 */
export default function init(source?: Source | Promise<Source>): Promise<void>;
