// Starts the language server, and lets it talk to VS Code.
"use strict";

const { commands, window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");
const { LANGUAGES, serverOptions } = require("./server.js");

/** @type {LanguageClient | undefined} */
let client;

async function start() {
  const configuration = workspace.getConfiguration("insecureRegistry");
  const options = {
    documentSelector: LANGUAGES.map((language) => ({ language })),
    diagnosticCollectionName: "insecure-registry",
  };
  client = new LanguageClient("insecureRegistry", "Insecure Registry", serverOptions((name) => configuration.get(name)), options);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const path = configuration.get("path");
    window.showErrorMessage(
      `Insecure Registry: cannot start \`${path} lsp\`; install the command, or set insecureRegistry.path (${error.message})`,
    );
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

async function restart() {
  await stop();
  await start();
}

async function activate(context) {
  context.subscriptions.push(
    commands.registerCommand("insecureRegistry.restart", restart),
    workspace.onDidChangeConfiguration(async (change) => {
      const isOfServer = ["path", "settings", "namespace"].some((name) => change.affectsConfiguration(`insecureRegistry.${name}`));
      if (isOfServer) await restart();
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
