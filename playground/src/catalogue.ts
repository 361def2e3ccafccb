// The catalogue: what the policy knows, table by table. It is loaded when its section is opened for the first time.
import { byId, el, plural, words } from "./dom.js";

/** The text to show, and what follows `start` in its manifest. Without the second, the text is the manifest. */
type Example = [text: string, rest?: string];

interface Row {
    subject: string;
    condition: string;
    source: string;
    refused: Example[];
    passes: Example[];
}

interface Table {
    title: string;
    /** The text that all manifests of the table begin with. */
    start: string;
    rows: Row[];
}

/** The rows by what addresses call them: each shows its row, whatever the filter, and returns it. */
const named = new Map<string, () => HTMLDetailsElement>();
/** The row to lead to once the catalogue is there. */
let wanted = "";

const slug = (text: string) =>
    text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-|-$/g, "");

/** The address of a row: its subject, with a number if another row has the same. */
function nameOf(subject: string): string {
    const base = `row-${slug(subject)}`;
    let name = base;
    for (let nth = 2; named.has(name); nth += 1) name = `${base}-${nth}`;
    return name;
}

/** Opens the row that the address names, and leads there. The catalogue is loaded first, if it is not there yet. */
export function openRow(fragment: string) {
    if (!fragment.startsWith("#row-")) return;
    wanted = fragment.slice(1);
    byId<HTMLDetailsElement>("catalogue").open = true;
    lead();
}

function lead() {
    if (wanted === "" || named.size === 0) return;
    const show = named.get(wanted);
    if (show === undefined) {
        byId("matches").textContent = "The link names a row that is not in this version of the catalogue.";
    } else {
        const row = show();
        row.open = true;
        row.scrollIntoView({ block: "start" });
        row.querySelector("summary")?.focus({ preventScroll: true });
    }
    wanted = "";
}

type TryIt = (manifest: string, settings: string, from: string) => void;

/** Shows the catalogue once it is opened. */
export function showCatalogue(tryIt: TryIt) {
    const details = byId<HTMLDetailsElement>("catalogue");
    let loading = false;
    details.addEventListener("toggle", async () => {
        if (!details.open || loading) return;
        loading = true;
        try {
            const response = await fetch(CATALOGUE);
            if (!response.ok) throw new Error(`the server answered ${response.status}`);
            showTables(await response.json(), tryIt);
        } catch (error) {
            loading = false;
            byId("matches").textContent =
                `The catalogue cannot be loaded: ${error instanceof Error ? error.message : error}. Close and open this section to try again.`;
        }
    });
}

function showTables(data: Table[], tryIt: TryIt) {
    named.clear();
    const tables = data.map((table) => showTable(table, tryIt));
    const filter = byId<HTMLInputElement>("filter");
    const total = data.reduce((sum, { rows }) => sum + rows.length, 0);
    const apply = () => {
        const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
        const matches = (inExamples: boolean) => tables.reduce((sum, table) => sum + table.filter(wanted, inExamples), 0);
        // What is nobody's subject may be an example of something: `--tls-verify=false`.
        const found = matches(false) || matches(true);
        byId("matches").textContent = wanted.length === 0 ? plural(total, "row") : `${found} of ${plural(total, "row")}`;
    };
    filter.addEventListener("input", apply);
    byId("tables").replaceChildren(...tables.map((table) => table.element));
    apply();
    lead();
}

/** Returns the table and a function that filters its rows by words and counts the matches. */
function showTable({ title, start, rows }: Table, tryIt: TryIt) {
    const all = rows.map((row) => {
        const text = `${row.subject} ${row.condition} ${row.source}`.toLowerCase();
        const examples = [...row.refused, ...row.passes].map(([text]) => text.toLowerCase());
        const it = { row, text, examples, name: nameOf(row.subject), element: undefined as HTMLDetailsElement | undefined };
        const show = () => {
            if (!shown.includes(it)) shown = all;
            element.hidden = false;
            element.open = true;
            fill();
            return it.element as HTMLDetailsElement;
        };
        named.set(it.name, show);
        return it;
    });
    let shown = all;
    const count = el("span", { className: "count" });
    const body = el("div", { className: "rows" });
    const element = el("details", { className: "table" }, el("summary", {}, el("span", {}, title), count), body);
    const fill = () => {
        if (!element.open) return body.replaceChildren();
        const elements = shown.map((it) => {
            it.element ??= showRow(it.row, it.name, start, tryIt);
            return it.element;
        });
        body.replaceChildren(...elements);
    };
    element.addEventListener("toggle", fill);
    return {
        element,
        filter(wanted: string[], inExamples: boolean): number {
            shown = all.filter(({ text, examples }) =>
                wanted.every((word) => text.includes(word) || (inExamples && examples.some((it) => it.includes(word)))),
            );
            count.textContent = shown.length === rows.length ? `${rows.length}` : `${shown.length} of ${rows.length}`;
            element.hidden = shown.length === 0;
            element.open = wanted.length > 0 && shown.length > 0;
            fill();
            return shown.length;
        },
    };
}

function showRow(
    { subject, condition, source, refused, passes }: Row,
    name: string,
    start: string,
    tryIt: TryIt,
): HTMLDetailsElement {
    const examples = (title: string, look: string, all: Example[]) => {
        const items = all.map(([text, rest], nth) => {
            const button = el("button", { type: "button", className: "quiet" }, "Try it");
            button.setAttribute(
                "aria-label",
                `Try it: ${title.toLowerCase()}, example ${nth + 1} of ${subject.replaceAll("`", "")}`,
            );
            button.addEventListener("click", () => tryIt(rest === undefined ? text : start + rest, "", name));
            return el("li", { className: "example" }, el("pre", {}, el("code", {}, text.trimEnd())), button);
        });
        return [
            el("p", { className: `chip ${look}` }, title),
            el("ul", { className: "examples", "aria-label": `${title}: examples` }, ...items),
        ];
    };
    const body = el("div", { className: "documentation" });
    const details = el("details", { className: "row", id: name }, el("summary", {}, el("span", {}, ...words(subject))), body);
    details.addEventListener("toggle", () => {
        if (!details.open || body.hasChildNodes()) return;
        body.append(
            el(
                "dl",
                {},
                el("dt", {}, "Condition"),
                el("dd", {}, ...words(condition)),
                el("dt", {}, "Source"),
                el("dd", {}, ...links(source)),
            ),
            el("p", { className: "permalink" }, el("a", { href: `#${name}` }, "Link to this row")),
            ...examples("Refused", "deny", refused),
            ...examples("Passes", "pass", passes),
        );
    });
    return details;
}

/** Turns the addresses in a source into links. A file on GitHub is shown by its repository, path and version. */
function links(source: string): (Node | string)[] {
    return source.split(/(https:\/\/[^\s,;]+)/).map((part, nth) => {
        if (nth % 2 === 0) return part;
        const [, repository, version, path] = /^https:\/\/github\.com\/([^/]+\/[^/]+)\/blob\/([^/]+)\/(.+)$/.exec(part) ?? [];
        const commit = /^[0-9a-f]{10,40}$/.test(version ?? "") ? version?.slice(0, 10) : version;
        const text = repository === undefined ? part.slice("https://".length) : `${repository}: ${path} (${commit})`;
        return el("a", { href: part, rel: "noreferrer" }, text);
    });
}
