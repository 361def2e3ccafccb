// What only editing needs, which is most of the page's script: it is loaded after the first verdict.
import { Editor } from "./editor.js";

export const manifestEditor = (host: HTMLElement, changed: () => void, moved: (line: number) => void) =>
    new Editor(host, "Manifest, YAML or JSON", changed, moved);

/** `rules` are the ids of all rules. What completes is loaded once somebody is in the editor; if that fails, it is tried the next time. */
export function settingsEditor(host: HTMLElement, changed: () => void, rules: string[]): Editor {
    const editor = new Editor(host, "Settings, YAML or JSON", changed);
    const load = async () => {
        try {
            const { completion } = await import("./completion.js");
            editor.add(completion(rules));
        } catch {
            editor.onFocus(load);
        }
    };
    editor.onFocus(load);
    return editor;
}
