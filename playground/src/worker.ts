// Judges beside the page, so that typing never waits. It loads nothing: the page hands the compiled module over.
import init, { check, fix, quickFixes, rules, validateSettings, why } from "insecure-registry";
import type { Answer, FixAnswer, FixQuestion, FromWorker, Question, ToWorker } from "./protocol.js";

const say = (message: FromWorker) => postMessage(message);

addEventListener("message", async ({ data }: MessageEvent<ToWorker>) => {
    if ("module" in data) {
        await init(data.module);
        return say({ rules: rules() });
    }
    say("fix" in data ? change(data) : answer(data));
});

function answer({ id, manifest, settings, view }: Question): Answer {
    try {
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

function change({ fix, manifest, settings, object, finding }: FixQuestion): FixAnswer {
    try {
        return { fix, fixes: quickFixes(manifest, object, finding, settings) };
    } catch {
        return { fix };
    }
}
