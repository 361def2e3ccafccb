// @ts-check
// A validating webhook over HTTPS, of nothing but Node:
//
//     node webhook.js --cert tls.crt --key tls.key [--settings settings.yaml] [--port 8443]
//
// What cannot be judged is refused, and so it should be where the webhook cannot be reached: `failurePolicy: Fail`.
import { readFileSync, realpathSync } from "node:fs";
import { createServer } from "node:https";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { evaluate, validateSettings } from "insecure-registry";

/** An update brings two objects, each of which etcd takes up to 1.5 MiB of by default. */
const LARGEST = 8 * 1024 * 1024;

/**
 * @param {object} options
 * @param {string | Buffer} options.cert
 * @param {string | Buffer} options.key
 * @param {import("insecure-registry").Settings | string} [options.settings]
 * @param {number} [options.largest] in bytes
 * @param {typeof evaluate} [options.judge]
 */
export function webhook({ cert, key, settings = {}, largest = LARGEST, judge = evaluate }) {
    const { message } = validateSettings(settings);
    if (message !== undefined) throw new Error(message);

    const server = createServer({ cert, key, minVersion: "TLSv1.2" }, async (request, response) => {
        /** @type {(status: number, body: object) => void} */
        const answer = (status, body) => {
            // What is not read of a body would be taken for the next request.
            const close = request.complete ? {} : { connection: "close" };
            response.writeHead(status, { "content-type": "application/json", ...close }).end(JSON.stringify(body));
        };
        if (request.method === "GET" && request.url === "/healthz") return answer(200, { ok: true });
        if (request.url?.split("?")[0] !== "/validate") return answer(404, { error: "POST an AdmissionReview to /validate" });
        if (request.method !== "POST") return answer(405, { error: "POST an AdmissionReview to /validate" });
        let body;
        try {
            body = await read(request, largest);
        } catch {
            return; // The client is gone.
        }
        if (body === undefined) return answer(413, { error: `the body is larger than ${largest} bytes` });
        const review = parse(body);
        const uid = review?.request?.uid;
        if (review?.kind !== "AdmissionReview" || typeof uid !== "string") {
            return answer(400, { error: "the body is no AdmissionReview with a request" });
        }
        answer(200, { apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", response: { uid, ...judged(review) } });
    });
    server.requestTimeout = 30_000;
    return server;

    /** @param {import("insecure-registry").AdmissionReview} review */
    function judged(review) {
        try {
            const { accepted, message, code, warnings, audit_annotations } = judge(review, settings);
            const status = accepted ? {} : { status: { message, code } };
            return { allowed: accepted, ...status, warnings, auditAnnotations: audit_annotations };
        } catch (error) {
            const message = error instanceof Error ? error.message : "insecure-registry: no verdict";
            return { allowed: false, status: { message, code: 500 } };
        }
    }
}

/**
 * The body; nothing if it is too large. What is too much of it is read and dropped, so that the client gets to hear why.
 *
 * @param {import("node:http").IncomingMessage} request
 * @param {number} largest
 * @returns {Promise<Buffer | undefined>}
 */
function read(request, largest) {
    return new Promise((resolve, reject) => {
        /** @type {Buffer[]} */
        const parts = [];
        let size = 0;
        request.on("data", (part) => {
            size += part.length;
            if (size <= largest) return parts.push(part);
            parts.length = 0;
            resolve(undefined);
        });
        request.on("end", () => resolve(Buffer.concat(parts)));
        request.on("error", reject);
    });
}

/** @param {Buffer} body */
function parse(body) {
    try {
        return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    } catch {
        return undefined;
    }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
    const text = /** @type {const} */ ("string");
    const { values } = parseArgs({
        options: { cert: { type: text }, key: { type: text }, settings: { type: text }, port: { type: text } },
    });
    const { cert, key, settings, port = "8443" } = values;
    if (cert === undefined || key === undefined) throw new Error("--cert and --key are files in PEM");
    const server = webhook({
        cert: readFileSync(cert),
        key: readFileSync(key),
        settings: settings === undefined ? {} : readFileSync(settings, "utf8"),
    });
    server.listen(Number(port), () => {
        const address = server.address();
        console.log(`listening on port ${typeof address === "object" ? address?.port : port}`);
    });
}
