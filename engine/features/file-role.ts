import { dialectOf } from "../documents/dialect.ts";
import type { SourceFile } from "../lint/file.ts";

/** The recognized kind of a file. */
export type FileRole =
  | "manifest"
  | "dockerfile"
  | "kustomization"
  | "patch"
  | "template"
  | "values"
  /** Not related to Kubernetes. */
  | "other";

export function roleOf({ uri, entries, kubernetes }: SourceFile, isPatch: boolean): FileRole {
  const dialect = dialectOf(uri);
  if (dialect === "dockerfile") return "dockerfile";
  if (isPatch) return "patch";
  if (dialect === "kustomization") return "kustomization";
  if (kubernetes) return "manifest";
  if (entries.some(({ entry }) => entry.document.template)) return "template";
  return dialect === "values" ? "values" : "other";
}
