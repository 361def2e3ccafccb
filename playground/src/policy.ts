// The policy, as the page asks it. One question is with the worker at a time; of those that come meanwhile only the last counts.
import type { QuickFix, Rule } from "insecure-registry";
import type { Answer, FixAnswer, FromWorker, Question, RulesAnswer, ToWorker, View } from "./protocol.js";

export class Policy {
    #module: Promise<WebAssembly.Module>;
    #worker: Worker;
    #asked: Question | undefined;
    #next: Question | undefined;
    #ids = 0;
    #hasAnswered = false;
    #waiting = new Map<number, (answer: FixAnswer | RulesAnswer) => void>();
    #answered: (answer: Answer) => void;

    /** The worker starts while the module is being loaded, and answers once it has both. */
    constructor(module: Promise<WebAssembly.Module>, answered: (answer: Answer) => void) {
        this.#module = module;
        this.#answered = answered;
        this.#worker = this.#start();
    }

    /** Asks, now or once the worker is free. Answers come in order; those that nobody waits for any more do not come. */
    ask(manifest: string, settings: string, view: View): number {
        this.#ids += 1;
        this.#next = { id: this.#ids, manifest, settings, view };
        this.#send();
        return this.#ids;
    }

    /** Changes that take a finding away. Fails if it is no longer there. */
    async fixes(manifest: string, settings: string, object: number, finding: number): Promise<QuickFix[]> {
        const answer = await this.#answer((fix) => ({ fix, manifest, settings, object, finding }));
        if (!("fixes" in answer) || answer.fixes === undefined) throw new Error("there is no such finding");
        return answer.fixes;
    }

    /** All rules, with their documentation. */
    async rules(): Promise<Rule[]> {
        const answer = await this.#answer((rules) => ({ rules }));
        return "rules" in answer ? answer.rules : [];
    }

    #answer(question: (id: number) => ToWorker): Promise<FixAnswer | RulesAnswer> {
        this.#ids += 1;
        const id = this.#ids;
        return new Promise((resolve) => {
            this.#waiting.set(id, resolve);
            this.#worker.postMessage(question(id));
        });
    }

    #send() {
        if (this.#asked !== undefined || this.#next === undefined) return;
        this.#asked = this.#next;
        this.#next = undefined;
        this.#worker.postMessage(this.#asked);
    }

    #start(): Worker {
        const worker = new Worker(new URL(WORKER, import.meta.url), { type: "module", name: "policy" });
        worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
            if ("asked" in data) this.#take(data);
            else this.#done(data);
        });
        worker.addEventListener("error", () => {
            for (const asked of [...this.#waiting.keys()]) this.#take({ asked });
            this.#done({ id: this.#asked?.id ?? 0, error: "The policy stopped." });
        });
        // Whoever loads the module says so if that fails.
        this.#module.then((module) => worker.postMessage({ module } satisfies ToWorker)).catch(() => {});
        return worker;
    }

    #take(answer: FixAnswer | RulesAnswer) {
        this.#waiting.get(answer.asked)?.(answer);
        this.#waiting.delete(answer.asked);
    }

    #done(answer: Answer) {
        this.#asked = undefined;
        if (answer.error === undefined) {
            this.#hasAnswered = true;
        } else if (this.#hasAnswered) {
            // What it left behind is nothing to go on with. One that never answered would not the next time.
            this.#worker.terminate();
            this.#worker = this.#start();
        }
        if (this.#next === undefined || !this.#hasAnswered) this.#answered(answer);
        this.#send();
    }
}

/** Loads the module. */
export async function load(): Promise<WebAssembly.Module> {
    const response = await fetch(new URL(MODULE, import.meta.url));
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    // Simple file servers do not know the type of a module.
    const isTyped = response.headers.get("content-type") === "application/wasm";
    const typed = isTyped ? response : new Response(response.body, { headers: { "content-type": "application/wasm" } });
    return WebAssembly.compileStreaming(typed);
}
