// What build.js puts in.

/** Names of files beside the script. */
declare const WORKER: string;
declare const MODULE: string;
declare const CATALOGUE: string;

/** For the service worker: the files that it keeps, the name of their copy, and what the names of all copies begin with. */
declare const FILES: string[];
declare const VERSION: string;
declare const PREFIX: string;

declare module "examples" {
    /** The requests under `examples/requests`, with the settings beside them. */
    const examples: { name: string; manifest: string; settings: string }[];
    export default examples;
}
