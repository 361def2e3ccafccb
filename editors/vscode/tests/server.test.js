// The real server, started as the extension starts it, over the protocol as VS Code's library speaks it.
"use strict";

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { after, test } = require("node:test");
const { pathToFileURL } = require("node:url");
const protocol = require("vscode-languageserver-protocol/node");
const manifest = require("../package.json");
const { LANGUAGES, serverOptions } = require("../server.js");

const path = process.env.INSECURE_REGISTRY ?? join(__dirname, "../../../target/debug/insecure-registry");
const folder = mkdtempSync(join(tmpdir(), "insecure-registry-"));
after(() => rmSync(folder, { recursive: true }));

const uri = (name) => pathToFileURL(join(folder, name)).href;

/** Starts the server with these settings of VS Code, and waits until it is ready. */
async function connect(settings) {
  const { command, args } = serverOptions((name) => settings[name]);
  const server = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const reader = new protocol.StreamMessageReader(server.stdout);
  const connection = protocol.createProtocolConnection(reader, new protocol.StreamMessageWriter(server.stdin));
  const waiting = new Map();
  connection.onNotification(protocol.PublishDiagnosticsNotification.type, ({ uri, version, diagnostics }) => {
    waiting.get(`${uri} ${version}`)?.(diagnostics);
  });
  connection.onRequest(protocol.RegistrationRequest.type, () => {});
  connection.listen();
  const workspaceFolders = [{ uri: uri(""), name: "tests" }];
  const { capabilities } = await connection.sendRequest(protocol.InitializeRequest.type, {
    processId: process.pid,
    rootUri: uri(""),
    workspaceFolders,
    capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
  });
  await connection.sendNotification(protocol.InitializedNotification.type, {});
  let version = 0;
  const heard = (name) => new Promise((resolve) => waiting.set(`${uri(name)} ${version}`, resolve));
  return {
    capabilities,
    connection,
    open(name, text) {
      const textDocument = { uri: uri(name), languageId: "yaml", version: ++version, text };
      const diagnostics = heard(name);
      connection.sendNotification(protocol.DidOpenTextDocumentNotification.type, { textDocument });
      return diagnostics;
    },
    change(name, text) {
      const textDocument = { uri: uri(name), version: ++version };
      const diagnostics = heard(name);
      connection.sendNotification(protocol.DidChangeTextDocumentNotification.type, { textDocument, contentChanges: [{ text }] });
      return diagnostics;
    },
    async end() {
      const exit = new Promise((resolve) => server.on("exit", resolve));
      await connection.sendRequest(protocol.ShutdownRequest.type);
      await connection.sendNotification(protocol.ExitNotification.type);
      assert.equal(await exit, 0);
      connection.dispose();
    },
  };
}

const pod = (image) => `apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
    - name: a
      image: ${image}
`;

test("a finding comes and goes as one types, with its explanation and its fix", async () => {
  const server = await connect({ path });
  assert.equal(server.capabilities.textDocumentSync.change, protocol.TextDocumentSyncKind.Full);
  const [finding, ...others] = await server.open("a.yaml", pod("http://registry.example.com/a"));
  assert.deepEqual(others, []);
  assert.deepEqual([finding.code, finding.severity, finding.source], ["plaintext-scheme", 1, "insecure-registry"]);
  assert.match(finding.codeDescription.href, /docs\/rules\.md#plaintext-scheme$/);
  const textDocument = { uri: uri("a.yaml") };
  const hover = await server.connection.sendRequest(protocol.HoverRequest.type, { textDocument, position: finding.range.start });
  assert.match(hover.contents.value, /^\*\*plaintext-scheme\*\* \(denied\)/);
  const context = { diagnostics: [finding], only: ["quickfix"] };
  const parameters = { textDocument, range: finding.range, context };
  const actions = await server.connection.sendRequest(protocol.CodeActionRequest.type, parameters);
  const fix = actions.find((action) => action.title === "Remove `http://`");
  assert.deepEqual(fix.edit.changes[textDocument.uri][0].newText, "");
  assert.deepEqual(await server.change("a.yaml", pod("registry.example.com/a")), []);
  await server.end();
});

test("the settings of the extension are the command's", async () => {
  const settings = join(folder, "settings.yaml");
  writeFileSync(settings, "exemptions: [{reason: tests, namespaces: [here]}]\n");
  for (const [namespace, number] of [["here", 0], ["", 1]]) {
    const server = await connect({ path, settings, namespace });
    assert.equal((await server.open("a.yaml", pod("localhost:5000/a"))).length, number);
    await server.end();
  }
});

test("the manifest of the extension says what it does", () => {
  assert.deepEqual(manifest.activationEvents, LANGUAGES.map((language) => `onLanguage:${language}`));
  const properties = manifest.contributes.configuration.properties;
  const asked = [];
  serverOptions((name) => void asked.push(name));
  for (const name of asked) assert.ok(`insecureRegistry.${name}` in properties, name);
  // What a folder brings along must not say which program is run.
  assert.equal(properties["insecureRegistry.path"].scope, "machine");
});
