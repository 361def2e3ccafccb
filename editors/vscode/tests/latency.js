// Prints how long it takes from a key to its diagnostics in 5,000 lines, in many documents and in one, and how much of the processor: node
// tests/latency.js COMMAND
"use strict";

const { spawn } = require("node:child_process");
const { readFileSync } = require("node:fs");
const protocol = require("vscode-languageserver-protocol/node");

const LINES = 5000;
const TIMES = 30;

const object = (nth) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web-${nth}, namespace: shop, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web-${nth}}}
  template:
    metadata: {labels: {app: web-${nth}}}
    spec:
      containers:
        - name: web
          image: ${nth % 10 === 0 ? "localhost:5000" : "registry.example.com"}/shop/web:1.${nth}
          args: [--port=8080, --log-level=info]
          env:
            - {name: LOG_LEVEL, value: info}
            - {name: DATABASE, value: "postgres://db.example.com/shop"}
          ports: [{containerPort: 8080}]
          resources:
            requests: {cpu: 100m, memory: 64Mi}
            limits: {memory: 128Mi}
---
`;

/** As many objects as it takes, one after the other. */
function documents() {
  let text = "";
  for (let nth = 0; text.split("\n").length < LINES; nth++) text += object(nth);
  return text;
}

/** The same as the items of a List. */
function list() {
  const items = documents().split("---\n").filter((item) => item.trim());
  const indented = items.map((item) => `  - ${item.trimEnd().replaceAll("\n", "\n    ")}\n`);
  return `apiVersion: v1\nkind: List\nitems:\n${indented.join("")}`;
}

/** Values of a chart: one document, which is checked as a whole with each key. */
function values() {
  const value = (nth) => `app${nth}:
  # What it runs.
  image:
    registry: ${nth % 10 === 0 ? "localhost:5000" : "registry.example.com"}
    repository: shop/web-${nth}
    tag: "1.${nth}"
  resources:
    requests: {cpu: 100m, memory: 64Mi}
    limits: {memory: 128Mi}
  env:
    - name: DATABASE
      value: postgres://db.example.com/shop
`;
  let text = "";
  for (let nth = 0; text.split("\n").length < LINES; nth++) text += value(nth);
  return text;
}

/** The milliseconds of the processor that a process has taken; none where there is no /proc. */
function processor(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return NaN;
  }
}

async function main() {
  const server = spawn(process.argv[2], ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const reader = new protocol.StreamMessageReader(server.stdout);
  const connection = protocol.createProtocolConnection(reader, new protocol.StreamMessageWriter(server.stdin));
  let resolve = () => {};
  connection.onNotification(protocol.PublishDiagnosticsNotification.type, (it) => resolve(it.diagnostics));
  connection.listen();
  await connection.sendRequest(protocol.InitializeRequest.type, { processId: null, rootUri: null, capabilities: {} });
  connection.sendNotification(protocol.InitializedNotification.type, {});
  for (const [name, write] of [["documents", documents], ["one List", list], ["values", values]]) await measure(name, write());
  await connection.sendRequest(protocol.ShutdownRequest.type);
  await connection.sendNotification(protocol.ExitNotification.type);

  async function measure(name, text) {
    const uri = `file:///nowhere/${name.replace(" ", "-")}.yaml`;
    connection.sendNotification(protocol.DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: "yaml", version: 0, text },
    });
    await new Promise((it) => (resolve = it));
    const times = [];
    let findings = 0;
    const before = processor(server.pid);
    for (let version = 1; version <= TIMES; version++) {
      text += "#";
      const begin = performance.now();
      const done = new Promise((it) => (resolve = it));
      connection.sendNotification(protocol.DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      });
      findings = (await done).length;
      times.push(performance.now() - begin);
    }
    times.sort((a, b) => a - b);
    const [median, worst] = [times[TIMES >> 1], times[TIMES - 1]].map((time) => time.toFixed(1));
    const lines = text.split("\n").length;
    const each = ((processor(server.pid) - before) / TIMES).toFixed(1);
    console.log(
      `${name}: ${lines} lines, ${text.length} bytes, ${findings} findings: median ${median} ms, worst of ${TIMES} ${worst} ms, processor ${each} ms`,
    );
  }
}

main();
