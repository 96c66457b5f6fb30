/** kubectl with the API server, for texts that only its own parser can judge. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { cachedKubectl } from "../../../scripts/tools/cache.ts";

const kubectl = cachedKubectl();
const address = inject("apiServer");

/** Whether both programs are installed. */
export const hasKubectl = kubectl !== undefined && address !== undefined;

/** kubectl's error for a text that it should create as a dry run; empty if it accepts all of it. */
export function complaint(text: string, name = "manifest.yaml"): Promise<string> {
  const { port, token, certificate, folder: home } = address!;
  const folder = mkdtempSync(join(home, "kubectl-"));
  writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, "certificate.pem"), certificate);
  const args = [
    "create",
    "--dry-run=server",
    "--validate=strict",
    `--server=https://127.0.0.1:${port}`,
    `--certificate-authority=${join(folder, "certificate.pem")}`,
    `--token=${token}`,
    `--cache-dir=${join(home, "kubectl-cache")}`,
    "-f",
    join(folder, name),
  ];
  return new Promise((resolve, reject) => {
    execFile(
      kubectl!,
      args,
      { env: { KUBECONFIG: "/dev/null", HOME: folder }, timeout: 60_000 },
      (error, _, stderr) => {
        rmSync(folder, { recursive: true, force: true });
        if (error && typeof error.code !== "number") reject(error);
        else resolve(error ? stderr.trim() || "rejected" : "");
      },
    );
  });
}
