/** `npm run bench`: measures against yaml-language-server and other linters, and prints Markdown tables. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { editorRows, peerDelay } from "./editor.ts";
import { applications } from "./generate.ts";
import { imageRows } from "./images.ts";
import { lintTable, writeSchemas } from "./lint.ts";
import { rulesTable } from "./rules.ts";
import { readDefinitions, schemaByKind, schemaVersion } from "./schema.ts";
import { table } from "./table.ts";
import { workspaceRows } from "./workspace.ts";

const parts = ["editor", "images", "workspace", "lint", "rules"] as const;
const { values, positionals } = parseArgs({
  options: { quick: { type: "boolean", default: false } },
  allowPositionals: true,
});
const quick = values.quick;
const selectedParts = new Set(positionals.length > 0 ? positionals : parts);

const here = import.meta.dirname;
const dist = resolve(here, "../dist");
execFileSync("npm", ["run", "build", "--silent"], { cwd: resolve(here, ".."), stdio: "inherit" });
if (!existsSync(join(here, "node_modules"))) {
  execFileSync("npm", ["ci", "--prefix", here, "--ignore-scripts", "--no-audit", "--no-fund"], {
    stdio: "inherit",
  });
}

const folder = mkdtempSync(join(tmpdir(), "kubewright-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const definitions = readDefinitions(here);
const schema = join(folder, "kubernetes.json");
writeFileSync(schema, JSON.stringify(schemaByKind(definitions)));
const schemas = join(folder, "schemas");
writeSchemas(schemas, definitions);
const empty = join(folder, "empty");
mkdirSync(empty);
const manifests = applications(quick ? 400 : 2000);
const tree = join(folder, "tree");
for (const [at, { name, text }] of manifests.entries()) {
  const application = join(tree, String(Math.floor(at / 5)));
  if (at % 5 === 0) mkdirSync(application, { recursive: true });
  writeFileSync(join(application, `${name}.yaml`), text);
}
const bytes = manifests.reduce((sum, { text }) => sum + text.length, 0);

print(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${quick ? "quick run" : "full run"}.`,
);
if (selectedParts.has("editor")) {
  const rows = await editorRows({
    server: join(dist, "server.cjs"),
    peer: join(here, "node_modules/yaml-language-server/bin/yaml-language-server"),
    schema,
    quick,
  });
  print(table(rows, "yaml-language-server"));
  print(
    `Both servers over stdio, alternating after each keystroke. yaml-language-server waits ${peerDelay} ms after each ` +
      "change before it checks; its figures do not include this delay unless the row says so. Its schema: " +
      `Kubernetes ${schemaVersion}, on disk, arranged so that only the definition of the document's kind is checked.`,
  );
}
if (selectedParts.has("images")) print(table(imageRows(folder, quick), "–"));
if (selectedParts.has("workspace"))
  print(table(await workspaceRows(join(dist, "server.cjs"), tree, manifests.length), "–"));
if (selectedParts.has("lint")) {
  const runs = quick ? 2 : 5;
  print(
    `${manifests.length.toLocaleString("en")} manifests, ${(bytes / 1e6).toFixed(1)} MB, median of ${runs} interleaved runs:`,
  );
  print(
    lintTable({ cli: join(dist, "cli.cjs"), tree, bytes, manifests: manifests.length, empty, schemas, runs }),
  );
}
if (selectedParts.has("rules")) print(rulesTable(manifests.slice(0, 5000), 5));
const package_ = resolve(here, "../kubewright.vsix");
if (existsSync(package_)) print(`The package: ${(statSync(package_).size / 1e6).toFixed(2)} MB.`);

function print(text: string): void {
  process.stdout.write(`${text}\n\n`);
}
