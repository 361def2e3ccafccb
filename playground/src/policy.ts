// The policy, as the page asks it. One question is with the worker at a time; of those that come meanwhile only the last counts.
import init, { type QuickFix } from "insecure-registry";
import { answer } from "./answers.js";
import type { Answer, FixAnswer, FromWorker, Question, ToWorker, View } from "./protocol.js";

/** Up to how many characters are judged in the page at first: a worker takes longer to start than this takes. */
const SHORT = 50_000;

export class Policy {
    #module: Promise<WebAssembly.Module>;
    #worker: Worker;
    #asked: Question | undefined;
    #next: Question | undefined;
    #ids = 0;
    #isFirst = true;
    #isShown = false;
    /** Whether the worker has answered anything. */
    #hasAnswered = false;
    #waiting = new Map<number, (answer: FixAnswer) => void>();
    #answered: (answer: Answer) => void;

    /** The worker starts while the module is being loaded. */
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
        this.#ids += 1;
        const fix = this.#ids;
        const answer = await new Promise<FixAnswer>((resolve) => {
            this.#waiting.set(fix, resolve);
            this.#worker.postMessage({ fix, manifest, settings, object, finding } satisfies ToWorker);
        });
        if (answer.fixes === undefined) throw new Error("there is no such finding");
        return answer.fixes;
    }

    #send() {
        if (this.#asked !== undefined || this.#next === undefined) return;
        this.#asked = this.#next;
        this.#next = undefined;
        const { manifest, settings } = this.#asked;
        if (this.#isFirst && manifest.length + settings.length <= SHORT) this.#answerHere(this.#asked);
        else this.#worker.postMessage(this.#asked);
        this.#isFirst = false;
    }

    async #answerHere(question: Question) {
        try {
            await init(await this.#module);
        } catch {
            // The worker says why, unless there is no module at all.
            return this.#worker.postMessage(question);
        }
        this.#done(answer(question));
    }

    #start(): Worker {
        const worker = new Worker(new URL(WORKER, import.meta.url), { type: "module", name: "policy" });
        worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
            this.#hasAnswered = true;
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

    #take(answer: FixAnswer) {
        this.#waiting.get(answer.asked)?.(answer);
        this.#waiting.delete(answer.asked);
    }

    #done(answer: Answer) {
        this.#asked = undefined;
        if (answer.error !== undefined && this.#hasAnswered) {
            // What it left behind is nothing to go on with. One that never answered would not the next time.
            this.#worker.terminate();
            this.#worker = this.#start();
            this.#hasAnswered = false;
        }
        if (this.#next === undefined || !this.#isShown) this.#answered(answer);
        this.#isShown = true;
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
