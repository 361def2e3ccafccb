// Judges beside the page, so that typing never waits. It loads nothing: the page hands the compiled module over.
import init, { check, fix, quickFixes, rules, validateSettings, why } from "insecure-registry";
import type { Answer, FixAnswer, FixQuestion, FromWorker, Question, ToWorker } from "./protocol.js";

const say = (message: FromWorker) => postMessage(message);

let load: (module: WebAssembly.Module) => void;
/** Questions may come before the module does. */
const ready = new Promise<void>((resolve) => {
    load = (module) => resolve(init(module));
});

addEventListener("message", async ({ data }: MessageEvent<ToWorker>) => {
    if ("module" in data) return load(data.module);
    if ("manifest" in data) return say("fix" in data ? await change(data) : await answer(data));
    await ready;
    say({ asked: data.rules, rules: rules() });
});

async function answer({ id, manifest, settings, view }: Question): Promise<Answer> {
    try {
        await ready;
        const answer = validateSettings(settings);
        if (!answer.valid) return { id, settings: answer };
        return {
            id,
            settings: answer,
            check: check(manifest, settings),
            why: view === "why" ? why(manifest, settings) : undefined,
            fixed: view === "rewrites" ? fix(manifest, settings) : undefined,
        };
    } catch (error) {
        return { id, error: error instanceof Error ? error.message : String(error) };
    }
}

async function change({ fix, manifest, settings, object, finding }: FixQuestion): Promise<FixAnswer> {
    try {
        await ready;
        return { asked: fix, fixes: quickFixes(manifest, object, finding, settings) };
    } catch {
        return { asked: fix };
    }
}
