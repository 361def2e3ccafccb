// The JavaScript build gives what the rules give natively, for every fixture of the policy.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import test from "node:test";
import { evaluate } from "insecure-registry";

const cargo = process.env.CARGO ?? "cargo";
const lines = execFileSync(cargo, ["run", "--quiet", "-p", "insecure-registry-fixtures"], {
    cwd: new URL("../../..", import.meta.url),
    encoding: "utf8",
    maxBuffer: 1 << 28,
});
const fixtures = lines
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

/** What `evaluate` gives, as a text like the native one. */
function answer(request, settings) {
    try {
        return { answer: JSON.stringify(evaluate(request, settings)), error: null };
    } catch (error) {
        assert.equal(Object.getPrototypeOf(error), Error.prototype);
        return { answer: null, error: error.message };
    }
}

test("every fixture gets the native verdict, byte for byte", () => {
    assert.ok(fixtures.length > 800, `only ${fixtures.length} fixtures`);
    for (const { name, payload, ...native } of fixtures) {
        const { request, settings } = JSON.parse(payload);
        assert.deepEqual(answer(request, settings), native, name);
        const review = { apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", request };
        assert.deepEqual(answer(review, settings), native, `${name}, in a review`);
    }
    assert.ok(
        fixtures.some((fixture) => fixture.error !== null),
        "no fixture has an error",
    );
});

test("no answer holds a secret", () => {
    for (const { name, payload } of fixtures) {
        const { request, settings } = JSON.parse(payload);
        const { answer: text, error } = answer(request, settings);
        assert.ok(!/CANARY|Q0FOQVJZ/.test(`${text}${error}`), name);
    }
});
