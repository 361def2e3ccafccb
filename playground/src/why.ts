// Why a manifest is accepted or denied: each place that the policy checked, and what it made of it.
import type { ExplainedObject, Explanation, Place, WhyFinding, WhyPlace } from "insecure-registry";
import { byId, el, plural, words } from "./dom.js";
import { anchor } from "./rules.js";

type GoTo = (place: Place) => void;

/** More of them nobody reads. */
const MOST_PLACES = 200;

const RESULTS: Record<WhyFinding["action"], [look: string, word: string]> = {
    deny: ["deny", "Denied"],
    warn: ["warn", "Warning"],
    unchanged: ["warn", "Unchanged"],
    generated: ["warn", "Generated"],
    exempt: ["exempt", "Exempt"],
    repeated: ["exempt", "Repeated"],
};

export function showWhy({ objects }: Explanation, goTo: GoTo) {
    const panel = byId("why");
    if (objects.length === 0) return panel.replaceChildren(el("p", {}, "There is no object to explain."));
    let room = MOST_PLACES;
    const sections = [];
    for (const object of objects) {
        if (room <= 0) break;
        const places = object.places.slice(0, room).sort((a, b) => a.line - b.line);
        sections.push(section(object, places, goTo));
        room -= Math.max(1, object.places.length);
    }
    const rest = objects.reduce((sum, { places }) => sum + places.length, 0) - MOST_PLACES;
    if (rest > 0) sections.push(el("p", { className: "rest" }, `and ${plural(rest, "place")} more`));
    panel.replaceChildren(...sections);
}

function section({ subject, accepted, settings }: ExplainedObject, places: WhyPlace[], goTo: GoTo): HTMLElement {
    const word = accepted ? "accepted" : "denied";
    const head = el("h3", {}, subject, " ", el("span", { className: `outcome ${word}` }, word));
    const by = settings === undefined ? undefined : el("p", { className: "path" }, `The settings of ${settings} apply.`);
    const none = places.length > 0 ? undefined : el("p", {}, "Nothing in it is a place that the policy checks.");
    return el("div", {}, head, by, none, el("ol", { className: "cards" }, ...places.map((it) => el("li", {}, card(it, goTo)))));
}

function card(place: WhyPlace, goTo: GoTo): HTMLElement {
    const { path, within, what, knownBy, shown, rewritten, entries = [], findings, passed, skipped = [] } = place;
    const go = el("button", { type: "button", className: "place" }, `Line ${place.line}`);
    go.setAttribute("aria-label", `Line ${place.line}, ${path}: go there`);
    go.addEventListener("click", () => goTo(place));
    const worst = ["deny", "warn", "unchanged", "generated", "exempt", "repeated"].find((it) =>
        findings.some(({ action }) => action === it),
    ) as WhyFinding["action"] | undefined;
    const [look, word] = worst === undefined ? ["pass", "Passes"] : RESULTS[worst];
    const facts: [string, (Node | string)[]][] = [];
    if (rewritten !== undefined) facts.push(["Rewritten", words(rewritten)]);
    for (const { list, entry } of entries) facts.push(["Matches", words(`the entry \`${entry}\` of ${list}`)]);
    if (knownBy !== "schema") facts.push(["Known by", [`its ${knownBy} only`]]);
    for (const { rule, by, wouldFind = [] } of skipped) {
        const would = wouldFind.length === 0 ? "" : `; it would have found: ${wouldFind.join(", ")}`;
        facts.push(["Did not run", [link(rule), `: `, ...words(`${by}${would}`)]]);
    }
    if (passed.length > 0) {
        const ran = el("details", {}, el("summary", {}, plural(passed.length, "rule")), el("p", {}, ...joined(passed.map(link))));
        facts.push(["Found nothing", [ran]]);
    }
    return el(
        "article",
        { className: `card ${look}` },
        el("div", { className: "head" }, el("span", { className: `chip ${look}` }, word), el("span", {}, what), go),
        shown === undefined ? undefined : el("p", { className: "seen" }, el("code", {}, shown)),
        el("p", { className: "path" }, within === undefined ? path : `${path} (${within})`),
        ...findings.map(found),
        el("dl", {}, ...facts.flatMap(([name, text]) => [el("dt", {}, name), el("dd", {}, ...text)])),
    );
}

function found({ rule, path, action, seen, why, reason, exemptions = [], changes }: WhyFinding): HTMLElement {
    const [look, word] = RESULTS[action];
    const exempt = exemptions.map(({ path, reason, covers, mismatches = [] }) => {
        const names = mismatches.map((it) => `\`${it}\``).join(", ");
        const has = covers
            ? "covers this"
            : mismatches[0] === "until" && mismatches.length === 1
              ? "has ended"
              : `does not cover this: ${names} does not match`;
        return el("li", {}, ...words(`${path} (${reason}) ${has}`));
    });
    return el(
        "div",
        { className: "found" },
        el("p", {}, el("span", { className: `chip ${look}` }, word), " ", link(rule)),
        el("p", {}, ...words(`${seen}: ${why}`)),
        path === undefined ? undefined : el("p", { className: "path" }, path),
        reason === undefined ? undefined : el("p", {}, `Exempt: ${reason}`),
        exempt.length === 0 ? undefined : el("ul", {}, ...exempt),
        changes.length === 0 ? undefined : el("p", { className: "muted" }, "What would change this:"),
        el("ul", {}, ...changes.map((it) => el("li", {}, ...words(it)))),
    );
}

const link = (rule: string) => el("a", { href: `#${anchor(rule)}`, className: "rule" }, rule);
const joined = (all: Node[]) => all.flatMap((it, nth) => (nth === 0 ? [it] : [", ", it]));
