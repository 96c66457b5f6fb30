import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The bundled command line, as it ships. */
    readonly program: string;
    /** The bundled language server. */
    readonly server: string;
  }
}

/** Bundles the programs once for all tests that run them, so that none depends on a manual build. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "kubewright-program-"));
  const program = join(folder, "cli.cjs");
  // Next to the real bundle, so that the server finds the rules' pages.
  const server = resolve("dist", `server-test-${process.pid}.cjs`);
  await Promise.all([bundle("cli/main.ts", program), bundle("server/main.ts", server)]);
  project.provide("program", program);
  project.provide("server", server);
  return () => {
    rmSync(folder, { recursive: true, force: true });
    rmSync(server, { force: true });
  };
}

function bundle(entry: string, outfile: string) {
  return build({
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    outfile,
    logLevel: "error",
  });
}
