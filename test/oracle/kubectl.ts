/** kubectl's own decoder as an oracle: what it rejects, the API server rejects as well. */
import { spawnSync } from "node:child_process";
import { cachedKubectl } from "../../scripts/tools/cache.ts";

/** The path of kubectl 1.35, or undefined if `scripts/real-editor/install.ts` was never run here. */
export const kubectl = cachedKubectl();

/** Custom resources: kubectl has no Go types for them, so it cannot check them. */
export const undecodable: readonly string[] = ["HTTPRoute"];

export interface Decoded {
  /** The decoder's error; undefined if it accepts the document. */
  readonly error: string | undefined;
  /** The object as printed by Go, for kinds that have a pod template, without fields that the type does not have. */
  readonly text: string | undefined;
}

/**
 * Decodes one document, without a cluster. `set image --local` reads any built-in kind into its Go type before it looks
 * for a pod template, so if it only complains that there is none, the document was accepted.
 */
export function decode(document: string): Decoded {
  const run = spawnSync(kubectl!, ["set", "image", "--local", "-f", "-", "*=oracle", "-o", "yaml"], {
    input: document,
    encoding: "utf8",
    env: { KUBECONFIG: "/dev/null", HOME: "/nonexistent" },
    timeout: 30_000,
  });
  if (run.error) throw run.error;
  if (run.status === 0) return { error: undefined, text: run.stdout };
  const error = run.stderr.trim();
  return { error: error.includes("does not have a pod template") ? undefined : error, text: undefined };
}
