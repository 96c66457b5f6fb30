import { wildcardMatches } from "../images/registries.ts";
import { namespaceOf, type Resource } from "../kubernetes/resource.ts";
import { type Globs, globsMatch } from "../settings/globs.ts";
import type { Layer } from "./choices.ts";
import { type LabelRequirement, labelsMatch } from "./label-selector.ts";

/** Changes for some files or resources. If several apply, a later one takes precedence over an earlier one. */
export interface Override extends Layer {
  readonly where: Where;
}

/** All given conditions must match. */
export interface Where {
  readonly files: Globs | undefined;
  /** `Kind` or `group/Kind`, with `*` as a wildcard. */
  readonly kinds: readonly string[] | undefined;
  /** With `*` as a wildcard. */
  readonly namespaces: readonly string[] | undefined;
  readonly names: readonly string[] | undefined;
  readonly labels: readonly LabelRequirement[] | undefined;
}

export const everywhere: Where = {
  files: undefined,
  kinds: undefined,
  namespaces: undefined,
  names: undefined,
  labels: undefined,
};

/** Whether an override depends on the resource and not only on its file. */
export function asksResource({ where }: Override): boolean {
  const { kinds, namespaces, names, labels } = where;
  return (kinds ?? namespaces ?? names ?? labels) !== undefined;
}

export function holdsInFile({ where }: Override, uri: string): boolean {
  return where.files === undefined || globsMatch(where.files, uri);
}

export function holdsForResource({ where }: Pick<Override, "where">, resource: Resource): boolean {
  const { kinds, namespaces, names, labels } = where;
  const { group, kind, root } = resource;
  if (kinds && !(fits(kinds, kind) || fits(kinds, `${group}/${kind}`))) return false;
  if (names && !fits(names, resource.name)) return false;
  if (namespaces && !fits(namespaces, namespaceOf(resource))) return false;
  return (
    labels === undefined || labelsMatch(labels, (key) => root.at("metadata", "labels", key)?.scalar?.text)
  );
}

function fits(patterns: readonly string[], text: string | undefined): boolean {
  return text !== undefined && patterns.some((pattern) => wildcardMatches(pattern, text));
}
