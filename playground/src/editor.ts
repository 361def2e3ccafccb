// An editor for YAML. It lives in a shadow root: there its styles are adopted, which a strict Content-Security-Policy allows.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintKeymap, setDiagnostics } from "@codemirror/lint";
import {
    EditorState,
    type Extension,
    type RangeSet,
    RangeSetBuilder,
    StateEffect,
    StateField,
    type Text,
} from "@codemirror/state";
import {
    Decoration,
    type DecorationSet,
    drawSelection,
    EditorView,
    GutterMarker,
    gutterLineClass,
    highlightActiveLine,
    highlightActiveLineGutter,
    keymap,
    lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Place } from "insecure-registry";
import type { Mark, Severity, Side } from "./side.js";

/** More of them help nobody, and make typing slow. */
const MOST_MARKS = 500;

const setLines = StateEffect.define<Map<number, Severity>>();

class LineMarker extends GutterMarker {
    constructor(override readonly elementClass: string) {
        super();
    }
}

const severities: Severity[] = ["info", "warning", "error"];
const lines = Object.fromEntries(severities.map((it) => [it, Decoration.line({ class: `marked-${it}` })]));
const gutters = Object.fromEntries(severities.map((it) => [it, new LineMarker(`marked-${it}`)]));

/** Lines that something was found on. */
const markedLines = StateField.define<{ lines: DecorationSet; gutter: RangeSet<GutterMarker> }>({
    create: () => ({ lines: Decoration.none, gutter: new RangeSetBuilder<GutterMarker>().finish() }),
    update(value, transaction) {
        let { lines: decorations, gutter } = value;
        if (transaction.docChanged) {
            decorations = decorations.map(transaction.changes);
            gutter = gutter.map(transaction.changes);
        }
        for (const effect of transaction.effects) {
            if (!effect.is(setLines)) continue;
            const [ofLines, ofGutter] = [new RangeSetBuilder<Decoration>(), new RangeSetBuilder<GutterMarker>()];
            for (const [number, severity] of [...effect.value].sort(([a], [b]) => a - b)) {
                const { from } = transaction.state.doc.line(number);
                ofLines.add(from, from, lines[severity] as Decoration);
                ofGutter.add(from, from, gutters[severity] as GutterMarker);
            }
            decorations = ofLines.finish();
            gutter = ofGutter.finish();
        }
        return { lines: decorations, gutter };
    },
    provide: (field) => [
        EditorView.decorations.from(field, (value) => value.lines),
        gutterLineClass.from(field, (value) => value.gutter),
    ],
});

const theme = EditorView.theme({
    "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--card)", fontSize: "0.875rem" },
    // The panel around it shows that.
    "&.cm-focused, .cm-content:focus-visible": { outline: "none" },
    ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
    ".cm-content": { caretColor: "var(--text)", padding: "0.5rem 0" },
    ".cm-cursor": { borderLeftColor: "var(--text)" },
    ".cm-gutters": { backgroundColor: "var(--card)", color: "var(--muted)", border: "none" },
    ".cm-lineNumbers .cm-gutterElement": { padding: "0 0.5rem 0 0.75rem", minWidth: "2.5rem" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--active-line)" },
    "&:not(.cm-focused) .cm-activeLine, &:not(.cm-focused) .cm-activeLineGutter": { backgroundColor: "transparent" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
        backgroundColor: "var(--selection)",
    },
    ".cm-content .marked-error": { backgroundColor: "var(--deny-line)" },
    ".cm-content .marked-warning": { backgroundColor: "var(--warn-line)" },
    ".cm-content .marked-info": { backgroundColor: "var(--info-line)" },
    ".cm-gutterElement.marked-error": { color: "var(--deny)", fontWeight: "700", boxShadow: "inset 3px 0 var(--deny)" },
    ".cm-gutterElement.marked-warning": { color: "var(--warn)", fontWeight: "700", boxShadow: "inset 3px 0 var(--warn)" },
    ".cm-gutterElement.marked-info": { color: "var(--info)", fontWeight: "700", boxShadow: "inset 3px 0 var(--info)" },
    // The library's own are images, which the page does not load.
    ".cm-lintRange": {
        backgroundImage: "none",
        paddingBottom: "0",
        textDecoration: "underline wavy 1px",
        textUnderlineOffset: "3px",
    },
    ".cm-lintRange-error": { backgroundImage: "none", textDecorationColor: "var(--deny)" },
    ".cm-lintRange-warning": { backgroundImage: "none", textDecorationColor: "var(--warn)" },
    ".cm-lintRange-info": { backgroundImage: "none", textDecorationColor: "var(--info)" },
    ".cm-lintRange-active": { backgroundColor: "transparent" },
    ".cm-tooltip": {
        backgroundColor: "var(--card)",
        color: "var(--text)",
        border: "1px solid var(--line)",
        borderRadius: "6px",
        maxWidth: "min(36rem, 80vw)",
    },
    ".cm-diagnostic": { padding: "0.4rem 0.6rem", fontFamily: "var(--sans)" },
    ".cm-diagnostic-error": { borderLeftColor: "var(--deny)" },
    ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
    ".cm-diagnostic-info": { borderLeftColor: "var(--info)" },
    ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)" },
    ".cm-tooltip-autocomplete > ul > li": { padding: "0.2rem 0.6rem" },
    ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
    ".cm-completionDetail": { marginLeft: "1rem", color: "var(--muted)", fontStyle: "normal" },
    "li[aria-selected] .cm-completionDetail": { color: "inherit" },
    ".cm-completionInfo": { padding: "0.4rem 0.6rem", fontFamily: "var(--sans)", maxWidth: "22rem" },
    ".cm-panels": { backgroundColor: "var(--page)", color: "var(--text)", borderColor: "var(--line)" },
    ".cm-panel.cm-panel-lint ul [aria-selected]": { backgroundColor: "var(--active)" },
    ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--selection)" },
});

const colours = HighlightStyle.define([
    { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
    { tag: [tags.string, tags.special(tags.string), tags.content], color: "var(--code-string)" },
    { tag: [tags.comment, tags.lineComment], color: "var(--muted)", fontStyle: "italic" },
    { tag: [tags.typeName, tags.labelName, tags.keyword, tags.meta], color: "var(--code-meta)" },
    { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: "var(--muted)" },
]);

/**
 * Text that replaces other text, or that comes as a piece. Browsers would put it into the document themselves, with inline styles that
 * the Content-Security-Policy stops and complains of.
 */
const insertions = EditorView.domEventHandlers({
    beforeinput(event, view) {
        const { data, inputType, isComposing } = event;
        const isOne = data?.length === 1 && view.state.selection.main.empty;
        if (data === null || inputType !== "insertText" || isComposing || isOne || view.state.readOnly) return false;
        event.preventDefault();
        view.dispatch(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
        return true;
    },
});

export class Editor implements Side {
    readonly view: EditorView;

    constructor(host: HTMLElement, label: string, changed: () => void, moved: (line: number) => void = () => {}) {
        const root = host.attachShadow({ mode: "open" });
        const extensions: Extension[] = [
            lineNumbers(),
            highlightActiveLine(),
            highlightActiveLineGutter(),
            history(),
            drawSelection(),
            EditorState.tabSize.of(2),
            indentUnit.of("  "),
            indentOnInput(),
            bracketMatching(),
            yaml(),
            syntaxHighlighting(colours),
            markedLines,
            insertions,
            theme,
            EditorView.lineWrapping,
            EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
            // Tab is left alone: it leads out of the editor.
            keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
            EditorView.updateListener.of((update) => {
                if (update.docChanged) changed();
                if (update.selectionSet || update.docChanged)
                    moved(update.state.doc.lineAt(update.state.selection.main.head).number);
            }),
        ];
        this.view = new EditorView({ root, parent: root, extensions });
    }

    add(extension: Extension) {
        this.view.dispatch({ effects: StateEffect.appendConfig.of(extension) });
    }

    /** Calls it the next time that the editor gets the focus. */
    onFocus(then: () => void) {
        this.view.contentDOM.addEventListener("focus", then, { once: true });
    }

    get text(): string {
        return this.view.state.doc.toString();
    }

    set text(text: string) {
        const { view } = this;
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } });
        view.scrollDOM.scrollTop = 0;
    }

    get line(): number {
        const { doc, selection } = this.view.state;
        return doc.lineAt(selection.main.head).number;
    }

    focus() {
        this.view.focus();
    }

    /** Nothing scrolls away. */
    change(text: string) {
        const old = this.text;
        const shortest = Math.min(old.length, text.length);
        let from = 0;
        while (from < shortest && old[from] === text[from]) from += 1;
        let end = 0;
        while (end < shortest - from && old.at(-1 - end) === text.at(-1 - end)) end += 1;
        const changes = { from, to: old.length - end, insert: text.slice(from, text.length - end) };
        this.view.dispatch({ changes, selection: { anchor: from }, scrollIntoView: true, userEvent: "input" });
        this.view.focus();
    }

    mark(marks: Mark[]) {
        const { state } = this.view;
        const found = new Map<number, Severity>();
        const diagnostics: Diagnostic[] = [];
        for (const mark of marks) {
            if (mark.line < 1 || mark.line > state.doc.lines) continue;
            const worst = found.get(mark.line) ?? "info";
            found.set(mark.line, severities.indexOf(worst) > severities.indexOf(mark.severity) ? worst : mark.severity);
            if (diagnostics.length < MOST_MARKS)
                diagnostics.push({ ...range(state.doc, mark), severity: mark.severity, message: mark.message });
        }
        this.view.dispatch(setDiagnostics(state, diagnostics), { effects: setLines.of(found) });
    }

    goTo(place: Place) {
        const { view } = this;
        if (place.line > view.state.doc.lines) return;
        const { from, to } = range(view.state.doc, place);
        view.dispatch({ selection: { anchor: to, head: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
        view.focus();
        view.dom.scrollIntoView({ block: "nearest" });
    }
}

/** The offsets of a place. What has no length is the rest of its line. */
function range(doc: Text, { line: number, column = 1, endColumn = column }: Place) {
    const line = doc.line(number);
    const offset = (upTo: number) => {
        let at = line.text.startsWith("\ufeff") ? 1 : 0;
        for (let nth = 1; nth < upTo && at < line.length; nth += 1) at += (line.text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
        return line.from + at;
    };
    const from = offset(column);
    return { from, to: endColumn > column ? offset(endColumn) : Math.max(from, line.from + line.text.trimEnd().length) };
}
