import type { Document } from "../documents/document.ts";
import type { Range } from "../text/range.ts";
import { lineEnd, nextLine } from "../yaml/trivia.ts";
import { commentsIn } from "./comments.ts";
import { type PeerSuppression, trivyChecksIn } from "./peers.ts";

type Read = Pick<PeerSuppression, "tool" | "checks" | "text" | "reason"> & {
  /** Applies to the whole file, not to the instruction below. */
  readonly global: boolean;
};

/**
 * The suppressions of other tools in a Dockerfile. Those of Checkov apply to the whole file, wherever they are.
 * Sources: https://github.com/hadolint/hadolint#inline-ignores (`hadolint ignore=` and `hadolint global ignore=`),
 * https://github.com/bridgecrewio/checkov/blob/main/checkov/dockerfile/parser.py,
 * https://trivy.dev/docs/latest/guide/scanner/misconfiguration/config/config/#filtering-resources-by-inline-comments
 */
export function dockerfileSuppressionsOf(document: Document): readonly PeerSuppression[] {
  const { text } = document;
  if (!/hadolint|(?:checkov|bridgecrew):skip|trivy:ignore/.test(text)) return [];
  return commentsIn(document, /#[^\r\n]*/g)
    .filter(({ match }) => /(?:^|\n)[^\S\n]*$/.test(text.slice(Math.max(0, match.index - 100), match.index)))
    .flatMap(({ match: [comment], line }) =>
      readComment(comment).map(({ global, ...read }) => ({
        ...read,
        of: global ? { start: 0, end: text.length } : instructionAt(text, line),
      })),
    );
}

function readComment(comment: string): readonly Read[] {
  const text = comment.trimEnd();
  const hadolint =
    /^#\s*hadolint\s+(global\s+)?ignore\s*=\s*([A-Z\d]+(?:\s*,\s*[A-Z\d]+)*)\s*(?:#\s*(.*))?$/.exec(text);
  if (hadolint) {
    const [, global, ids = "", reason] = hadolint;
    return [{ tool: "hadolint", checks: ids.split(/\s*,\s*/), text, reason, global: global !== undefined }];
  }
  const checkov = /(?:checkov|bridgecrew):skip=(\w+)(?::\s*(.*))?/.exec(text);
  if (checkov?.[1] !== undefined)
    return [{ tool: "checkov", checks: [checkov[1]], text, reason: checkov[2] || undefined, global: true }];
  return trivyChecksIn(text).map((suppression) => ({ ...suppression, global: false }));
}

/** The instruction that starts on a line, including its continuation lines. */
function instructionAt(text: string, { start, end }: Range): Range {
  let last = end;
  while (last < text.length && /[\\`]\s*$/.test(text.slice(Math.max(start, last - 100), last)))
    last = lineEnd(text, nextLine(text, last));
  return { start, end: last };
}
