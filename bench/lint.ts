/** Throughput of `lint` on a tree of manifests, as whole processes, compared with other installed linters. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { generatedKinds } from "./generate.ts";
import { median } from "./statistics.ts";

export interface LintBench {
  /** Our bundled command line. */
  readonly cli: string;
  /** Folder of the manifests. */
  readonly tree: string;
  /** Size of all manifests in bytes. */
  readonly bytes: number;
  readonly manifests: number;
  /** An empty folder: a tool's time for it is its startup time. */
  readonly empty: string;
  /** Folder of the schemas for kubeconform. */
  readonly schemas: string;
  readonly runs: number;
}

interface Tool {
  readonly name: string;
  readonly command: (folder: string) => readonly string[];
}

/** Seconds of one process: wall-clock time, and CPU time of all threads. */
interface Cost {
  readonly wall: number;
  readonly processor: number;
}

/** A Markdown table of our command and the installed peers; the others are listed below it. */
export function lintTable(bench: LintBench): string {
  const ours: Tool = {
    name: "Kubewright, recommended",
    command: (folder) => [process.execPath, bench.cli, "lint", folder, "--format", "json"],
  };
  const all: Tool = {
    name: "Kubewright, all rules",
    command: (folder) => [...ours.command(folder), "--preset", "all"],
  };
  const peers: readonly (Tool | string)[] = [
    peer("kube-linter", "KubeLinter", (program, folder) => [program, "lint", folder, "--format", "json"]),
    peer("kubeconform", "kubeconform", (program, folder) => [
      program,
      "-schema-location",
      `${bench.schemas}/{{.ResourceKind}}{{.KindSuffix}}.json`,
      "-output",
      "json",
      folder,
    ]),
  ];
  const tools = [ours, all, ...peers.filter((peer) => typeof peer !== "string")];
  const missingNames = peers.filter((peer) => typeof peer === "string");
  const costs = new Map(tools.map((tool) => [tool, { whole: [] as Cost[], start: [] as Cost[] }]));
  // Interleaved, so that a slowdown of the machine affects all tools.
  for (let run = 0; run < bench.runs; run++) {
    for (const [tool, { whole, start }] of costs) {
      whole.push(cost(tool.command(bench.tree)));
      start.push(cost(tool.command(bench.empty)));
    }
  }
  const baseline = median(costs.get(ours)!.whole.map(({ wall }) => wall));
  const lines = [...costs].map(([{ name }, { whole, start }]) => {
    const wall = median(whole.map((cost) => cost.wall));
    const processor = median(whole.map((cost) => cost.processor));
    const net = wall - median(start.map((cost) => cost.wall));
    const cells = [
      name,
      `${wall.toFixed(2)} s`,
      `${processor.toFixed(2)} s`,
      `${(bench.bytes / 1e6 / wall).toFixed(1)} MB/s`,
      `${(bench.bytes / 1e6 / net).toFixed(1)} MB/s`,
      Math.round(bench.manifests / net).toLocaleString("en"),
      `${(wall / baseline).toFixed(2)} ×`,
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    "| `lint` of the tree | time | CPU time | throughput | throughput without startup | manifests/s | relative time |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...lines,
    ...missingNames.map((name) => `\n${name} is not installed here and was skipped.`),
  ].join("\n");
}

/**
 * Writes one schema for each kind to the location where kubeconform expects it; all refer to one file of definitions.
 */
export function writeSchemas(folder: string, definitions: unknown): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "_definitions.json"), JSON.stringify({ definitions }));
  for (const { apiVersion, kind, definition } of generatedKinds) {
    const suffix = apiVersion.replace(".k8s.io", "").replace("/", "-");
    writeFileSync(
      join(folder, `${kind.toLowerCase()}-${suffix}.json`),
      JSON.stringify({ $ref: `_definitions.json#/definitions/${definition}` }),
    );
  }
}

function peer(
  file: string,
  name: string,
  command: (program: string, folder: string) => readonly string[],
): Tool | string {
  const { PATH = "", GOBIN = "", GOPATH = join(homedir(), "go") } = process.env;
  const folders = [...PATH.split(delimiter), GOBIN, join(GOPATH, "bin")].filter((folder) => folder !== "");
  const program = folders.map((folder) => join(folder, file)).find((path) => existsSync(path));
  return program === undefined ? name : { name, command: (folder) => command(program, folder) };
}

/** Runs a command and discards its output. Findings are not a failure, but a command that cannot run is. */
function cost(command: readonly string[]): Cost {
  const start = performance.now();
  // The shell's `times` reports the CPU time of its child processes.
  const shell = spawnSync("sh", ["-c", '"$@" >/dev/null 2>&1; echo $?; times', "sh", ...command], {
    encoding: "utf8",
  });
  const wall = (performance.now() - start) / 1000;
  const [code, , children = ""] = shell.stdout.split("\n");
  if (code !== "0" && code !== "1") throw new Error(`${command.join(" ")} ended with ${code}`);
  const processor = [...children.matchAll(/(\d+)m([\d.]+)s/g)]
    .map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds))
    .reduce((sum, value) => sum + value, 0);
  return { wall, processor };
}
