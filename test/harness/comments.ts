/** The texts of all comments, approximately: lines and ends of lines that begin with `#` after a space. */
export function commentsOf(text: string): readonly string[] {
  return linesOf(text).flatMap(({ comment }) => comment ?? []);
}

/** The comments that a text lacks, or has fewer times than expected. */
export function missingComments(expected: readonly string[], text: string): readonly string[] {
  const left = [...commentsOf(text)];
  return expected.filter((comment) => {
    const at = left.indexOf(comment);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

/**
 * The comments that must remain after a fix: all of them if it writes anything; if it only removes, those on remaining
 * lines and between such lines.
 */
export function commentsToKeep(before: string, after: string): readonly string[] {
  const old = linesOf(before).map(({ code }) => code);
  const isPart = (code: string) =>
    code === "" || old.includes(code) || old.some((one) => isLeftOf(code, one));
  const isRemoval = linesOf(after).every(({ code }) => isPart(code));
  return isRemoval ? commentsBesideKept(before, after) : commentsOf(before);
}

/** Whether a line is what remains of another line in braces or brackets. */
function isLeftOf(code: string, line: string): boolean {
  if (!/[[{]/.test(line)) return false;
  let at = 0;
  for (const sign of code) {
    at = line.indexOf(sign, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** The comments on remaining lines, and on their own lines between two such lines. */
export function commentsBesideKept(before: string, after: string): readonly string[] {
  const left = countOf(after);
  const were = countOf(before);
  const lines = linesOf(before);
  const isKept = (code: string | undefined) => code === undefined || left.get(code) === were.get(code);
  return lines.flatMap(({ code, comment }, at) => {
    if (comment === undefined) return [];
    if (code !== "") return isKept(code) ? comment : [];
    const next = lines.slice(at).find((line) => line.code !== "")?.code;
    const last = lines.slice(0, at).findLast((line) => line.code !== "")?.code;
    return isKept(next) && isKept(last) ? comment : [];
  });
}

interface Line {
  /** Without the parts that an edit of neighboring lines can change: its indentation, its dash, empty brackets. */
  readonly code: string;
  readonly comment: string | undefined;
}

function linesOf(text: string): readonly Line[] {
  return text.split(/\r?\n/).map((line) => {
    const comment = /(?:^|\s)(#.*)/.exec(line)?.[1];
    const code = comment === undefined ? line : line.slice(0, line.indexOf(comment));
    return {
      code: code.replace(/^[\s-]+|\s*(?:\[\]|\{\})?\s*$/g, ""),
      comment: comment?.includes("kubewright-ignore") ? undefined : comment?.trimEnd(),
    };
  });
}

function countOf(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of linesOf(text)) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
