// What the page and its worker tell each other.
import type { Check, Rule, SettingsAnswer } from "insecure-registry";

export interface Question {
    id: number;
    manifest: string;
    settings: string;
}

/** Without `check`, the settings are invalid; with `error`, there is no answer at all. */
export interface Answer {
    id: number;
    settings?: SettingsAnswer;
    check?: Check;
    error?: string;
}

export type ToWorker = { module: WebAssembly.Module } | Question;
export type FromWorker = { rules: Rule[] } | Answer;
