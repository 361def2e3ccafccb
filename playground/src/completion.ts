// Completes the settings: fields, modes and rules as the schema of the settings has them.
import {
    autocompletion,
    type Completion,
    type CompletionContext,
    completionKeymap,
    startCompletion,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { type EditorView, keymap, tooltips } from "@codemirror/view";
import settings from "../../docs/settings.schema.json";

interface Schema {
    description?: string;
    type?: string;
    enum?: string[];
    default?: unknown;
    properties?: Record<string, Schema>;
    items?: Schema;
}

/** Where the cursor is: the keys that lead there, `-` for an item of a list, and what stands beside it. */
interface Spot {
    path: string[];
    /** Whether a value is wanted, rather than a key. */
    isValue: boolean;
    siblings: string[];
    /** The start of the word that is being written, in the line. */
    start: number;
    indent: string;
    isFlow: boolean;
}

/** How far descriptions stay away from the edges of the screen, in pixels. */
const EDGE = 12;

const KEY = /^(\s*)((?:- +)*)(?:["']?([\w.-]+)["']?:(?:\s+(.*)|$))?/;

/** What completes the settings. `rules` are the ids of all rules. */
export function completion(rules: string[]): Extension {
    const source = ({ state, pos, explicit }: CompletionContext) => {
        const line = state.doc.lineAt(pos);
        const above = state.doc.sliceString(0, line.from).split("\n").slice(0, -1);
        const below = state.doc.sliceString(line.to).split("\n").slice(1);
        const spot = spotOf(above, line.text.slice(0, pos - line.from), below);
        if (spot === undefined || (!explicit && !spot.isValue && spot.start === pos - line.from)) return null;
        const options = optionsAt(spot, rules);
        return options.length === 0 ? null : { from: line.from + spot.start, options, validFor: /^[\w.-]*$/ };
    };
    // Not up to the edge of a narrow screen.
    const { documentElement: page } = document;
    const space = () => ({ top: 0, left: EDGE, bottom: page.clientHeight, right: page.clientWidth - EDGE });
    return [autocompletion({ override: [source], icons: false }), keymap.of(completionKeymap), tooltips({ tooltipSpace: space })];
}

function optionsAt({ path, isValue, siblings, indent, isFlow }: Spot, rules: string[]): Completion[] {
    // A policy of Kubewarden has them deeper.
    const steps = path[0] === "spec" && path[1] === "settings" ? path.slice(2) : path;
    let schema: Schema | undefined = settings as Schema;
    for (const step of steps) schema = step === "-" ? schema?.items : schema?.properties?.[step];
    if (schema === undefined) return [];
    if (isValue) {
        const values = schema.enum ?? (steps.at(-1) === "-" && steps.at(-2) === "rules" ? rules : []);
        return values.map((label) => ({ label, detail: label === schema.default ? "default" : undefined }));
    }
    return Object.entries(schema.properties ?? {})
        .filter(([label]) => !siblings.includes(label))
        .map(([label, field]) => ({
            label,
            detail: field.type === "array" ? "list" : field.enum?.join(" | "),
            info: field.description,
            apply: (view: EditorView, _: Completion, from: number, to: number) => {
                const deeper = field.type === "array" ? `\n${indent}  - ` : `\n${indent}  `;
                const hasFields = field.type === "array" || field.properties !== undefined;
                const insert = `${label}:${hasFields && !isFlow ? deeper : " "}`;
                view.dispatch({
                    changes: { from, to, insert },
                    selection: { anchor: from + insert.length },
                    userEvent: "input.complete",
                });
                if (field.enum !== undefined || hasFields) startCompletion(view);
            },
        }));
}

/** None where nothing can be completed: in a comment, in quotes, in a flow that began lines above. */
export function spotOf(above: string[], text: string, below: string[]): Spot | undefined {
    if (/(^|\s)#/.test(text)) return undefined;
    const [whole = "", spaces = "", dashes = "", key, value = ""] = KEY.exec(text) ?? [];
    const rest = key === undefined ? text.slice(whole.length) : value;
    let column = spaces.length + dashes.length;
    const own: string[] = [...dashes].filter((it) => it === "-");
    if (key !== undefined) own.push(key);
    const flow = inFlow(rest);
    if (flow === undefined || /["']/.test(flow.word)) return undefined;
    const siblings = [...flow.siblings];
    const isBlockKey = key === undefined && !flow.isFlow;
    const path = [...parents(above, dashes === "" ? column : spaces.length, dashes !== ""), ...own, ...flow.path];
    // An item of strings is a value, one of objects begins with a key; which of them, the schema says.
    const isItem = isBlockKey && dashes !== "" && path.at(-2) === "rules";
    if (isBlockKey) {
        column = spaces.length + dashes.length;
        for (const lines of [[...above].reverse(), below]) {
            for (const line of lines) {
                const [, itsSpaces = "", itsDashes = "", itsKey] = KEY.exec(line) ?? [];
                if (line.trim() === "") continue;
                const at = itsSpaces.length + itsDashes.length;
                if (at < column || (itsDashes !== "" && lines === below && itsSpaces.length < column)) break;
                if (at === column && itsKey !== undefined) siblings.push(itsKey);
                if (at === column && itsDashes !== "") break;
            }
        }
    }
    const isValue = isItem || (flow.isFlow ? flow.isValue : key !== undefined);
    return { path, isValue, siblings, start: text.length - flow.word.length, indent: " ".repeat(column), isFlow: flow.isFlow };
}

/** The keys and items that a line is below. */
function parents(above: string[], column: number, isItem: boolean): string[] {
    const path: string[] = [];
    let limit = isItem ? column + 1 : column;
    for (const line of [...above].reverse()) {
        if (line.trim() === "" || line.trim().startsWith("#")) continue;
        const [, spaces = "", dashes = "", key, value = ""] = KEY.exec(line) ?? [];
        const at = spaces.length + dashes.length;
        if (key !== undefined && at < limit && (value === "" || value.startsWith("#"))) {
            path.unshift(key);
            limit = at;
        }
        if (dashes !== "" && spaces.length < limit && at <= Math.max(limit, at)) {
            const isInItem = at <= (path.length > 0 ? limit : column);
            if (isInItem && !(isItem && path.length === 0)) {
                for (const _ of dashes.matchAll(/-/g)) path.unshift("-");
                // The key of a list may stand in the column of its dashes.
                limit = spaces.length + 1;
            }
        }
        if (limit === 0) break;
    }
    return path;
}

/** What a line says in brackets before the cursor. */
function inFlow(text: string) {
    const open: { isList: boolean; key: string | undefined; keys: string[] }[] = [];
    let word = "";
    for (const it of text) {
        const last = open.at(-1);
        if (it === "{" || it === "[") open.push({ isList: it === "[", key: undefined, keys: [] });
        else if (it === "}" || it === "]") open.pop();
        else if (it === ":" && last !== undefined && !last.isList) {
            last.key = word;
            last.keys.push(word);
        } else if (it === "," && last !== undefined) last.key = undefined;
        else if (it !== " ") {
            word += it;
            continue;
        }
        if (it !== " " || word !== "") word = "";
    }
    const last = open.at(-1);
    const path = open.flatMap(({ isList, key }) => (isList ? ["-"] : key === undefined ? [] : [key]));
    const isValue = last !== undefined && (last.isList || last.key !== undefined);
    return { path, word, isFlow: open.length > 0, isValue, siblings: last?.keys ?? [] };
}
