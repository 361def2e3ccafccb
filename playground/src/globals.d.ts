// What build.js puts in.

/** Names of files beside the script. */
declare const WORKER: string;
declare const MODULE: string;
declare const CATALOGUE: string;

declare module "examples" {
    /** The requests under `examples/requests`, with the settings beside them. */
    const examples: { name: string; manifest: string; settings: string }[];
    export default examples;
}
