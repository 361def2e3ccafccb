// The rules as docs/rules.md has them, which is generated from them: `node rules.js FILE` writes them for the npm package, and the page
// takes what it shows of them. In the module they would be a part of what every visitor loads.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** All rules, each with the first sentence of its documentation. */
export function rules() {
    const page = readFileSync(new URL("../docs/rules.md", import.meta.url), "utf8");
    return page
        .split(/^## /m)
        .slice(1)
        .map((section) => {
            const [, id, mode, fixed, text] = /^(\S+)\n\nDefault: `(\w+)`(, cannot be changed)?\n\n(.*)$/s.exec(section) ?? [];
            if (text === undefined) throw new Error(`docs/rules.md: expected a rule, found ${section.slice(0, 40)}`);
            const documentation = text.trim();
            const [summary] = documentation.replaceAll("\n", " ").split(". ");
            return { id, mode, fixed: fixed !== undefined, summary, documentation };
        });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
    const text = JSON.stringify(rules(), null, 1);
    writeFileSync(process.argv[2], `const RULES = ${text};\n\nexport const rules = () => structuredClone(RULES);\n`);
}
