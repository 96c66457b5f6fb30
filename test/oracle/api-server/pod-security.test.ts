/** The presets of the Pod Security Standards reject exactly the pods that the server's own admission rejects. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { Linter } from "../../../engine/linter.ts";
import { rules } from "../../../engine/rules/index.generated.ts";
import { client, without } from "./ask.ts";
import { configs } from "./claims.ts";
import { podsForSecurity } from "./generate-security.ts";
import { inParallel } from "./parallel.ts";

const seed = Number(process.env["KUBEWRIGHT_SEED"] ?? 20261130);
const pods = fc
  .sample(podsForSecurity, { numRuns: 2600, seed })
  .map((pod) => JSON.stringify(pod, undefined, 1));
const uri = "file:///workspace/pod.yaml";

describe.skipIf(!client)(`the verdicts of Pod Security admission, seed ${seed} (${without})`, () => {
  beforeAll(async () => {
    for (const level of ["privileged", "baseline", "restricted"])
      await client!.namespace(`security-${level}`, { "pod-security.kubernetes.io/enforce": level });
  });

  test.each(["baseline", "restricted"] as const)("%s: the same on at least 2,000 pods", async (level) => {
    const preset = `pod-security-${level}` as const;
    const unlike: string[] = [];
    const linter = new Linter(rules, () => configs[preset]);
    let compared = 0;
    let refused = 0;
    await inParallel(pods, async (body) => {
      const submission = {
        apiVersion: "v1",
        kind: "Pod",
        namespace: undefined,
        name: "web",
        body,
        type: "application/json",
      } as const;
      const plain = await client!.create(submission, "security-privileged");
      if (plain.outcome !== "accepted") return;
      const verdict = await client!.create(submission, `security-${level}`);
      linter.setFile(uri, body);
      const ours = linter.findings(uri);
      compared++;
      if (verdict.outcome === "rejected") refused++;
      if ((verdict.outcome === "rejected") !== ours.length > 0)
        unlike.push(
          `${verdict.reason || "accepted"}\n${ours.map(({ message }) => message).join("\n") || "no finding"}\n${body}`,
        );
    });
    expect(unlike).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(2000);
    // Verdicts of only one kind would prove little.
    expect(refused).toBeGreaterThan(200);
    expect(compared - refused).toBeGreaterThan(200);
  });
});
