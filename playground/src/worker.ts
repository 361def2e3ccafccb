// Judges beside the page, so that typing never waits. It loads nothing: the page hands the compiled module over.
import init, { check, rules, validateSettings } from "insecure-registry";
import type { FromWorker, ToWorker } from "./protocol.js";

const say = (message: FromWorker) => postMessage(message);

addEventListener("message", async ({ data }: MessageEvent<ToWorker>) => {
    if ("module" in data) {
        await init(data.module);
        return say({ rules: rules() });
    }
    const { id, manifest, settings } = data;
    try {
        const answer = validateSettings(settings);
        say({ id, settings: answer, check: answer.valid ? check(manifest, settings) : undefined });
    } catch (error) {
        say({ id, error: error instanceof Error ? error.message : String(error) });
    }
});
