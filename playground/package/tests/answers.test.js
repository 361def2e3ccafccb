// What the functions give for odd values: an answer or an `Error` in words, and never a trap.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import init, { check, evaluate, rules, validateSettings } from "insecure-registry";

const pod = (image) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web" },
    spec: { containers: [{ name: "web", image }] },
});
const create = (object) => ({ uid: "u", operation: "CREATE", kind: { group: "", version: "v1", kind: "Pod" }, object });
const no = "insecure-registry: the payload is not a validation request";

test("a request is judged under its settings", () => {
    assert.deepEqual(evaluate(create(pod("registry.example.com/web:1"))), { accepted: true });
    assert.deepEqual(evaluate(create(pod("registry.example.com/web:1")), null), { accepted: true });
    for (const settings of [{ insecureRegistries: ["*.example.com"] }, 'insecureRegistries: ["*.example.com"]']) {
        const verdict = evaluate(create(pod("registry.example.com/web:1")), settings);
        assert.equal(verdict.accepted, false);
        assert.equal(verdict.code, 403);
        assert.match(
            verdict.message,
            /^insecure-registry: Pod web denied, 1 problem\n- insecure-registry at spec\.containers\[0\]\.image \(web\):\n/,
        );
    }
});

test("what is no request throws, as natively", () => {
    const rows = [
        [undefined, `${no}: \`request\` is missing, expected an admission request`],
        [null, `${no}: \`request\` is missing, expected an admission request`],
        ["CANARY", `${no}: \`request\`: expected an admission request, found a string`],
        [Symbol("CANARY"), `${no}: \`request\` is missing, expected an admission request`],
        [{}, `${no}: \`request.kind\` is missing, expected \`group\`, \`version\` and \`kind\``],
        [{ kind: "AdmissionReview" }, `${no}: \`request\` is missing, expected an admission request`],
        [
            { ...create(pod("a")), operation: "CANARY" },
            `${no}: \`request.operation\`: expected one of CREATE, UPDATE, DELETE, CONNECT`,
        ],
    ];
    for (const [request, message] of rows) assert.throws(() => evaluate(request), { name: "Error", message });
    const cycle = create(pod("a"));
    cycle.object.self = cycle;
    assert.throws(() => evaluate(cycle), TypeError);
    assert.throws(() => evaluate({ ...create(pod("a")), big: 1n }), TypeError);
});

test("settings that are invalid throw, and are explained", () => {
    for (const [settings, message] of [
        [{ updates: 1 }, "invalid settings: `updates` is a number; expected a string"],
        [{ insecureRegistry: [] }, /^invalid settings: `insecureRegistry` is not a field; expected one of `insecureRegistries`/],
        [[], "invalid settings: `settings` is a list; expected an object"],
        [1, "invalid settings: `settings` is a number; expected an object"],
    ]) {
        const answer = validateSettings(settings);
        assert.equal(answer.valid, false);
        if (message instanceof RegExp) assert.match(answer.message, message);
        else assert.equal(answer.message, message);
        assert.equal(answer.problems.length, 1);
        assert.throws(() => evaluate(create(pod("a")), settings), {
            name: "Error",
            message: `insecure-registry: ${answer.message}`,
        });
        assert.throws(() => check("", settings), { name: "Error", message: `insecure-registry: ${answer.message}` });
    }
    assert.deepEqual(validateSettings({}), { valid: true });
    assert.deepEqual(validateSettings(undefined), { valid: true });
    assert.deepEqual(validateSettings("help: ask"), { valid: true });
    const [problem] = validateSettings("rules:\n  no-such-rule: deny\n").problems;
    assert.deepEqual([problem.path, problem.line, problem.column, problem.endColumn], ["rules.no-such-rule", 2, 17, 21]);
    assert.throws(() => check("", "{"), /^Error: insecure-registry: the settings: line \d+, column \d+: not valid YAML: /);
});

test("places count lines from 1, and characters", () => {
    const text =
        "# ä🙂\nkind: Pod\napiVersion: v1\nmetadata: {name: a, labels: {b: 🙂🙂}}\nspec: {containers: [{name: a, 🙂: true, image: 'localhost/a'}]}\n";
    const [{ subject, findings, verdict }] = check(text).objects;
    assert.equal(subject, "Pod default/a");
    assert.equal(verdict.accepted, false);
    const [{ line, column, endColumn }] = findings;
    assert.equal([...text.split("\n")[line - 1]].slice(column - 1, endColumn - 1).join(""), "'localhost/a'");
    // After something that may be a secret, a column would say how long that is.
    const after = (secret) => check(text.replace("🙂: true", `🙂: ${secret}`)).objects[0].findings[0];
    assert.deepEqual(after("x"), after("a-longer-secret"));
    assert.deepEqual([after("x").line, after("x").column, after("x").endColumn], [5, undefined, undefined]);
});

test("a file of YAML and one of JSON are read alike", () => {
    const json = readFileSync(new URL("../../../examples/requests/07-update-only-scales.json", import.meta.url), "utf8");
    const [object] = check(json).objects;
    assert.deepEqual([object.operation, object.verdict.accepted, object.findings[0].action], ["UPDATE", true, "unchanged"]);
    assert.ok(object.findings[0].line > 1);
});

test("any text has an answer", () => {
    const parts = ["[", "{", "- ", "a: ", "? ", "&a [", '"', "|\n", "---\n", '{"a":', "\ufeff", "!!a ", "\ud800", "*a ", "<<: "];
    for (const part of parts) {
        for (const times of [1, 200, 50_000]) {
            const text = part.repeat(times);
            assert.ok(Array.isArray(check(text).objects));
            assert.equal(typeof validateSettings(text).valid, "boolean");
        }
    }
    // A deep object of a known kind, which the reader of YAML passes on.
    const deep = `{apiVersion: v1, kind: Pod, spec: ${"[".repeat(60)}${"]".repeat(60)}}`;
    assert.equal(check(deep).objects[0].verdict.accepted, false);
    let nested = {};
    for (let depth = 0; depth < 1000; depth += 1) nested = { nested };
    assert.deepEqual(evaluate(create({ ...pod("a"), nested })), { accepted: true });
    assert.equal(evaluate(create({ ...pod("a"), spec: nested })).accepted, true);
    assert.equal(rules().length, new Set(rules().map((rule) => rule.id)).size);
});

test("there is nothing left to load in Node", async () => {
    assert.equal(await init(), undefined);
});

test("elsewhere it is loaded from what it is given", async () => {
    const browser = await import("../browser.js");
    // Node has loaded the same module already; what counts here is that the other entry offers the same.
    await browser.default(readFileSync(new URL("../build/insecure_registry_bg.wasm", import.meta.url)));
    assert.deepEqual(Object.keys(browser).sort(), Object.keys(await import("../node.js")).sort());
    assert.equal(browser.check("").skipped, 0);
});
