// The page: two texts, and what the policy says of them. The first verdict comes first: editors are loaded after it.
import examples from "examples";
import type { Place } from "insecure-registry";
import { openRow, showCatalogue } from "./catalogue.js";
import { offer, showRewrites } from "./changes.js";
import { byId, el } from "./dom.js";
import { load, Policy } from "./policy.js";
import type { Answer, View } from "./protocol.js";
import { severity, showCheck, showLine, showSettingsProblems, showState } from "./results.js";
import { ids, openRule, showRules } from "./rules.js";
import { fromFragment, toFragment } from "./share.js";
import { Draft, type Mark, type Side } from "./side.js";
import { showTabs } from "./tabs.js";
import { showWhy } from "./why.js";

/** How long a verdict stands before it is read out, in milliseconds. */
const CALM = 700;
/** Longer links are cut by what people paste them into. */
const LONG_LINK = 8000;
/** What shows rewrites, with the first example. */
const REWRITES = "rewrites:\n  - from: 10.20.30.40:5000\n    to: registry.example.com/mirror\n";

const notice = (text: string) => {
    byId("notice").textContent = text;
    byId("notice").hidden = text === "";
};

let view: View = "findings";
let filling = false;
let hasCredentials = false;

const drafts = { manifest: new Draft(byId("manifest")), settings: new Draft(byId("settings")) };
let manifest: Side = drafts.manifest;
let settings: Side = drafts.settings;
const picker = byId<HTMLSelectElement>("example");
const module = load();
const policy = new Policy(module, answered);

function changed() {
    if (filling) return;
    picker.value = "";
    // What was in the link is no longer what is here.
    if (location.hash.startsWith("#input=")) window.history.replaceState(null, "", location.pathname + location.search);
    ask();
}

function ask() {
    performance.clearMarks("change");
    performance.mark("change");
    policy.ask(manifest.text, settings.text, view);
}

/** Puts something into both editors at once. */
function fill(text: string, ofSettings: string, from = "") {
    filling = true;
    settings.text = ofSettings;
    manifest.text = text;
    filling = false;
    picker.value = from;
    ask();
}

/** Puts an example into the editors and moves there. `from` is the address of what it stands in: the way back. */
function tryIt(text: string, ofSettings: string, from: string) {
    fill(text, ofSettings);
    window.history.replaceState(null, "", `#${from}`);
    window.history.pushState(null, "", "#manifest");
    byId("manifest-title").scrollIntoView({ block: "start" });
    manifest.focus();
}

let calm: ReturnType<typeof setTimeout>;

/** What has the focus stays where it is, whatever grows or shrinks above it: on a narrow screen, the settings are below the findings. */
function inPlace(change: () => void) {
    const focused = document.activeElement;
    const before = focused?.getBoundingClientRect().top ?? 0;
    change();
    if (!focused?.isConnected || focused === document.body) return;
    scrollBy({ top: focused.getBoundingClientRect().top - before, behavior: "instant" });
}

function answered(answer: Answer) {
    inPlace(() => show(answer));
    showLine(manifest.line);
    // For who measures: from the change to the verdict as it is seen. Nothing is kept.
    requestAnimationFrame(() =>
        setTimeout(() => {
            performance.measure("verdict", "change");
            performance.clearMeasures("verdict");
        }),
    );
    clearTimeout(calm);
    calm = setTimeout(() => {
        byId("status").textContent = `${byId("word").textContent}: ${byId("summary").textContent}`;
    }, CALM);
}

function clear() {
    manifest.mark([]);
    for (const panel of ["findings", "why", "rewrites"]) byId(panel).replaceChildren();
}

function show({ settings: ofSettings, check, why, fixed, error }: Answer) {
    const isFirst = document.body.classList.contains("loading");
    if (isFirst) {
        performance.mark("first-verdict");
        document.body.classList.remove("loading");
        // Once this is drawn.
        requestAnimationFrame(() => setTimeout(equip));
    }
    if (error !== undefined || ofSettings === undefined) {
        clear();
        return showState("broken", "No verdict", error ?? "");
    }
    showSettingsProblems(ofSettings, (place) => settings.goTo(place));
    settings.mark(
        (ofSettings.problems ?? []).map(({ line = 1, column, endColumn, path, message }) => {
            return { line, column, endColumn, severity: "error", message: path === "" ? message : `${path} ${message}` };
        }),
    );
    if (check === undefined) {
        clear();
        return showState("broken", "Invalid settings", "The policy server refuses them, so nothing is judged.");
    }
    const findings = check.objects.flatMap((object) => object.findings);
    hasCredentials = findings.some((finding) => finding.rule.startsWith("credentials-"));
    const marks: Mark[] = findings.map(({ line, column, endColumn, action, rule, seen }) => {
        return { line, column, endColumn, severity: severity(action), message: `${rule}: ${seen.replaceAll("`", "")}` };
    });
    for (const { line, column, endColumn, message } of check.unreadable) {
        marks.push({ line, column, endColumn, severity: "error", message: message.replaceAll("`", "") });
    }
    manifest.mark(marks);
    const goTo = (place: Place) => manifest.goTo(place);
    const change = (text: string) => manifest.change(text);
    showCheck(check, goTo, (object, finding) => {
        const ask = () => policy.fixes(manifest.text, settings.text, object, finding);
        return offer(ask, () => manifest.text, change);
    });
    if (why !== undefined) showWhy(why, goTo);
    if (fixed !== undefined) showRewrites(manifest.text, fixed, goTo, change, tryRewrites);
}

function tryRewrites() {
    fill(examples.first.manifest, REWRITES);
}

let loading: Promise<Example[]> | undefined;

/** The examples but the first are loaded when a person wants one. */
async function exampleOf(name: string): Promise<Example | undefined> {
    if (name === examples.first.name) return examples.first;
    loading ??= fetch(new URL(EXAMPLES, import.meta.url)).then((response) => response.json());
    try {
        return (await loading).find((example) => example.name === name);
    } catch {
        loading = undefined;
        notice("The example cannot be loaded: choose it again to try again.");
        return undefined;
    }
}

function showExamples() {
    const title = (name: string) => {
        const words = name.replace(/^\d+-/, "").replaceAll("-", " ");
        return words.charAt(0).toUpperCase() + words.slice(1);
    };
    picker.replaceChildren(
        el("option", { value: "" }, "Yours"),
        ...examples.names.map((name) => el("option", { value: name }, title(name))),
    );
    picker.addEventListener("change", async () => {
        const example = await exampleOf(picker.value);
        if (example !== undefined && example.name === picker.value) fill(example.manifest, example.settings, example.name);
    });
}

/** Reads the theme that was chosen, or keeps another. Where a browser keeps nothing, there is none. */
function remembered(theme?: string): string | null {
    try {
        if (theme !== undefined) localStorage.setItem("theme", theme);
        return localStorage.getItem("theme");
    } catch {
        return null;
    }
}

/** A theme that the user chose stays; else it is the system's. */
function showTheme() {
    const button = byId("theme");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const root = document.documentElement;
    const current = () => root.dataset.theme ?? (dark.matches ? "dark" : "light");
    const other = () => (current() === "dark" ? "light" : "dark");
    const say = () => {
        button.textContent = other() === "dark" ? "Dark theme" : "Light theme";
    };
    const stored = remembered();
    if (stored === "dark" || stored === "light") root.dataset.theme = stored;
    button.addEventListener("click", () => {
        root.dataset.theme = other();
        remembered(current());
        say();
    });
    dark.addEventListener("change", say);
    say();
}

function showSharing() {
    const dialog = byId<HTMLDialogElement>("dialog");
    const link = byId<HTMLInputElement>("link");
    byId("share").addEventListener("click", async () => {
        const fragment = await toFragment({ manifest: manifest.text, settings: settings.text });
        link.value = location.href.split("#")[0] + fragment;
        const secret = hasCredentials
            ? "This manifest holds credentials, and so does the link: take them out before you pass it on."
            : "The link includes the manifest's secrets: anyone who has it can read them.";
        const long =
            link.value.length > LONG_LINK ? ` The link is ${link.value.length} characters long; chats and mails may cut it.` : "";
        byId("warning").textContent = secret + long;
        byId("warning").className = hasCredentials ? "alarm" : "";
        byId("copied").textContent = "";
        dialog.showModal();
        link.select();
    });
    byId("copy").addEventListener("click", async () => {
        link.select();
        try {
            await navigator.clipboard.writeText(link.value);
            byId("copied").textContent = "Copied";
        } catch {
            byId("copied").textContent = "Press Ctrl+C to copy";
        }
    });
}

/** Takes what the address says; whether it had an input. */
async function follow(): Promise<boolean> {
    openRule(location.hash);
    openRow(location.hash);
    try {
        const shared = await fromFragment(location.hash);
        if (shared === undefined) return false;
        fill(shared.manifest, shared.settings);
        notice("");
        return true;
    } catch {
        notice("The link cannot be read: it was cut, or made by another version of this page.");
        return false;
    }
}

/** What comes after the first verdict: editors, the list of the rules, the copy for when there is no network. */
async function equip() {
    try {
        const { manifestEditor, settingsEditor } = await import("./editors.js");
        filling = true;
        settings = drafts.settings.handOver(settingsEditor(byId("settings"), changed, ids));
        manifest = drafts.manifest.handOver(manifestEditor(byId("manifest"), changed, showLine));
        filling = false;
    } catch (error) {
        notice(`The editors cannot be loaded: ${error instanceof Error ? error.message : error}`);
    }
    showRules(tryIt);
    openRule(location.hash);
    // Where the browser has no room for it, the page does without.
    navigator.serviceWorker?.register(new URL("sw.js", document.baseURI)).catch(() => {});
}

async function main() {
    const { first } = examples;
    if (!location.hash.startsWith("#input=")) fill(first.manifest, first.settings);
    showTheme();
    showExamples();
    showSharing();
    showCatalogue(tryIt);
    showTabs(document.querySelector("[role=tablist]") as HTMLElement, (panel) => {
        view = panel as View;
        ask();
    });
    addEventListener("hashchange", follow);
    if (await follow()) return;
    if (manifest.text === "") fill(first.manifest, first.settings);
    picker.value = first.name;
}

main();
module.catch((error) => {
    document.body.classList.remove("loading");
    showState("broken", "Not loaded", `The policy cannot be loaded: ${error instanceof Error ? error.message : error}`);
});
