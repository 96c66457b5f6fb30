import type { Document } from "../documents/document.ts";
import { wildcardMatches } from "../images/registries.ts";
import type { Resource } from "../kubernetes/resource.ts";
import type { Peers } from "../rule/rule.ts";
import type { Range } from "../text/range.ts";
import { annotationsOf } from "./annotations.ts";
import { commentsIn } from "./comments.ts";

/** Suppressing a check of another tool also silences our rules for the same problem. */
export interface PeerSuppression {
  readonly tool: keyof Peers;
  /** Ids of that tool's checks, with `*` as wildcard; `undefined` for all checks. */
  readonly checks: readonly string[] | undefined;
  /** The annotation or comment as written. */
  readonly text: string;
  readonly reason: string | undefined;
  /** What it applies to: a resource for an annotation, or a part of the text for a comment. */
  readonly of: Resource | Range;
}

const marks =
  /kube-linter\.io\/|kube-score\/ignore|polaris\.fairwinds\.com\/|(?:checkov|bridgecrew)\.io\/skip|trivy:ignore/;

/** The suppressions of other tools in a document. */
export function peerSuppressionsOf(
  document: Document,
  resources: readonly Resource[],
): readonly PeerSuppression[] {
  if (!marks.test(document.text)) return [];
  return [
    ...resources.flatMap((resource) =>
      annotationsOf(resource).flatMap(({ name, value }) => {
        const annotationText = value.scalar?.text ?? "";
        const suppression = readAnnotation(name, annotationText);
        return suppression ? [{ ...suppression, text: `${name}: ${annotationText}`, of: resource }] : [];
      }),
    ),
    ...trivyComments(document),
  ];
}

/** Whether a suppression of another tool contains one of the problem's ids in that tool. */
export function namesFault({ tool, checks }: PeerSuppression, peers: Peers): boolean {
  if (checks === undefined) return true;
  const ids = peers[tool] ?? [];
  return checks.some((check) => ids.some((id) => wildcardMatches(plainId(check), plainId(id))));
}

type Read = Pick<PeerSuppression, "tool" | "checks" | "reason">;

/**
 * Sources: https://docs.kubelinter.io/#/configuring-kubelinter (any value counts, and is meant as the reason),
 * https://github.com/zegl/kube-score#ignoring-a-test (a comma-separated list),
 * https://polaris.docs.fairwinds.com/customization/exemptions/ (only `true` counts),
 * https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html (`id=reason`)
 */
function readAnnotation(name: string, value: string): Read | undefined {
  const reason = value.trim() || undefined;
  if (name === "kube-linter.io/ignore-all") return { tool: "kube-linter", checks: undefined, reason };
  const [, kubeLinter] = /^ignore-check\.kube-linter\.io\/(.+)$/.exec(name) ?? [];
  if (kubeLinter) return { tool: "kube-linter", checks: [kubeLinter], reason };
  if (name === "kube-score/ignore") {
    const checks = value.split(",").map((check) => check.trim());
    return { tool: "kube-score", checks: checks.filter((check) => check !== ""), reason: undefined };
  }
  const polaris = /^polaris\.fairwinds\.com\/(?:(.+)-)?exempt$/.exec(name);
  if (polaris) {
    const checks = polaris[1] === undefined ? undefined : [polaris[1]];
    return value.toLowerCase() === "true" ? { tool: "polaris", checks, reason: undefined } : undefined;
  }
  if (/^(?:checkov|bridgecrew)\.io\/skip/.test(name)) {
    const [, check, why] = /^\s*([\w-]+)\s*(?:=([\s\S]*))?$/.exec(value) ?? [];
    return check ? { tool: "checkov", checks: [check], reason: why?.trim() || undefined } : undefined;
  }
  return undefined;
}

/**
 * Comments in Trivy's syntax, before the code that they apply to or at the end of its line. Those with attributes or a
 * workspace are for Terraform. Expiry dates are ignored, because the engine does not know the current date. Source:
 * https://trivy.dev/docs/latest/guide/scanner/misconfiguration/config/config/#filtering-resources-by-inline-comments
 */
function trivyComments(document: Document): readonly PeerSuppression[] {
  return commentsIn(document, /#[ \t]*trivy:ignore:[^\r\n]*/g).flatMap(({ match, block }) =>
    trivyChecksIn(match[0]).map((suppression) => ({ ...suppression, of: block })),
  );
}

/** The checks that a Trivy comment ignores; empty for any other comment. */
export function trivyChecksIn(comment: string): readonly Omit<PeerSuppression, "of">[] {
  const matches = [...comment.matchAll(/trivy:ignore:([\w*-]+)(?::exp:[\d-]+)?(?=\s|$)/gi)];
  const last = matches.at(-1);
  const rest = last && comment.slice(last.index + last[0].length).replace(/^[\s:-]+/, "");
  return matches.map(({ 1: check = "" }) => ({
    tool: "trivy" as const,
    checks: [check],
    text: `# trivy:ignore:${check}`,
    reason: rest?.trim() || undefined,
  }));
}

/** Trivy's ids have several spellings: `KSV012`, `KSV-0012`, `AVD-KSV-0012`, `DS001`. */
function plainId(id: string): string {
  return id.replace(/^avd-/i, "").replace(/^(ksv|kcv|ds)-?0*(\d+)$/i, "$1-$2");
}
