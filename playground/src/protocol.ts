// What the page and its worker tell each other.
import type { Check, Explanation, Fixed, QuickFix, SettingsAnswer } from "insecure-registry";

/** What is shown of a manifest. */
export type View = "findings" | "why" | "rewrites";

export interface Question {
    id: number;
    manifest: string;
    settings: string;
    view: View;
}

/** Without `check`, the settings are invalid; with `error`, there is no answer at all. */
export interface Answer {
    id: number;
    settings?: SettingsAnswer;
    check?: Check;
    /** What the view shows beside that. */
    why?: Explanation;
    fixed?: Fixed;
    error?: string;
}

/** Asks for changes that take a finding away. */
export interface FixQuestion {
    fix: number;
    manifest: string;
    settings: string;
    object: number;
    finding: number;
}

/** Without `fixes`, there is no such finding any more. */
export interface FixAnswer {
    asked: number;
    fixes?: QuickFix[];
}

export type ToWorker = { module: WebAssembly.Module } | Question | FixQuestion;
export type FromWorker = Answer | FixAnswer;
