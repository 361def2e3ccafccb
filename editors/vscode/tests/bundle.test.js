// The bundle as it is packed, loaded with as little of VS Code as it takes to start the server, and to say why it cannot.
"use strict";

const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");
const { test } = require("node:test");

/** Whatever the library asks VS Code for: a class, a function or a value. */
const anything = () =>
  new Proxy(class {}, {
    get: (target, name) => (name in target || typeof name === "symbol" ? target[name] : anything()),
    apply: () => anything(),
  });

test("a command that is not there is told", async () => {
  const shown = [];
  const commands = [];
  const values = { path: "no-such-command-of-insecure-registry", namespace: "default", settings: "" };
  const vscode = new Proxy(
    {
      version: "1.91.0",
      window: new Proxy({ showErrorMessage: (text) => void shown.push(text) }, { get: (target, name) => target[name] ?? anything() }),
      workspace: new Proxy(
        { getConfiguration: () => ({ get: (name) => values[name] }), workspaceFolders: undefined },
        { get: (target, name) => (name in target ? target[name] : anything()) },
      ),
      EventEmitter: class {
        event = () => ({ dispose() {} });
        fire() {}
        dispose() {}
      },
      commands: { registerCommand: (name) => void commands.push(name) },
    },
    { get: (target, name) => (name in target ? target[name] : anything()) },
  );
  const load = Module._load;
  Module._load = (name, ...rest) => (name === "vscode" ? vscode : load(name, ...rest));
  const { activate, deactivate } = require("../dist/extension.js");
  Module._load = load;
  await activate({ subscriptions: [] });
  assert.deepEqual(commands, ["insecureRegistry.restart"]);
  const own = shown.filter((text) => text.startsWith("Insecure Registry: "));
  assert.match(own[0] ?? "", /cannot start `no-such-command-of-insecure-registry lsp`; install the command/);
  await deactivate();
});

test("licences of what is bundled come along", () => {
  const licences = readFileSync(join(__dirname, "../dist/licenses.txt"), "utf8");
  for (const name of ["vscode-languageclient 11.0.0", "vscode-jsonrpc", "semver"]) assert.ok(licences.includes(name), name);
});

test("all that a marketplace shows is packed, and nothing else", () => {
  const vsce = join(__dirname, "../node_modules/.bin/vsce");
  const files = execFileSync(vsce, ["ls", "--no-dependencies"], { cwd: join(__dirname, ".."), encoding: "utf8" }).trim().split("\n");
  const expected = ["CHANGELOG.md", "LICENSE", "README.md", "dist/extension.js", "dist/licenses.txt", "icon.png", "package.json"];
  assert.deepEqual(files.sort(), expected);
  // Width and height of the image, as marketplaces want them.
  const icon = readFileSync(join(__dirname, "../icon.png"));
  assert.deepEqual([icon.subarray(1, 4).toString(), icon.readUInt32BE(16), icon.readUInt32BE(20)], ["PNG", 256, 256]);
});
