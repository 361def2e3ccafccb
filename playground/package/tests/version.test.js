// What the package says of itself stands in the workspace's Cargo.toml, once.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import test from "node:test";

const file = (path) => new URL(`../../../${path}`, import.meta.url);
const cargo = readFileSync(file("Cargo.toml"), "utf8");

/** A field of a section of Cargo.toml. */
function of(section, field) {
    const [, rest] = cargo.split(`\n[${section}]\n`);
    return new RegExp(`^${field} = "(.*?)"`, "m").exec(rest.split("\n[")[0])[1];
}

/** Compares a file with what it should be, or writes it. */
function upToDate(path, change) {
    const actual = readFileSync(file(path), "utf8");
    const content = JSON.parse(actual);
    change(content);
    const expected = `${JSON.stringify(content, null, 2)}\n`;
    if (process.env.BLESS) return writeFileSync(file(path), expected);
    assert.equal(actual, expected, `${path} is not up to date: run \`make bless\` and look at the difference`);
}

test("the package is of the workspace's release", () => {
    const version = of("workspace.package", "version");
    upToDate("playground/package/package.json", (manifest) => {
        manifest.version = version;
        manifest.license = of("workspace.package", "license");
        manifest.author = `${of("workspace.metadata.release", "maintainer")} <${of("workspace.metadata.release", "email")}>`;
        manifest.repository.url = `git+${of("workspace.package", "repository")}.git`;
    });
    upToDate("playground/package-lock.json", (lock) => {
        lock.packages.package.version = version;
    });
});
