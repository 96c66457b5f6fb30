/**
 * Runs the scope assertions next to this file against VS Code's own YAML and Dockerfile grammars, with our grammars
 * injected as package.json contributes them. Exclusions share one dash (`- meta.a meta.b`): with two, the tool's
 * regular expression does not terminate.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const here = join(root, "test/syntaxes");
const resolve = createRequire(import.meta.url).resolve;

const base = ["yaml", "docker"].flatMap((language) => {
  const folder = join(
    dirname(resolve(`@codingame/monaco-vscode-${language}-default-extension/package.json`)),
    "resources",
  );
  return readdirSync(folder)
    .filter((file) => file.endsWith(".tmLanguage.json"))
    .map((file) => join(folder, file));
});

const cases = readdirSync(here).filter((file) => file.endsWith(".scopes"));

test.each(cases)("%s is colored as it says", (file) => {
  const tool = resolve("vscode-tmgrammar-test/dist/unit.js");
  const run = spawnSync(
    process.execPath,
    [tool, "--compact", ...base.flatMap((grammar) => ["--grammar", grammar]), join(here, file)],
    { cwd: root, encoding: "utf8", timeout: 240_000 },
  );
  expect(run.stdout + run.stderr).toContain("run successfuly");
  expect(run.status).toBe(0);
});

test("package.json contributes every grammar of syntaxes/", () => {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly contributes?: { readonly grammars?: readonly { readonly path: string }[] };
  };
  const contributed = (manifest.contributes?.grammars ?? []).map(({ path }) => path).sort();
  expect(contributed).toEqual(
    readdirSync(join(root, "syntaxes"))
      .map((file) => `./syntaxes/${file}`)
      .sort(),
  );
});
