// What the functions give for odd values: an answer or an `Error` in words, and never a trap.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import init, { check, evaluate, fix, quickFixes, rules, validateSettings, why } from "insecure-registry";

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
    assert.deepEqual([problem.path, problem.line, problem.column, problem.endColumn], ["rules.no-such-rule", 2, 3, 15]);
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

/** The names of all members, at any depth. */
const members = (value) =>
    value === null || typeof value !== "object"
        ? []
        : Object.entries(value).flatMap(([name, it]) => [...(Array.isArray(value) ? [] : [name]), ...members(it)]);

const manifest =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - {name: web, image: http://localhost:5000/web:1}\n";

test("a decision is explained, place by place", () => {
    const settings = {
        rules: { "suspect-registry": "allow" },
        insecureRegistries: ["localhost:5000"],
        exemptions: [{ reason: "a lab", rules: ["insecure-registry"], names: ["lab"] }],
    };
    const { objects, unreadable } = why(`${manifest}---\n[`, settings);
    assert.equal(unreadable.length, 1);
    const [{ subject, accepted, places }] = objects;
    assert.deepEqual([subject, accepted, places.length], ["Pod default/web", false, 1]);
    const [place] = places;
    assert.deepEqual(
        [place.line, place.column, place.path, place.within, place.what, place.knownBy],
        [6, 26, "spec.containers[0].image", "web", "image", "schema"],
    );
    assert.deepEqual(place.entries, [{ list: "insecureRegistries", entry: "localhost:5000" }]);
    const found = Object.fromEntries(place.findings.map((it) => [it.rule, it]));
    assert.deepEqual(Object.keys(found).sort(), ["insecure-registry", "plaintext-scheme"]);
    assert.deepEqual(found["insecure-registry"].exemptions, [
        { path: "exemptions[0]", reason: "a lab", covers: false, mismatches: ["names"] },
    ]);
    assert.ok(found["insecure-registry"].changes.includes("remove the entry `localhost:5000` from insecureRegistries"));
    assert.ok(place.passed.includes("malformed-reference"));
    assert.deepEqual(place.skipped.map(({ rule, by }) => [rule, by])[0], ["suspect-registry", "rules.suspect-registry is allow"]);
    const declared = readFileSync(new URL("../build/insecure_registry.d.ts", import.meta.url), "utf8");
    for (const name of members(objects)) assert.match(declared, new RegExp(`^    ${name}\\??: `, "m"), name);
    assert.throws(() => why(manifest, { updates: 1 }), /^Error: insecure-registry: invalid settings: /);
});

test("images are rewritten, and nothing else", () => {
    const text =
        "# ä🙂\nkind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec: {containers: [{name: a, image:   nginx:1}]} # here\n";
    const rewrites = [{ from: "docker.io", to: "registry.example.com/hub" }];
    const fixed = fix(text, { rewrites });
    assert.equal(fixed.text, text.replace("nginx:1", "registry.example.com/hub/library/nginx:1"));
    const [{ line, path, subject, what }] = fixed.fixes;
    assert.deepEqual([line, path, subject], [5, "spec.containers[0].image", "Pod default/a"]);
    assert.match(what, /^`nginx:1` becomes `registry\.example\.com\/hub\/library\/nginx:1`/);
    const declared = readFileSync(new URL("../build/insecure_registry.d.ts", import.meta.url), "utf8");
    for (const name of members(fixed)) assert.match(declared, new RegExp(`^    ${name}\\??: `, "m"), name);
    assert.deepEqual(fix(text), { fixes: [], left: [], kept: [], unreadable: [], documents: 1 });
    assert.deepEqual(fix(text, { rewrites: [{ ...rewrites[0], from: "quay.io" }] }).text, undefined);
    assert.throws(() => fix(text, { rewrites: 1 }), /^Error: insecure-registry: invalid settings: /);
});

test("quick fixes remove the finding they are for", () => {
    const rule = (text) => check(text).objects.flatMap(({ findings }) => findings.map((it) => it.rule));
    const nth = check(manifest).objects[0].findings.findIndex((it) => it.rule === "plaintext-scheme");
    const [fixed] = quickFixes(manifest, 0, nth);
    assert.deepEqual(fixed, { title: "Remove `http://`", text: manifest.replace("http://", "") });
    assert.ok(rule(manifest).includes("plaintext-scheme") && !rule(fixed.text).includes("plaintext-scheme"));
    for (const [object, finding] of [
        [0, 99],
        [1, 0],
        [-1, -1],
    ]) {
        assert.throws(() => quickFixes(manifest, object, finding), { name: "Error", message: /there is no such finding/ });
    }
});

test("any text has an answer", () => {
    const parts = ["[", "{", "- ", "a: ", "? ", "&a [", '"', "|\n", "---\n", '{"a":', "\ufeff", "!!a ", "\ud800", "*a ", "<<: "];
    for (const part of parts) {
        for (const times of [1, 200, 50_000]) {
            const text = part.repeat(times);
            assert.ok(Array.isArray(check(text).objects));
            assert.ok(Array.isArray(why(text).objects));
            assert.equal(fix(text, { rewrites: [{ from: "docker.io", to: "registry.example.com" }] }).text, undefined);
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
