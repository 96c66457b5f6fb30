import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The bundled command line, as it ships. */
    readonly program: string;
  }
}

/** Bundles the command line once for all tests that run it, so that none depends on a manual build. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "kubewright-program-"));
  const program = join(folder, "cli.cjs");
  await build({
    entryPoints: ["cli/main.ts"],
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    outfile: program,
    logLevel: "error",
  });
  project.provide("program", program);
  return () => rmSync(folder, { recursive: true, force: true });
}
