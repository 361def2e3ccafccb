// A text beside the verdict, before and after its editor is there.
import type { Place } from "insecure-registry";
import { el } from "./dom.js";

/** How bad it is, from the least. */
export type Severity = "info" | "warning" | "error";

/** Something at a place. */
export interface Mark extends Place {
    severity: Severity;
    message: string;
}

export interface Side {
    /** Setting it replaces all of it, from the top. */
    text: string;
    /** The line of the cursor, from 1. */
    readonly line: number;
    /** Changes what is different, so that one step back undoes it. */
    change(text: string): void;
    mark(marks: Mark[]): void;
    /** Selects a place, and leads the user there. */
    goTo(place: Place): void;
    focus(): void;
}

/** Shows a text until its editor is loaded, and keeps for it what was asked meanwhile. */
export class Draft implements Side {
    readonly line = 1;
    #shown: HTMLElement;
    #marks: Mark[] = [];
    #place: Place | undefined;

    constructor(host: HTMLElement) {
        this.#shown = el("pre", {});
        host.append(this.#shown);
    }

    get text(): string {
        return this.#shown.textContent ?? "";
    }

    set text(text: string) {
        this.#shown.textContent = text;
    }

    change(text: string) {
        this.text = text;
    }

    mark(marks: Mark[]) {
        this.#marks = marks;
    }

    goTo(place: Place) {
        this.#place = place;
    }

    focus() {}

    /** The editor takes over. */
    handOver<S extends Side>(editor: S): S {
        editor.text = this.text;
        editor.mark(this.#marks);
        if (this.#place !== undefined) editor.goTo(this.#place);
        return editor;
    }
}
