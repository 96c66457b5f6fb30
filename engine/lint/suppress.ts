import type { Document } from "../documents/document.ts";
import type { Resource } from "../kubernetes/resource.ts";
import type { Suppression } from "../rule/suppression.ts";
import { annotationsOf } from "./annotations.ts";
import { commentsIn } from "./comments.ts";

/** The equivalent of a comment, for manifests that tools rewrite without comments. */
export const ownAnnotation = "kubewright.dev/ignore";

const comment =
  /#[ \t]*kubewright-ignore(?:-(block|document|file))?(?=[\s:]|$)[ \t]*([^:\r\n]*)(?::[ \t]*([^\r\n]*))?/g;

/** The suppressions in a document; text inside scalars is not a comment. */
export function suppressionsOf(document: Document, resources: readonly Resource[]): readonly Suppression[] {
  return [...comments(document), ...annotations(document, resources)];
}

function comments(document: Document): readonly Suppression[] {
  if (!document.text.includes("kubewright-ignore")) return [];
  return commentsIn(document, comment).map(({ match, line, block }) => {
    const start = match.index;
    const [whole, suffix, ids = "", reason] = match;
    const scope = (suffix as "block" | "document" | "file" | undefined) ?? "line";
    return {
      document,
      scope,
      rules: idsIn(ids, start + whole.indexOf(ids, whole.indexOf("ignore") + "ignore".length)),
      reason: reason?.trim() || undefined,
      start,
      end: start + whole.trimEnd().length,
      covers: scope === "block" ? block : line,
      owner: undefined,
    };
  });
}

function annotations(document: Document, resources: readonly Resource[]): readonly Suppression[] {
  if (!document.text.includes(ownAnnotation)) return [];
  return resources.flatMap((resource) =>
    annotationsOf(resource)
      .filter(({ name }) => name === ownAnnotation)
      .flatMap(({ value }) => {
        const { scalar } = value;
        if (!scalar) return [];
        const raw = document.text.slice(scalar.start, scalar.end);
        const [, mark = "", ids = ""] = /^(["']|[|>][^\n]*\n)?([^:]*)/.exec(raw)!;
        const reason = /:\s*([\s\S]*)$/.exec(scalar.text)?.[1]?.trim();
        return {
          document,
          scope: "resource" as const,
          rules: idsIn(ids.replace(/["']\s*$/, ""), scalar.start + mark.length),
          reason: reason || undefined,
          start: scalar.start,
          end: scalar.end,
          covers: { start: scalar.start, end: scalar.end },
          owner: { resource, annotation: value },
        };
      }),
  );
}

function idsIn(text: string, at: number): Suppression["rules"] {
  return [...text.matchAll(/[^\s,]+/g)].map(({ 0: id, index }) => ({
    id,
    start: at + index,
    end: at + index + id.length,
  }));
}
