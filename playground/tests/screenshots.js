// Pictures of the page, to be looked at: `node tests/screenshots.js [SCENE…]`.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { start } from "./browser.js";

const folder = fileURLToPath(new URL("../screenshots/", import.meta.url));
mkdirSync(folder, { recursive: true });
const { open, close } = await start();
const shots = {
    light: {},
    dark: { colorScheme: "dark" },
    phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};

/** Each begins with the page as it was loaded, and names the part that the picture is of, or nothing for what is in sight. */
const scenes = {
    "": () => {},
    full: async (page) => {
        await page.locator("#rule-list summary").nth(4).click();
        await page.locator("#rule-list .documentation p").first().waitFor();
    },
    suggestion: async (page) => {
        await page.locator("#example").selectOption("22-insecure-registry-flag");
        await page.locator("#findings .rule").filter({ hasText: "insecure-registry-flag" }).first().waitFor();
        await page.locator("#findings .card summary").first().click();
        await page.locator("#findings .diff .added").first().waitFor();
        return ".verdict";
    },
    why: async (page) => {
        await page.locator("#why-tab").click();
        await page.locator("#why .card").first().waitFor();
        await page.locator("#why details summary").first().click();
        return ".verdict";
    },
    rewrites: async (page) => {
        await page.locator("#rewrites-tab").click();
        await page.getByRole("button", { name: "Try an example" }).click();
        await page.locator("#rewrites .diff .added").first().waitFor();
        return ".verdict";
    },
    completion: async (page) => {
        await page.locator("#settings .cm-content").click();
        await page.keyboard.press("ControlOrMeta+A");
        await page.keyboard.press("Delete");
        await page.keyboard.type("trusted");
        await page.locator("#settings .cm-tooltip-autocomplete li").first().waitFor();
        await page.waitForTimeout(300);
    },
    mistakes: async (page) => {
        await page.locator("#settings .cm-content").click();
        await page.keyboard.press("ControlOrMeta+A");
        await page.keyboard.insertText("rules:\n  loopback-registy: warn\n");
        await page.locator("#problems li").first().waitFor();
        return ".settings";
    },
    catalogue: async (page) => {
        await page.locator("#catalogue > summary").click();
        await page.getByLabel("Filter rows").fill("dockerd");
        await page.locator(".row summary").first().click();
        await page.locator(".row .example").first().waitFor();
        return ".known";
    },
    share: (page) => page.locator("#share").click(),
};

const wanted = process.argv.slice(2);
for (const [name, options] of Object.entries(shots)) {
    for (const [scene, prepare] of Object.entries(scenes)) {
        if (wanted.length > 0 && !wanted.includes(scene)) continue;
        const page = await open(options);
        const part = await prepare(page);
        const path = `${folder}${name}${scene && `-${scene}`}.png`;
        if (part !== undefined) await page.locator(part).screenshot({ path });
        else await page.screenshot({ path, fullPage: scene === "full" });
        await page.context().close();
    }
}
await close();
