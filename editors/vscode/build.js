// Bundles the extension, with the licences of what is bundled.
"use strict";

const { copyFileSync, readFileSync, readdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { buildSync } = require("esbuild");

const { metafile } = buildSync({
  absWorkingDir: __dirname,
  entryPoints: ["extension.js"],
  outfile: "dist/extension.js",
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20",
  external: ["vscode"],
  metafile: true,
  legalComments: "none",
  logLevel: "warning",
});

const packages = new Set();
for (const file of Object.keys(metafile.inputs)) {
  const folder = file.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0];
  if (folder) packages.add(folder);
}
const texts = [...packages].sort().map((folder) => {
  const file = readdirSync(join(__dirname, folder)).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${folder} has no licence`);
  const { name, version } = JSON.parse(readFileSync(join(__dirname, folder, "package.json"), "utf8"));
  return `${name} ${version}\n\n${readFileSync(join(__dirname, folder, file), "utf8").trim()}\n`;
});
writeFileSync(join(__dirname, "dist/licenses.txt"), texts.join(`\n${"-".repeat(78)}\n\n`));
for (const name of ["CHANGELOG.md", "LICENSE"]) copyFileSync(join(__dirname, "../..", name), join(__dirname, name));
