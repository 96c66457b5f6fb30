import type { YamlNode, YamlTree } from "../yaml/node.ts";

/** How far a template extends: its actions can open in one document of a file and close in another. */
export type TemplateReach = "document" | "file";

/**
 * Whether a document is a template that becomes YAML only after rendering: Helm and other text/template files, Jinja,
 * ytt, and files with placeholders for Autoconf, CMake, Maven or a script.
 *
 * `{{ … }}` is also ordinary data: Argo Workflows, alerting rules and dashboards contain it in quotes and block
 * scalars. So if the text is valid YAML, only an action in place of a node makes it a template, or one that uses Helm's
 * own objects.
 */
export function templateReach(text: string, tree: YamlTree): TemplateReach | undefined {
  if (isYtt(text, tree)) return "file";
  const braces = text.includes("{{") || text.includes("{%");
  if (!braces && !/[@%{]|\[\[/.test(text)) return undefined;
  const reach = spanning.test(text) || helmObject.test(text) ? "file" : "document";
  const parsed = !tree.problems.some(
    (problem) => problem.code === "syntax" || problem.code === "unclosed-quote",
  );
  if (!parsed)
    return (braces && /^[^#\n]*(?:\{\{|\{%)/m.test(text)) || unreadable.test(text) ? reach : undefined;
  return braces && tree.root !== undefined && holdsAction(text, tree.root) ? reach : undefined;
}

/**
 * ytt's code in comments: code after a space, and annotations of its modules. Other programs use the same mark with
 * other words, such as fluentd's `#@type`. Source: https://carvel.dev/ytt/docs/latest/lang-ref-annotation/
 */
const yttComment = /(?<=^|[ \t])#@(?: |(?:assert|data|library|overlay|schema|template|yaml)\/)/gm;

/**
 * Whether a comment is ytt's; the text of a scalar, such as a whole template in a ConfigMap, does not count as a
 * comment.
 */
function isYtt(text: string, { root }: YamlTree): boolean {
  for (const { index } of text.matchAll(yttComment)) if (!root || !isInScalar(root, index)) return true;
  return false;
}

function isInScalar(node: YamlNode, at: number): boolean {
  if (at < node.start || node.end <= at) return false;
  switch (node.kind) {
    case "scalar":
      return node.style !== "plain";
    case "map":
      return node.pairs.some(
        ({ key, value }) => isInScalar(key, at) || (value !== undefined && isInScalar(value, at)),
      );
    case "sequence":
      return node.items.some((item) => isInScalar(item, at));
    case "alias":
      return false;
  }
}

/** Actions that affect the text after them: conditions, loops, variables, definitions and blocks. */
const spanning = /\{%|\{\{-?\s*(?:if|else|end|range|with|define|block|\$\w+\s*:?=|#|\/(?!\*))/;

/**
 * Placeholders that cannot begin a plain scalar: `@X@`, `@@X@@`, `%X%`, and `{X}` or `[[X]]` with more text after it. A
 * text with one in place of a node cannot be parsed.
 */
const unreadable =
  /^[^#\n]*(?:[:-] +|^ *)(?:@@?[\w.-]+@|%[A-Za-z_][\w.]*%|\{[A-Za-z_][\w.-]*\}[^\s,\]}:]|\[\[ *[A-Za-z_][\w.-]* *\]\][^\s,\]}:])/m;

const helmObject =
  /\{\{-?\s*(?:\$?\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|include\s|template\s)/;

function holdsAction(text: string, node: YamlNode): boolean {
  switch (node.kind) {
    case "scalar":
      if (node.style === "plain") return /(?<!\$)\{\{/.test(node.text);
      return (node.style === "double" || node.style === "single") && helmObject.test(node.text);
    case "map":
      // `{{ .Values.x }}` reads as a mapping whose only key is a mapping.
      if (node.flow && text.startsWith("{{", node.start)) return true;
      return node.pairs.some(
        ({ key, value }) => holdsAction(text, key) || (value !== undefined && holdsAction(text, value)),
      );
    case "sequence":
      return node.items.some((item) => holdsAction(text, item));
    case "alias":
      return false;
  }
}
