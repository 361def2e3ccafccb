// Tabs as the ARIA Authoring Practices have them: arrows move between them, Tab leads into the panel.
import { byId } from "./dom.js";

/** Connects the tabs of a list with their panels; `shown` is called with the id of the panel that is shown. */
export function showTabs(list: HTMLElement, shown: (panel: string) => void) {
    const tabs = [...list.querySelectorAll<HTMLButtonElement>("[role=tab]")];
    const panelOf = (tab: HTMLElement) => tab.getAttribute("aria-controls") ?? "";
    const select = (tab: HTMLButtonElement) => {
        for (const it of tabs) {
            it.setAttribute("aria-selected", String(it === tab));
            it.tabIndex = it === tab ? 0 : -1;
            byId(panelOf(it)).hidden = it !== tab;
        }
        shown(panelOf(tab));
    };
    list.addEventListener("click", ({ target }) => {
        const tab = tabs.find((it) => it === target);
        if (tab !== undefined) select(tab);
    });
    list.addEventListener("keydown", (event) => {
        const at = tabs.indexOf(event.target as HTMLButtonElement);
        const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
        const tab = to === undefined ? undefined : tabs.at(to % tabs.length);
        if (at < 0 || tab === undefined) return;
        event.preventDefault();
        tab.focus();
        select(tab);
    });
}
