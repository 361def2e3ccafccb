// What is in a link: manifest and settings as JSON, compressed, in the part of the address that no server gets.

export interface Shared {
    manifest: string;
    settings: string;
}

const PREFIX = "#input=";
/** In characters of the text: a few bytes of a link can stand for very many. */
const LARGEST = 4 * 1024 * 1024;

export async function toFragment({ manifest, settings }: Shared): Promise<string> {
    const text = new Blob([JSON.stringify([manifest, settings])]);
    const packed = await new Response(text.stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer();
    return PREFIX + base64(new Uint8Array(packed));
}

/** Nothing if the fragment is of another kind. Throws if it cannot be read. */
export async function fromFragment(fragment: string): Promise<Shared | undefined> {
    if (!fragment.startsWith(PREFIX)) return undefined;
    const packed = Uint8Array.from(atob(fragment.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/")), (c) =>
        c.charCodeAt(0),
    );
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    let text = "";
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const reader = stream.getReader();
    for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        text += decoder.decode(value, { stream: true });
        if (text.length > LARGEST) throw new Error("the link holds too much");
    }
    const [manifest, settings] = JSON.parse(text + decoder.decode());
    if (typeof manifest !== "string" || typeof settings !== "string") throw new Error("the link holds something else");
    return { manifest, settings };
}

function base64(bytes: Uint8Array): string {
    let text = "";
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
