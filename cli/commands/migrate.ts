import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { lineTable, migrateConfig } from "../../engine/index.ts";
import { readTextSync } from "../../host/read.ts";
import type { Arguments } from "../arguments.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../problem.ts";
import { refuseToReplace, writeConfig } from "./init.ts";

/** `kubewright migrate`: converts the configuration of another tool, and reports what it could not convert. */
export function migrate(options: Arguments, io: Io): number {
  const [file = foundIn(io.cwd), ...more] = options.operands;
  if (file === undefined || more.length > 0)
    throw new UsageError("migrate needs one file, such as .kube-linter.yaml or a configuration of Polaris");
  refuseToReplace(io.cwd);
  const { text, problem } = readTextSync(resolve(io.cwd, file));
  if (problem) throw new UsageError(`${file}: ${problem.message}`);
  const migrated = migrateConfig(text, file);
  if (!migrated) throw new UsageError(`${file} is not a configuration of KubeLinter or Polaris`);
  const [first] = migrated.problems;
  if (first) {
    const { line, character } = lineTable(text).positionAt(first.start);
    throw new UsageError(`${file}:${line + 1}:${character + 1}: ${first.message}`);
  }
  writeConfig(io.cwd, `# Converted from ${migrated.tool} (${file}) by kubewright migrate.\n${migrated.text}`);
  for (const note of migrated.notes) io.note(`${note}.`);
  io.note(`Wrote .kubewright.yaml from ${file}.`);
  return 0;
}

function foundIn(folder: string): string | undefined {
  const names = [".kube-linter.yaml", ".kube-linter.yml", "polaris.yaml", ".polaris.yaml"];
  return names.find((name) => existsSync(join(folder, name)));
}
