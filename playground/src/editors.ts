// What only editing needs, which is most of the page's script: it is loaded after the first verdict.
import { completion } from "./completion.js";
import { Editor } from "./editor.js";

export const manifestEditor = (host: HTMLElement, changed: () => void, moved: (line: number) => void) =>
    new Editor(host, "Manifest, YAML or JSON", changed, moved);

/** `rules` are the ids of all rules, once they are known. */
export const settingsEditor = (host: HTMLElement, changed: () => void, rules: () => string[]) =>
    new Editor(host, "Settings, YAML or JSON", changed, () => {}, completion(rules));
