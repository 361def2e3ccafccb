// Pictures of the page, to be looked at: `node tests/screenshots.js`.
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
for (const [name, options] of Object.entries(shots)) {
    const page = await open(options);
    await page.screenshot({ path: `${folder}${name}.png` });
    await page.locator("#rule-list summary").nth(4).click();
    await page.screenshot({ path: `${folder}${name}-full.png`, fullPage: true });
    await page.locator("#catalogue > summary").click();
    await page.getByLabel("Filter rows").fill("dockerd");
    await page.locator(".row summary").first().click();
    await page.locator("#catalogue").scrollIntoViewIfNeeded();
    await page.locator(".known").screenshot({ path: `${folder}${name}-catalogue.png` });
    await page.evaluate(() => scrollTo(0, 0));
    await page.locator("#share").click();
    await page.screenshot({ path: `${folder}${name}-share.png` });
}
await close();
