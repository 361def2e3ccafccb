// The rules, to be read: each opens to its documentation, whose examples can be tried.
import type { Rule } from "insecure-registry";
import rules from "rules";
import { byId, el, words } from "./dom.js";
import { markdown } from "./markdown.js";

/** What all rules are called. */
export const ids = rules.map(({ id }) => id);

/** What leads to a rule. */
export const anchor = (id: string) => `rule-${id}`;

type TryIt = (manifest: string, settings: string, from: string) => void;

/** The documentation of all rules is loaded when the first of them is opened. */
let loading: Promise<Record<string, string>> | undefined;

async function documentationOf(id: string): Promise<string> {
    loading ??= fetch(new URL(RULES, import.meta.url)).then((response) => response.json());
    try {
        return (await loading)[id] ?? "";
    } catch (error) {
        loading = undefined;
        throw error;
    }
}

export function showRules(tryIt: TryIt) {
    byId("rule-list").replaceChildren(...rules.map((rule) => entry(rule, tryIt)));
}

/** Opens the rule that the address names, and leads there. */
export function openRule(fragment: string) {
    const details = document.getElementById(fragment.slice(1));
    if (!(details instanceof HTMLDetailsElement)) return;
    details.open = true;
    details.scrollIntoView({ block: "start" });
    details.querySelector("summary")?.focus({ preventScroll: true });
}

function entry(rule: Omit<Rule, "documentation">, tryIt: TryIt): HTMLElement {
    const body = el("div", { className: "documentation" });
    const fixed = rule.fixed ? ", always" : "";
    const details = el(
        "details",
        { id: anchor(rule.id) },
        el(
            "summary",
            {},
            el("code", { className: "id" }, rule.id),
            el("span", { className: `chip ${rule.mode}` }, `${rule.mode}${fixed}`),
            el("span", { className: "what" }, ...words(rule.summary)),
        ),
        body,
    );
    let isShown = false;
    details.addEventListener("toggle", async () => {
        if (!details.open || isShown) return;
        isShown = true;
        let examples = 0;
        try {
            const documentation = await markdown(await documentationOf(rule.id), (code) => {
                const settings = /^# settings: (.*)$/m.exec(code)?.[1] ?? "";
                const button = el("button", { type: "button", className: "quiet" }, "Try it");
                button.setAttribute("aria-label", `Try it: example ${++examples} of ${rule.id}`);
                button.addEventListener("click", () => tryIt(code, settings && `${settings}\n`, anchor(rule.id)));
                return el("div", { className: "example" }, el("pre", {}, el("code", {}, code)), button);
            });
            const link = el("a", { href: `#${anchor(rule.id)}` }, "Link to this rule");
            body.replaceChildren(el("p", { className: "permalink" }, link), documentation);
        } catch {
            isShown = false;
            body.replaceChildren(el("p", {}, "The documentation cannot be loaded. Close and open this rule to try again."));
        }
    });
    return details;
}
