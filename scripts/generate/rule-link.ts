import type { Rule } from "../../engine/index.ts";

/** The path of a rule's page in the repository, relative to its root. */
export function sourcePath({ category, id }: Rule): string {
  return `engine/rules/${category}/${id}.md`;
}

/** A link to that page from a file in `docs/`. */
export function ruleLink(rule: Rule): string {
  return `[${rule.id}](../${sourcePath(rule)})`;
}
