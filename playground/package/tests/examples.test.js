// The examples: a callback for Pepr, and a webhook over TLS with what an API server sends.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request as https } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before, describe } from "node:test";
import { fileURLToPath } from "node:url";
import { evaluate } from "insecure-registry";
import { insecureRegistry } from "../examples/pepr.js";
import { webhook } from "../examples/webhook.js";

const gvk = (kind, group = "") => ({ group, version: "v1", kind });
const pod = (image, more = {}) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace: "shop", ...more },
    spec: { containers: [{ name: "web", image }] },
});
const admission = (object, more = {}) => ({
    uid: "705ab4f5-6393-11e8-b7cc-42010a800002",
    kind: gvk("Pod"),
    resource: { group: "", version: "v1", resource: "pods" },
    requestKind: gvk("Pod"),
    requestResource: { group: "", version: "v1", resource: "pods" },
    name: "web",
    namespace: "shop",
    operation: "CREATE",
    userInfo: { username: "jane", groups: ["system:authenticated"] },
    object,
    oldObject: null,
    dryRun: false,
    options: { apiVersion: "meta.k8s.io/v1", kind: "CreateOptions" },
    ...more,
});

describe("pepr.js", () => {
    const call = (policy, request) =>
        policy({
            Request: request,
            Approve: (warnings) => ({ allowed: true, warnings }),
            Deny: (message, code, warnings) => ({ allowed: false, message, code, warnings }),
        });

    test("approves, warns and denies as the policy does", () => {
        const policy = insecureRegistry({ insecureRegistries: ["*.corp.example"] });
        assert.deepEqual(call(policy, admission(pod("registry.example.com/web:1"))), { allowed: true, warnings: undefined });
        const suspect = call(policy, admission(pod("registry.lan/web:1")));
        assert.deepEqual([suspect.allowed, suspect.warnings.length], [true, 1]);
        const request = admission(pod("registry.corp.example/web:1"));
        const { message, code } = evaluate(request, { insecureRegistries: ["*.corp.example"] });
        assert.deepEqual(call(policy, request), { allowed: false, message, code, warnings: undefined });
        assert.equal(call(policy, admission(null, { operation: "DELETE", oldObject: pod("localhost/web") })).allowed, true);
    });

    test("denies what cannot be judged, and does not start with settings that are invalid", () => {
        const answer = call(insecureRegistry(), admission(undefined));
        assert.deepEqual([answer.allowed, answer.code], [false, 500]);
        assert.match(answer.message, /^insecure-registry: the payload is not a validation request: /);
        assert.throws(
            () => insecureRegistry({ insecureRegistry: ["a"] }),
            /^Error: invalid settings: `insecureRegistry` is not a field/,
        );
    });
});

describe("webhook.js", () => {
    const folder = mkdtempSync(join(tmpdir(), "webhook-"));
    const [key, cert] = [join(folder, "tls.key"), join(folder, "tls.crt")];
    let server;
    let ca;

    /** Starts a server, and gives its port. */
    const start = async (options) => {
        const started = webhook({ cert: readFileSync(cert), key: readFileSync(key), ...options });
        await new Promise((resolve) => started.listen(0, "127.0.0.1", resolve));
        return started;
    };

    before(async () => {
        const subject = ["-subj", "/CN=webhook", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
        const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
        execFileSync("openssl", [...made, "-keyout", key, "-out", cert, ...subject], { stdio: "ignore" });
        ca = readFileSync(cert);
        server = await start({ settings: "insecureRegistries: ['10.0.0.0/8']\nhelp: ask us\n" });
    });
    after(() => {
        server.close();
        rmSync(folder, { recursive: true });
    });

    /** Sends a body as the API server does, with the certificate verified. */
    const send = (body, { to = server, path = "/validate?timeout=10s", method = "POST" } = {}) =>
        new Promise((resolve, reject) => {
            const options = { port: to.address().port, host: "127.0.0.1", path, method, ca, agent: false };
            const sent = https({ ...options, headers: { "content-type": "application/json" } }, (response) => {
                let text = "";
                response.setEncoding("utf8");
                response.on("data", (part) => {
                    text += part;
                });
                response.on("end", () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
            });
            sent.on("error", reject);
            sent.end(body);
        });
    const review = async (request, options) => {
        const body = JSON.stringify({ apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", request });
        const answer = await send(body, options);
        assert.equal(answer.status, 200);
        assert.deepEqual([answer.body.apiVersion, answer.body.kind], ["admission.k8s.io/v1", "AdmissionReview"]);
        assert.equal(answer.body.response.uid, request.uid);
        return answer.body.response;
    };

    test("allows what is good", async () => {
        const response = await review(admission(pod("registry.example.com/web:1")));
        assert.deepEqual(response, { uid: response.uid, allowed: true });
    });

    test("denies what is not, with the message of the policy", async () => {
        const { allowed, status, auditAnnotations } = await review(admission(pod("10.1.2.3:5000/web:1")));
        assert.deepEqual([allowed, status.code], [false, 403]);
        assert.match(status.message, /^insecure-registry: Pod \S+ denied, 1 problem\n- insecure-registry at .*\nask us$/s);
        assert.equal(JSON.parse(auditAnnotations.findings)[0].rule, "insecure-registry");
    });

    test("warns", async () => {
        const { allowed, warnings } = await review(admission(pod("registry.lan/web:1")));
        assert.equal(allowed, true);
        assert.match(warnings[0], /^Pod shop\/web: suspect-registry at spec\.containers\[0\]\.image \(web\): /);
    });

    test("lets deletions pass", async () => {
        const request = admission(null, { operation: "DELETE", oldObject: pod("10.1.2.3:5000/web:1") });
        assert.equal((await review(request)).allowed, true);
    });

    test("ratchets updates: what the old object has only warns, what is new denies", async () => {
        const update = (object, oldObject) => review(admission(object, { operation: "UPDATE", oldObject }));
        const old = pod("10.1.2.3:5000/web:1");
        const labelled = await update(pod("10.1.2.3:5000/web:1", { labels: { a: "b" } }), old);
        assert.equal(labelled.allowed, true);
        assert.match(labelled.warnings[0], /^Pod shop\/web: unchanged insecure-registry at /);
        assert.equal((await update(pod("10.1.2.3:5000/web:2"), old)).allowed, false);
    });

    test("refuses a body that is no review", async () => {
        const no = { error: "the body is no AdmissionReview with a request" };
        for (const body of [
            "",
            "{",
            "[]",
            "null",
            '{"kind":"AdmissionReview"}',
            JSON.stringify(admission(pod("a"))),
            Buffer.from([0x22, 0xff, 0x22]),
        ]) {
            assert.deepEqual(await send(body), { status: 400, body: no });
        }
    });

    test("refuses a body that is too large", async () => {
        const small = await start({ largest: 4096 });
        try {
            const large = JSON.stringify({ kind: "AdmissionReview", request: admission(pod("a".repeat(100_000))) });
            assert.deepEqual(await send(large, { to: small }), {
                status: 413,
                body: { error: "the body is larger than 4096 bytes" },
            });
            assert.equal((await review(admission(pod("registry.example.com/web:1")), { to: small })).allowed, true);
        } finally {
            small.close();
        }
    });

    test("denies where there is no verdict", async () => {
        const missing = await review(admission(undefined, { kind: {} }));
        assert.deepEqual([missing.allowed, missing.status.code], [false, 500]);
        assert.match(missing.status.message, /`request\.kind\.kind` is missing/);
        const broken = await start({
            judge: () => {
                throw new WebAssembly.RuntimeError("unreachable");
            },
        });
        try {
            const response = await review(admission(pod("registry.example.com/web:1")), { to: broken });
            assert.deepEqual(response, { uid: response.uid, allowed: false, status: { message: "unreachable", code: 500 } });
        } finally {
            broken.close();
        }
    });

    test("answers nothing else", async () => {
        assert.deepEqual(await send("", { path: "/healthz", method: "GET" }), { status: 200, body: { ok: true } });
        assert.equal((await send("{}", { path: "/" })).status, 404);
        assert.equal((await send("", { method: "GET" })).status, 405);
    });

    test("does not start with settings that are invalid", () => {
        assert.throws(() => webhook({ cert: ca, key: ca, settings: "a: 1" }), /^Error: invalid settings: `a` is not a field/);
    });

    test("runs as a command", async () => {
        const settings = join(folder, "settings.yaml");
        writeFileSync(settings, "suspectPorts: [80]\n");
        const script = fileURLToPath(new URL("../examples/webhook.js", import.meta.url));
        const child = spawn(process.execPath, [script, "--cert", cert, "--key", key, "--settings", settings, "--port", "0"]);
        try {
            const said = await new Promise((resolve, reject) => {
                child.stdout.once("data", (data) => resolve(data.toString()));
                child.once("exit", () => reject(new Error("the server ended")));
            });
            const port = Number(/^listening on port (\d+)$/m.exec(said)[1]);
            const response = await review(admission(pod("localhost/web")), { to: { address: () => ({ port }) } });
            assert.equal(response.allowed, false);
        } finally {
            child.kill();
        }
    });
});
