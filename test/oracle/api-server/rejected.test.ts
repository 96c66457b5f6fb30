/** A page that says that the API server rejects something is right: it does. */
import { describe, test } from "vitest";
import type { Finding } from "../../../engine/finding.ts";
import { rules } from "../../../engine/rules/index.generated.ts";
import { openScene, pageOf, uriOf } from "../../harness/scene.ts";
import { client, without } from "./ask.ts";
import { claimsRejection } from "./claims.ts";
import { knownRejected } from "./known.data.ts";
import { type Breach, expectOnly, perId } from "./known.ts";
import { complaint, hasKubectl } from "./kubectl.ts";
import { inParallel } from "./parallel.ts";
import { judgeText } from "./proof.ts";

describe.skipIf(!client || !hasKubectl)(
  `examples that are said to be rejected (${without} or kubectl)`,
  () => {
    test("are rejected", async () => {
      const claims = rules.flatMap((rule) =>
        pageOf(rule).scenes.flatMap((scene) => {
          const { linter } = openScene(rule, scene);
          return scene.examples.flatMap(({ file, line }) =>
            linter
              .findings(uriOf(file))
              .filter((finding) => finding.rule === rule.id && claimsRejection(finding))
              .map((finding) => ({ finding, line, file })),
          );
        }),
      );
      const breaches: Breach[] = [];
      await inParallel(claims, async ({ finding, file, line }) => {
        const { text } = finding.origin.entry.document;
        const accepted = await acceptance(finding, text, file);
        if (accepted !== undefined)
          breaches.push({
            id: finding.rule,
            detail: `line ${line}: ${finding.message}\n${accepted}\n${text}`,
          });
      });
      expectOnly(perId(breaches), knownRejected);
    });
  },
);

/** How the document is accepted in spite of a finding; undefined where it is rejected for the finding's reason. */
async function acceptance(finding: Finding, text: string, file: string): Promise<string | undefined> {
  const judged = await judgeText(client!, text);
  const isRead = judged.length > 0 && judged.every((document) => document !== undefined);
  if (!isRead || finding.path === "") {
    const said = await complaint(text, file.replaceAll("/", "_"));
    return said === "" ? "kubectl and the server accept it" : undefined;
  }
  const reasons = judged.flatMap((document) => document?.verdict.reason || []);
  if (judged.some((document) => document?.verdict.outcome === "unjudged"))
    return "the server has no such kind";
  if (reasons.length === 0) return "the server accepts it";
  const key = /[\w-]+(?=\W*\w*\W*$)/.exec(finding.path)?.[0] ?? "";
  return reasons.some((reason) => reason.includes(key))
    ? undefined
    : `rejected for another reason than ${finding.path}: ${reasons}`;
}
