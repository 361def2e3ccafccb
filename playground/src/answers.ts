// What the policy says, in the worker, and at first in the page.
import { check, fix, quickFixes, validateSettings, why } from "insecure-registry";
import type { Answer, FixAnswer, FixQuestion, Question } from "./protocol.js";

export function answer({ id, manifest, settings, view }: Question): Answer {
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

export function change({ fix, manifest, settings, object, finding }: FixQuestion): FixAnswer {
    try {
        return { asked: fix, fixes: quickFixes(manifest, object, finding, settings) };
    } catch {
        return { asked: fix };
    }
}
