import type { YamlNode, YamlTree } from "../yaml/node.ts";

/**
 * Whether a document is a template that becomes YAML only after rendering: Helm and other text/template files,
 * Jinja, ytt, and what Autoconf, CMake, Maven or a script fills in between two `@`.
 *
 * `{{ … }}` is also ordinary data: Argo Workflows, alerting rules and dashboards carry it in quotes and block
 * scalars. So where the text reads as YAML, only an action in place of a node makes it a template, or one that
 * names Helm's own objects.
 */
export function isTemplate(text: string, tree: YamlTree): boolean {
  if (/^[ \t]*#@/m.test(text) || /: #@ /.test(text)) return true;
  const braces = text.includes("{{") || text.includes("{%");
  if (!braces && !text.includes("@")) return false;
  const parsed = !tree.problems.some(
    (problem) => problem.code === "syntax" || problem.code === "unclosed-quote",
  );
  // Such a name cannot begin a plain scalar, so where it stands for a node the text does not parse.
  if (!parsed) return /^[^#\n]*(?:\{\{|\{%)/m.test(text) || /^[^#\n]*[:-] +@\w+@/m.test(text);
  return braces && tree.root !== undefined && holdsAction(text, tree.root);
}

const helmObject =
  /\{\{-?\s*(?:\$?\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|include\s|template\s)/;

function holdsAction(text: string, node: YamlNode): boolean {
  switch (node.kind) {
    case "scalar":
      if (node.style === "plain") return node.text.includes("{{");
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
