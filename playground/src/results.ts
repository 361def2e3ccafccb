// Verdict and findings in words.
import type { Check, CheckedObject, Finding, Place, SettingsAnswer, Unreadable } from "insecure-registry";
import { byId, el, plural, words } from "./dom.js";
import { anchor, openRule } from "./rules.js";
import type { Severity } from "./side.js";

type State = "accepted" | "warned" | "denied" | "none" | "broken";

/** More of them nobody reads. All are counted. */
const MOST_CARDS = 200;

/** Shapes, so that colour is not all that tells verdicts apart. */
const MARKS: Record<State, string> = {
    accepted: "M7 12.500l3.500 3.500 6.500-8",
    warned: "M12 6.500v7m0 3.200v.6",
    denied: "M8 8l8 8m0-8l-8 8",
    none: "M7.500 12h9",
    broken: "M12 6.500v7m0 3.200v.6",
};

export const severity = (action: Finding["action"]): Severity =>
    action === "deny" ? "error" : action === "exempt" ? "info" : "warning";

const ACTIONS: Record<Finding["action"], string> = {
    deny: "Denied",
    warn: "Warning",
    unchanged: "Unchanged",
    generated: "Generated",
    exempt: "Exempt",
};

/** Says what no verdict is about: that it loads, that it failed. */
export function showState(state: State, word: string, summary: string) {
    const verdict = byId("verdict");
    verdict.dataset.verdict = state;
    byId("mark-path").setAttribute("d", MARKS[state]);
    byId("word").textContent = word;
    byId("summary").replaceChildren(...words(summary));
}

export function showSettingsProblems({ problems = [] }: SettingsAnswer, goTo: (place: Place) => void) {
    byId("problems").replaceChildren(
        ...problems.map(({ path, message, line, column, endColumn }) => {
            const text = words(path === "" ? message : `\`${path}\` ${message}`);
            if (line === undefined) return el("li", {}, ...text);
            const button = el("button", { type: "button", className: "place" }, `Line ${line}`);
            button.addEventListener("click", () => goTo({ line, column, endColumn }));
            return el("li", {}, button, " ", ...text);
        }),
    );
}

/** Offers changes for a finding, by the numbers of its object and of itself. */
type Offer = (object: number, finding: number) => HTMLElement;

/** Shows what was found; `goTo` leads to a place of the manifest. */
export function showCheck({ objects, unreadable, skipped }: Check, goTo: (place: Place) => void, offer: Offer) {
    const denied = objects.filter((object) => !object.verdict.accepted);
    const actions = objects.flatMap((object) => object.findings.map((finding) => finding.action));
    const count = (...of: Finding["action"][]) => actions.filter((action) => of.includes(action)).length;
    const problems = count("deny") + objects.reduce((sum, object) => sum + object.more, 0);
    const parts = [
        problems > 0 ? plural(problems, "problem") : "",
        count("warn", "unchanged", "generated") > 0 ? plural(count("warn", "unchanged", "generated"), "warning") : "",
        count("exempt") > 0 ? `${count("exempt")} exempt` : "",
        unreadable.length > 0 ? `${plural(unreadable.length, "document")} that cannot be read` : "",
    ].filter((part) => part !== "");
    const aside = skipped > 0 ? ` ${plural(skipped, "document is not a manifest", "documents are not manifests")}.` : "";
    const among = objects.length === 1 ? "" : ` in ${plural(objects.length, "object")}`;
    const found = parts.length === 0 ? `Nothing found${among}.` : `${parts.join(", ")}${among}.`;
    if (unreadable.length > 0 && denied.length === 0) showState("broken", "Cannot be read", `${found}${aside}`);
    else if (denied.length > 0) showState("denied", "Denied", `${found}${aside}`);
    else if (objects.length === 0)
        showState("none", "Nothing to judge", skipped > 0 ? aside.trim() : "Paste a manifest, or pick an example.");
    else if (count("warn", "unchanged", "generated") > 0) showState("warned", "Accepted, with warnings", `${found}${aside}`);
    else showState("accepted", "Accepted", `${found}${aside}`);

    let room = MOST_CARDS;
    const sections = [];
    for (const [nth, object] of objects.entries()) {
        if (object.findings.length === 0 && object.verdict.accepted) continue;
        if (room <= 0) break;
        sections.push(group(object, object.findings.slice(0, room), goTo, (finding) => offer(nth, finding)));
        room -= object.findings.length;
    }
    const rest = actions.length - MOST_CARDS;
    byId("findings").replaceChildren(
        ...unreadable.slice(0, MOST_CARDS).map((document) => broken(document, goTo)),
        ...sections,
        ...(rest > 0 ? [el("p", { className: "rest" }, `and ${rest} more`)] : []),
    );
}

/** Tells which findings are on the line of the cursor. */
export function showLine(line: number) {
    for (const card of byId("findings").querySelectorAll<HTMLElement>("[data-line]")) {
        card.classList.toggle("current", card.dataset.line === String(line));
    }
}

function group(
    object: CheckedObject,
    findings: Finding[],
    goTo: (place: Place) => void,
    offer: (finding: number) => HTMLElement,
): HTMLElement {
    const { verdict, subject } = object;
    const word = verdict.accepted ? "accepted" : "denied";
    const head = el("h3", {}, subject, " ", el("span", { className: `outcome ${word}` }, word));
    const list = el(
        "ol",
        { className: "cards" },
        ...findings.map((finding, nth) => el("li", {}, card(finding, goTo, offer(nth)))),
    );
    const said = [verdict.message, ...(verdict.warnings ?? []).map((warning) => `Warning: ${warning}`)].filter(
        (it) => it !== undefined,
    );
    const shown =
        said.length === 0
            ? undefined
            : el("details", { className: "said" }, el("summary", {}, "What the user is told"), el("pre", {}, said.join("\n")));
    return el("div", {}, head, list, shown);
}

function card(finding: Finding, goTo: (place: Place) => void, offer: HTMLElement): HTMLElement {
    const go = el("button", { type: "button", className: "place" }, `Line ${finding.line}`);
    go.setAttribute("aria-label", `Line ${finding.line}, ${finding.path}: go there`);
    go.addEventListener("click", () => goTo(finding));
    const rule = el("a", { href: `#${anchor(finding.rule)}`, className: "rule" }, finding.rule);
    // Also where the address says so already.
    rule.addEventListener("click", () => openRule(`#${anchor(finding.rule)}`));
    const facts: [string, string][] = [
        ["Why", finding.why],
        ["Risk", finding.risk],
        ["Fix", finding.fix],
    ];
    if (finding.reason !== undefined) facts.unshift(["Exempt", finding.reason]);
    const element = el(
        "article",
        { className: `card ${finding.action}` },
        el("div", { className: "head" }, el("span", { className: `chip ${finding.action}` }, ACTIONS[finding.action]), rule, go),
        el("p", { className: "seen" }, ...words(finding.seen)),
        el("p", { className: "path" }, finding.path),
        el("dl", {}, ...facts.flatMap(([name, text]) => [el("dt", {}, name), el("dd", {}, ...words(text))])),
        finding.action === "exempt" ? undefined : offer,
    );
    return leading(element, finding, goTo);
}

/** A click anywhere on a card leads to its place; but what is in it can be selected and followed. */
function leading(element: HTMLElement, place: Place, goTo: (place: Place) => void): HTMLElement {
    element.dataset.line = String(place.line);
    element.addEventListener("click", ({ target }) => {
        const isOther = target instanceof Element && target.closest("a, button, details") !== null;
        if (!isOther && getSelection()?.isCollapsed !== false) goTo(place);
    });
    return element;
}

function broken({ line, column, endColumn, message, document }: Unreadable, goTo: (place: Place) => void): HTMLElement {
    const go = el("button", { type: "button", className: "place" }, `Line ${line}`);
    go.setAttribute("aria-label", `Line ${line}${column === undefined ? "" : `, column ${column}`}: go there`);
    go.addEventListener("click", () => goTo({ line, column, endColumn }));
    const element = el(
        "article",
        { className: "card deny" },
        el(
            "div",
            { className: "head" },
            el("span", { className: "chip deny" }, "Unreadable"),
            el("span", { className: "rule" }, `document ${document}`),
            go,
        ),
        el("p", { className: "seen" }, ...words(message)),
    );
    return leading(element, { line, column, endColumn }, goTo);
}
