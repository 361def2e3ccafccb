// Builds elements. Text of the user becomes text nodes and attributes, never HTML.

type Child = Node | string | undefined;

/** An element with properties, attributes (what has a dash, and `role`) and children. */
export function el<K extends keyof HTMLElementTagNameMap>(
    name: K,
    properties: Record<string, unknown> = {},
    ...children: Child[]
): HTMLElementTagNameMap[K] {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
        if (value === undefined) continue;
        if (key.includes("-") || key === "role") element.setAttribute(key, String(value));
        else Reflect.set(element, key, value);
    }
    element.append(...children.filter((child) => child !== undefined));
    return element;
}

/** The element of that id. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
    const element = document.getElementById(id);
    if (element === null) throw new Error(`no element is called ${id}`);
    return element as T;
}

/** A message of the policy, where code stands between backticks. */
export function words(message: string): Node[] {
    return message.split("`").map((part, nth) => (nth % 2 === 0 ? new Text(part) : el("code", {}, part)));
}

export const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
