// The documentation of a rule as elements. What is not known here is shown as it is written.
import type { Token, Tokens } from "marked";
import { el } from "./dom.js";

/** Renders Markdown; `code` makes the element of a block of code. */
export async function markdown(text: string, code: (text: string) => HTMLElement): Promise<DocumentFragment> {
    const { Lexer } = await import("./lexer.js");
    const fragment = document.createDocumentFragment();
    fragment.append(...Lexer.lex(text).map((token) => block(token, code)));
    return fragment;
}

function block(token: Token, code: (text: string) => HTMLElement): Node {
    switch (token.type) {
        case "space":
            return new Text("");
        case "paragraph":
            return el("p", {}, ...inline(token));
        case "code":
            return code(token.text);
        case "list": {
            const { ordered, items } = token as Tokens.List;
            return el(
                ordered ? "ol" : "ul",
                {},
                ...items.map((item) => el("li", {}, ...item.tokens.map((it) => block(it, code)))),
            );
        }
        case "text":
            return el("span", {}, ...inline(token));
        default:
            return el("p", {}, token.raw);
    }
}

function inline(token: Token): Node[] {
    const tokens = "tokens" in token ? (token.tokens ?? []) : [];
    return tokens.map((it) => {
        switch (it.type) {
            case "codespan":
                return el("code", {}, it.text);
            case "strong":
                return el("strong", {}, ...inline(it));
            case "em":
                return el("em", {}, ...inline(it));
            case "link":
                return it.href.startsWith("https://")
                    ? el("a", { href: it.href, rel: "noreferrer" }, ...inline(it))
                    : new Text(it.text);
            case "escape":
                return new Text(it.text);
            default:
                return new Text(it.raw);
        }
    });
}
