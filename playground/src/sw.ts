// Keeps a copy of the page's own files, so that it works offline. It sees no input: that never leaves the page.
interface Lifecycle extends Event {
    waitUntil(promise: Promise<unknown>): void;
}
interface Fetching extends Event {
    request: Request;
    respondWith(response: Promise<Response>): void;
}

/** How long the network may take for the page itself, in milliseconds, if there is a copy. */
const PATIENCE = 3000;
const files = FILES.map((file) => new URL(file, location.href).href);
const page = new URL("./", location.href).href;

addEventListener("install", (event) => {
    const store = async () => {
        const cache = await caches.open(VERSION);
        await cache.addAll([page, ...files]);
    };
    (event as Lifecycle).waitUntil(store());
});

// Other versions are removed once no page uses them.
addEventListener("activate", (event) => {
    const clean = async () => {
        for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== VERSION) await caches.delete(name);
    };
    (event as Lifecycle).waitUntil(clean());
});

addEventListener("fetch", (event) => {
    const { request } = event as unknown as Fetching;
    const url = request.url.replace(/[?#].*$/, "");
    if (request.method !== "GET") return;
    if (request.mode === "navigate" && (url === page || url === `${page}index.html`)) {
        (event as unknown as Fetching).respondWith(newest(request));
    } else if (files.includes(url)) {
        (event as unknown as Fetching).respondWith(stored(url).then((copy) => copy ?? fetch(request)));
    }
});

const stored = async (url: string) => (await caches.open(VERSION)).match(url);

/** The page of the server, or the copy if that does not answer. */
async function newest(request: Request): Promise<Response> {
    const answer = fetch(request);
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE));
    const response = await Promise.race([answer, late]).catch(() => undefined);
    return response?.ok ? response : ((await stored(page)) ?? answer);
}
