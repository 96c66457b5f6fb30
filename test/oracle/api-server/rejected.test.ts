/** If a page says that the API server rejects something, it does. */
import { describe, test } from "vitest";
import type { Finding } from "../../../engine/lint/finding.ts";
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
              // This server cannot tell what another version does.
              .filter(({ message }) => !/\b1\.(?!36\b)\d+ API server/.test(message))
              .map((finding, _, all) => ({
                finding,
                beside: all.filter(isInSameDocument(finding)),
                line,
                file,
              })),
          );
        }),
      );
      const breaches: Breach[] = [];
      await inParallel(claims, async ({ finding, beside, file, line }) => {
        const { text } = finding.origin.entry.document;
        const accepted = await acceptance(finding, beside, text, file);
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

function isInSameDocument(finding: Finding): (other: Finding) => boolean {
  return ({ origin }) => origin.entry === finding.origin.entry;
}

/** Why the document is accepted in spite of a finding; undefined if it is rejected for the finding's reason. */
async function acceptance(
  finding: Finding,
  beside: readonly Finding[],
  text: string,
  file: string,
): Promise<string | undefined> {
  const judged = await judgeText(client!, text);
  const isRead = judged.length > 0 && judged.every((document) => document !== undefined);
  if (!isRead || finding.path === "") {
    const said = await complaint(text, file.replaceAll("/", "_"));
    return said === "" ? "kubectl and the server accept it" : undefined;
  }
  const reasons = judged.flatMap((document) => document?.verdict.reason || []);
  if (judged.some((document) => document?.verdict.outcome === "unjudged")) return undefined;
  if (reasons.length === 0) return "the server accepts it";
  // The server stops at the first error of some kinds, so an error for another finding of the document is
  // enough.
  const words = beside.flatMap(wordsOf);
  // A decoder gives no path, and reports only the first value that it cannot decode.
  return reasons.some(
    (reason) => /cannot be handled|^no kind/.test(reason) || words.some((word) => reason.includes(word)),
  )
    ? undefined
    : `rejected for another reason than ${finding.path}: ${reasons}`;
}

/** What the server's message must have in common with a finding: a key of its path, or a field in its message. */
function wordsOf({ path, message }: Finding): readonly string[] {
  const keys = path.split(/[.[\]"]+/).filter((key) => key && !/^\d+$/.test(key) && !general.has(key));
  return [
    ...keys.slice(-3),
    ...(message.match(/\.?[a-z]+[A-Z]\w*|\.[a-z]\w+|\bno \w+\b|\bselector\b/g) ?? []),
  ].map((word) => word.replace(/^no /, ""));
}

const general = new Set(["kind", "metadata", "spec", "template", "containers", "initContainers"]);
