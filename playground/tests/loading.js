// How soon the page says something: `node tests/loading.js [TURNS]`. Medians in milliseconds, with nothing in any cache, and from the copy
// that the service worker keeps.
import { start } from "./browser.js";

const turns = Number(process.argv[2] ?? 20);
const median = (all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)];
const { open, close } = await start();

/** From the beginning of the navigation; `late` from the end of loading. */
const times = (page) =>
    page.evaluate(() => {
        const [{ loadEventEnd, domContentLoadedEventEnd }] = performance.getEntriesByType("navigation");
        const [paint] = performance.getEntriesByName("first-contentful-paint");
        const [{ startTime: verdict }] = performance.getEntriesByName("first-verdict");
        const marks = Object.fromEntries(performance.getEntriesByType("mark").map(({ name, startTime }) => [name, startTime]));
        return {
            paint: paint?.startTime,
            parsed: domContentLoadedEventEnd,
            load: loadEventEnd,
            verdict,
            late: verdict - loadEventEnd,
            ...marks,
        };
    });

const rows = { cold: [], copy: [] };
for (let turn = 0; turn < turns; turn += 1) {
    const page = await open();
    rows.cold.push(await times(page));
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await page.locator("#rule-list details").first().waitFor();
    rows.copy.push(await times(page));
    await page.context().close();
}
await close();
for (const [name, all] of Object.entries(rows)) {
    const shown = Object.keys(all[0]).map((key) => `${key} ${median(all.map((it) => it[key])).toFixed(0)}`);
    console.log(`${name}: ${shown.join(", ")}`);
}
