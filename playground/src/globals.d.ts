// What build.js puts in.

/** Names of files beside the script. */
declare const WORKER: string;
declare const MODULE: string;
declare const CATALOGUE: string;
declare const EXAMPLES: string;
declare const RULES: string;

/** For the service worker: the files that it keeps, the name of their copy, and what the names of all copies begin with. */
declare const FILES: string[];
declare const VERSION: string;
declare const PREFIX: string;

/** A request under `examples/requests`, with the settings beside it. */
interface Example {
    name: string;
    manifest: string;
    settings: string;
}

declare module "examples" {
    /** The names of all, and the one that the page begins with. */
    const examples: { names: string[]; first: Example };
    export default examples;
}

declare module "rules" {
    /** All rules; their documentation is in a file of its own. */
    const rules: Omit<import("insecure-registry").Rule, "documentation">[];
    export default rules;
}
