// The policy, as the page asks it. One question is with the worker at a time; of those that come meanwhile only the last counts.
import type { QuickFix, Rule } from "insecure-registry";
import type { Answer, FixAnswer, FromWorker, Question, ToWorker, View } from "./protocol.js";

export class Policy {
    #module: WebAssembly.Module;
    #worker: Worker;
    #asked: Question | undefined;
    #next: Question | undefined;
    #ids = 0;
    #isLoaded = false;
    /** Whether the worker has the module. Firefox passes it messages before that. */
    #isReady = false;
    #waiting = new Map<number, (answer: FixAnswer) => void>();
    #answered: (answer: Answer) => void;
    #loaded: (rules: Rule[]) => void;

    constructor(module: WebAssembly.Module, loaded: (rules: Rule[]) => void, answered: (answer: Answer) => void) {
        this.#module = module;
        this.#loaded = loaded;
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
        const { fixes } = await new Promise<FixAnswer>((resolve) => {
            this.#waiting.set(fix, resolve);
            this.#tell({ fix, manifest, settings, object, finding });
        });
        if (fixes === undefined) throw new Error("there is no such finding");
        return fixes;
    }

    #fixed(answer: FixAnswer) {
        this.#waiting.get(answer.fix)?.(answer);
        this.#waiting.delete(answer.fix);
    }

    #send() {
        if (!this.#isReady || this.#asked !== undefined || this.#next === undefined) return;
        this.#asked = this.#next;
        this.#next = undefined;
        this.#tell(this.#asked);
    }

    #tell(message: ToWorker) {
        this.#worker.postMessage(message);
    }

    #start(): Worker {
        this.#isReady = false;
        const worker = new Worker(new URL(WORKER, import.meta.url), { type: "module", name: "policy" });
        worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
            if ("fix" in data) return this.#fixed(data);
            if (!("rules" in data)) return this.#done(data);
            if (!this.#isLoaded) this.#loaded(data.rules);
            this.#isLoaded = true;
            this.#isReady = true;
            this.#send();
        });
        worker.addEventListener("error", () => {
            for (const fix of [...this.#waiting.keys()]) this.#fixed({ fix });
            this.#done({ id: this.#asked?.id ?? 0, error: "The policy stopped." });
        });
        worker.postMessage({ module: this.#module } satisfies ToWorker);
        return worker;
    }

    #done(answer: Answer) {
        this.#asked = undefined;
        if (answer.error !== undefined && this.#isLoaded) {
            // What it left behind is nothing to go on with. One that never came to be would not the next time.
            this.#worker.terminate();
            this.#worker = this.#start();
        }
        if (this.#next === undefined || !this.#isLoaded) this.#answered(answer);
        this.#send();
    }
}

/** Loads the module: the only request that the page makes once it is there. */
export async function load(): Promise<WebAssembly.Module> {
    const response = await fetch(new URL(MODULE, import.meta.url));
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    if (response.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(response);
    // Simple file servers do not know the type of a module.
    return WebAssembly.compile(await response.arrayBuffer());
}
