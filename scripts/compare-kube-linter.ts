import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";

/**
 * Compares the numbers of findings of KubeLinter and Kubewright: `npx tsx scripts/compare-kube-linter.ts --binary PATH
 * [--all] [--verbose] FOLDER…`. Compares only files that both tools read as written, because KubeLinter renders charts
 * and kustomizations. `--all` turns on every built-in check.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    binary: { type: "string" },
    all: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
  },
});
if (!values.binary || positionals.length === 0)
  throw new Error("Usage: compare-kube-linter.ts --binary PATH [--all] [--verbose] FOLDER…");

interface TheirReport {
  readonly Check: string;
  readonly Object: {
    readonly Metadata: { readonly FilePath: string };
    readonly K8sObject: { readonly Name: string; readonly GroupVersionKind: { readonly Kind: string } };
  };
}

interface OurFinding {
  readonly rule: string;
  readonly file: string;
  readonly message: string;
  readonly resource?: { readonly kind: string; readonly name?: string };
  readonly peers?: { readonly "kube-linter"?: readonly string[] };
}

/** Checks that are not rules here but separate features. */
const withoutRule = new Set(["schema-validation", "sorted-keys", "no-extensions-v1beta"]);
/** Folders that one of the tools skips by default. */
const leftOut = /^(\.git|node_modules|vendor|third_party|testdata|__fixtures__)$/;
const byCheck = new Map<string, { theirs: number; ours: number }>();
const total = { files: 0, same: 0, theirs: 0, ours: 0 };

for (const folder of positionals) {
  const copy = mkdtempSync(join(tmpdir(), "compare-kube-linter-"));
  try {
    const files = manifestsIn(folder);
    for (const file of files) {
      mkdirSync(join(copy, dirname(file)), { recursive: true });
      cpSync(join(folder, file), join(copy, file));
    }
    report(folder, files.length, theirCounts(copy), ourCounts(copy));
  } finally {
    rmSync(copy, { recursive: true });
  }
}
for (const [check, { theirs, ours }] of [...byCheck].sort(([first], [second]) => first.localeCompare(second)))
  if (theirs + ours > 0) console.log(`${check}: ${theirs} KubeLinter, ${ours} Kubewright`);
console.log(
  `total: ${total.files} files, ${total.same} findings of both, ${total.theirs} only of KubeLinter, ${total.ours} only of Kubewright`,
);

function manifestsIn(folder: string, at = "."): readonly string[] {
  const entries = readdirSync(join(folder, at), { withFileTypes: true });
  if (entries.some(({ name }) => name === "Chart.yaml")) return [];
  const isBuilt = entries.some(({ name }) => /^kustomization\.ya?ml$/.test(name));
  return entries.flatMap((entry) => {
    const path = join(at, entry.name);
    if (entry.isDirectory()) return leftOut.test(entry.name) ? [] : manifestsIn(folder, path);
    return entry.isFile() && /\.ya?ml$/.test(entry.name) && !isBuilt ? [path] : [];
  });
}

function theirCounts(folder: string): ReadonlyMap<string, number> {
  const config = values.all ? ["--add-all-built-in", "--exclude", [...withoutRule].join(",")] : [];
  const { stdout } = spawnSync(values.binary!, ["lint", "--format", "json", ...config, folder], {
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  const { Reports } = JSON.parse(stdout || "{}") as { readonly Reports?: readonly TheirReport[] };
  const counts = new Map<string, number>();
  for (const { Check, Object: of } of Reports ?? []) {
    const { Name, GroupVersionKind } = of.K8sObject;
    count(counts, Check, [relative(folder, of.Metadata.FilePath), GroupVersionKind.Kind, Name, Check]);
  }
  return counts;
}

function ourCounts(folder: string): ReadonlyMap<string, number> {
  const config = join(folder, ".kube-linter.yaml");
  writeFileSync(config, `checks: { addAllBuiltIn: ${values.all} }\n`);
  const cli = resolve(import.meta.dirname, "../dist/cli.cjs");
  const { stdout } = spawnSync(process.execPath, [cli, "lint", ".", "--format", "json"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly OurFinding[] };
  const counts = new Map<string, number>();
  for (const { file, resource, peers } of findings)
    for (const check of peers?.["kube-linter"] ?? [])
      count(counts, check, [file, resource?.kind ?? "", resource?.name ?? "", check]);
  return counts;
}

function count(counts: Map<string, number>, check: string, key: readonly string[]): void {
  if (withoutRule.has(check)) return;
  const text = key.join(" | ");
  counts.set(text, (counts.get(text) ?? 0) + 1);
}

function report(
  folder: string,
  files: number,
  theirs: ReadonlyMap<string, number>,
  ours: ReadonlyMap<string, number>,
): void {
  const sums = { same: 0, theirs: 0, ours: 0 };
  for (const key of [...new Set([...theirs.keys(), ...ours.keys()])].sort()) {
    const [their, our] = [theirs.get(key) ?? 0, ours.get(key) ?? 0];
    sums.same += Math.min(their, our);
    sums.theirs += Math.max(0, their - our);
    sums.ours += Math.max(0, our - their);
    const check = key.slice(key.lastIndexOf(" ") + 1);
    const sum = byCheck.get(check) ?? { theirs: 0, ours: 0 };
    sum.theirs += Math.max(0, their - our);
    sum.ours += Math.max(0, our - their);
    byCheck.set(check, sum);
    if (values.verbose && their !== our) console.log(`${key}: KubeLinter ${their}, Kubewright ${our}`);
  }
  total.files += files;
  for (const which of ["same", "theirs", "ours"] as const) total[which] += sums[which];
  console.log(
    `${folder}: ${files} files, ${sums.same} same, ${sums.theirs} KubeLinter, ${sums.ours} Kubewright`,
  );
}
