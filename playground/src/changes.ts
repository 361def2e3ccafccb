// Changes of the manifest: what `rewrites` do, and what takes a finding away.
import { structuredPatch } from "diff";
import type { Fixed, Place, QuickFix } from "insecure-registry";
import { byId, el, words } from "./dom.js";

type GoTo = (place: Place) => void;
type Apply = (text: string) => void;

/** More of them nobody reads. */
const MOST_LINES = 400;

/** Two texts, line by line, with the lines around each change. */
export function diff(before: string, after: string): HTMLElement {
    const { hunks } = structuredPatch("", "", before, after, "", "", { context: 2 });
    const rows: HTMLElement[] = [];
    for (const [nth, hunk] of hunks.entries()) {
        if (nth > 0) rows.push(el("li", { className: "gap" }, "…"));
        let [old, now] = [hunk.oldStart, hunk.newStart];
        for (const line of hunk.lines) {
            const [sign, text] = [line[0], line.slice(1)];
            if (sign === "\\") continue;
            const number = sign === "+" ? now : old;
            if (sign !== "+") old += 1;
            if (sign !== "-") now += 1;
            const look = sign === "+" ? "added" : sign === "-" ? "removed" : "";
            const said = look === "" ? undefined : el("span", { className: "for-readers" }, `${look}: `);
            rows.push(
                el("li", { className: look }, el("span", { className: "number" }, `${number}`), said, el("code", {}, text)),
            );
        }
    }
    const more = rows.length - MOST_LINES;
    if (more > 0) rows.splice(MOST_LINES, more, el("li", { className: "gap" }, `and ${more} more lines`));
    return el("ol", { className: "diff", "aria-label": "Changes" }, ...rows);
}

/** What becomes of the images, if the settings have `rewrites`. */
export function showRewrites(manifest: string, fixed: Fixed, goTo: GoTo, apply: Apply, tryIt: () => void) {
    const line = (place: Place, ...what: (Node | string)[]) => {
        const go = el("button", { type: "button", className: "place" }, `Line ${place.line}`);
        go.addEventListener("click", () => goTo(place));
        return el("li", {}, go, el("span", {}, ...what));
    };
    const list = (title: string, items: HTMLElement[]) =>
        items.length === 0 ? [] : [el("h3", {}, title), el("ul", { className: "plain" }, ...items)];
    const parts: (Node | string)[] = [];
    const { text } = fixed;
    if (text !== undefined) {
        const button = el("button", { type: "button", className: "primary" }, "Apply to the manifest");
        button.addEventListener("click", () => apply(text));
        parts.push(diff(manifest, text), el("p", {}, button));
    } else {
        const button = el("button", { type: "button", className: "quiet" }, "Try an example");
        button.addEventListener("click", tryIt);
        parts.push(
            el(
                "p",
                {},
                ...words("Nothing is rewritten. `rewrites` in the settings say which registries take the place of others."),
            ),
            el(
                "p",
                {},
                ...words(
                    "The policy then changes the images of new objects, and `insecure-registry fix` those in files; the change of this text is shown here.",
                ),
            ),
            el("p", {}, button),
        );
    }
    parts.push(
        ...list(
            "Rewritten",
            fixed.fixes.slice(0, MOST_LINES).map((it) => line(it, ...words(it.what))),
        ),
        ...list(
            "Left to you",
            [...fixed.left, ...fixed.kept].slice(0, MOST_LINES).map((it) => line(it, ...words(it.why))),
        ),
    );
    byId("rewrites").replaceChildren(...parts);
}

/** Offers changes that take a finding away; they are looked for when the offer is opened. */
export function offer(ask: () => Promise<QuickFix[]>, manifest: () => string, apply: Apply): HTMLElement {
    const body = el("div", {}, el("p", {}, "Looking for changes"));
    const details = el("details", { className: "offer" }, el("summary", {}, "Suggest a change"), body);
    details.addEventListener("toggle", async () => {
        if (!details.open) return;
        try {
            const fixes = await ask();
            if (fixes.length === 0)
                return body.replaceChildren(el("p", {}, "No change is certain to fix this: follow the advice above."));
            body.replaceChildren(
                ...fixes.flatMap(({ title, text }) => {
                    const button = el("button", { type: "button", className: "quiet" }, "Apply");
                    button.setAttribute("aria-label", `Apply: ${title.replaceAll("`", "")}`);
                    button.addEventListener("click", () => apply(text));
                    return [
                        el("p", { className: "suggestion" }, el("span", {}, ...words(title)), button),
                        diff(manifest(), text),
                    ];
                }),
            );
        } catch {
            body.replaceChildren(el("p", {}, "The manifest has changed since. Close this and open it again."));
        }
    });
    return details;
}
