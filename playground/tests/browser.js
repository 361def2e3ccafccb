// Chromium, the page served under a path of its own, and a record of all that the page asks for.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { serve } from "../serve.js";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Browsers load the icon at any time. The page loads the catalogue when a person opens it. */
const mayBeLate = (url) => /\/(icon-[^/]*\.svg|catalogue-[^/]*\.json)$/.test(url);

export const BASE = "/some/where/";

/** Starts all of it. `open` gives a page that is ready; `close` checks what every page did, and ends. */
export async function start() {
    const executablePath = process.env.CHROMIUM ?? PLACES.find((path) => existsSync(path));
    assert.ok(executablePath, "no Chromium: install the package `chromium`, or say where it is in CHROMIUM");
    const server = serve(BASE);
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${server.address().port}`;
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    const browser = await chromium.launch({ executablePath, args });
    const said = [];
    const asked = [];

    /** A page in a context of its own, with the policy loaded. */
    async function open({ fragment = "", ...options } = {}) {
        const context = await browser.newContext({
            viewport: { width: 1360, height: 900 },
            permissions: ["clipboard-read", "clipboard-write"],
            ...options,
        });
        const page = await context.newPage();
        page.setDefaultTimeout(20_000);
        page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
        page.on("pageerror", (error) => said.push(`error: ${error.message}`));
        const state = { loaded: false };
        context.on("request", (request) => asked.push({ url: request.url(), late: state.loaded && !mayBeLate(request.url()) }));
        await page.goto(`${origin}${BASE}${fragment}`);
        await page.locator("#verdict:not([data-verdict=loading])").waitFor();
        await page.locator("#rule-list details").first().waitFor();
        state.loaded = true;
        return page;
    }

    /** A page loads only its own files: all of them before it is ready, except the catalogue. */
    async function close() {
        await browser.close();
        server.close();
        assert.deepEqual(said, [], "the console is quiet");
        for (const { url, late } of asked) {
            assert.ok(url.startsWith(origin + BASE), `a request left the page: ${url}`);
            assert.ok(!late, `a request after the page was ready: ${url}`);
        }
        assert.ok(asked.length > 0);
    }
    return { open, close, origin };
}
