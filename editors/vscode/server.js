// How the server is started: apart from VS Code, so that it can be tested without.
"use strict";

/** The languages of the texts that are checked. */
const LANGUAGES = ["yaml", "json", "jsonc", "helm", "dockercompose", "dockerfile", "dotenv", "ini", "properties", "toml"];

/** The command and its arguments, for a function that gives a setting. */
function serverOptions(setting) {
  const args = ["lsp", "--namespace", setting("namespace") || "default"];
  const settings = setting("settings");
  if (settings) args.push("--settings", settings);
  return { command: setting("path") || "insecure-registry", args };
}

module.exports = { LANGUAGES, serverOptions };
