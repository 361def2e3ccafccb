// Judges beside the page, so that typing never waits. It loads nothing: the page hands the compiled module over.
import init from "insecure-registry";
import { answer, change } from "./answers.js";
import type { FromWorker, ToWorker } from "./protocol.js";

const say = (message: FromWorker) => postMessage(message);

let load: (module: WebAssembly.Module) => void;
/** Questions may come before the module does. What fails here fails again where the module is used. */
const ready = new Promise<void>((resolve) => {
    load = (module) => resolve(init(module).catch(() => {}));
});

addEventListener("message", async ({ data }: MessageEvent<ToWorker>) => {
    if ("module" in data) return load(data.module);
    await ready;
    if ("fix" in data) say(change(data));
    else say(answer(data));
});
