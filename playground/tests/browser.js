// Chromium or Firefox, the page served under a path of its own, and a record of all that the page asks for.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chromium, firefox } from "playwright-core";
import { serve } from "../serve.js";

const BROWSERS = {
    chromium: {
        type: chromium,
        places: [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
        context: { permissions: ["clipboard-read", "clipboard-write"] },
        launch: { args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] },
    },
    // The system's own, by WebDriver BiDi: Playwright's builds would have to be downloaded.
    firefox: {
        type: firefox,
        places: [process.env.FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox"],
        context: {},
        launch: { channel: "moz-firefox", firefoxUserPrefs: { "dom.events.testing.asyncClipboard": true } },
    },
};

/** Browsers load the icon at any time; the page loads some files when a person wants what is in them, and all of its own for its copy. */
const mayBeLate = ({ url, worker }) =>
    worker || /\/(icon-[^/]*\.svg|(catalogue|examples|rules)-[^/]*\.json|(lexer|completion)-[^/]*\.js|sw\.js)$/.test(url);

export const BASE = "/some/where/";

/** A browser of the system. */
export function launch(name = "chromium") {
    const { type, places, launch } = BROWSERS[name];
    const executablePath = places.find((path) => path !== undefined && existsSync(path));
    assert.ok(executablePath, `no ${name}: install it, or say where it is in ${name.toUpperCase()}`);
    return type.launch({ executablePath, ...launch });
}

/** Starts all of it. `open` gives a page that is ready; `close` checks what every page did, and ends. */
export async function start(name = "chromium") {
    const { context: ofContext } = BROWSERS[name];
    const server = serve(BASE);
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${server.address().port}`;
    const browser = await launch(name);
    const said = [];
    const asked = [];
    let pages = 0;

    /** A page in a context of its own, with everything loaded. */
    async function open({ fragment = "", ...options } = {}) {
        const context = await browser.newContext({
            viewport: { width: 1360, height: 900 },
            ...ofContext,
            ...options,
        });
        const page = await context.newPage();
        pages += 1;
        page.setDefaultTimeout(20_000);
        page.on("console", (message) => {
            // The driver's own words, where a test has it block these.
            if (message.text().startsWith("Service Worker registration blocked by Playwright")) return;
            said.push(`${message.type()}: ${message.text()}`);
        });
        page.on("pageerror", (error) => said.push(`error: ${error.message}`));
        const state = { loaded: false };
        context.on("request", (request) => {
            const url = request.url();
            // The page is loaded again.
            if (request.isNavigationRequest()) {
                state.loaded = false;
            }
            const worker = name === "chromium" && request.serviceWorker() !== null;
            asked.push({ url, late: state.loaded && !mayBeLate({ url, worker }) });
        });
        await page.goto(`${origin}${BASE}${fragment}`);
        await page.locator("#verdict:not([data-verdict=loading])").waitFor();
        await page.locator("#manifest .cm-content").waitFor();
        await page.locator("#rule-list details").first().waitFor();
        state.loaded = true;
        return page;
    }

    /** A page loads only its own files: all of them before it is ready, except what a person asks for. */
    async function close() {
        await browser.close();
        server.close();
        assert.deepEqual(said, [], "the console is quiet");
        for (const { url, late } of asked) {
            assert.ok(url.startsWith(origin + BASE), `a request left the page: ${url}`);
            assert.ok(!late, `a request after the page was ready: ${url}`);
        }
        assert.ok(asked.length >= pages);
    }
    return { open, close, origin };
}
