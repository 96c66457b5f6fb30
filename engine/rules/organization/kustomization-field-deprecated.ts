import type { EditBuilder, MaybeChange } from "../../edits/edit.ts";
import { type BlockLines, blockOf, cut, moveItems, shifted } from "../../edits/move-items.ts";
import { titleOfKustomization } from "../../kubernetes/kustomization.ts";
import { plainOf } from "../../kubernetes/plain.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, kustomizations } from "../../rule/rule.ts";
import { lineBreak } from "../../yaml/trivia.ts";

/** The fields that Kustomize 5 warns about, and what it asks for instead. */
const successors = {
  bases: "resources",
  imageTags: "images",
  commonLabels: "labels",
  patchesStrategicMerge: "patches",
  patchesJson6902: "patches",
  vars: "replacements",
} as const;

type Deprecated = keyof typeof successors;

export default defineRule({
  id: "kustomization-field-deprecated",
  category: "organization",
  severity: "hint",
  since: "0.1.0",
  presets: ["strict"],
  summary: "A kustomization has a field that Kustomize has deprecated.",
  why: "Kustomize prints a warning for each of these fields in every build, and a later version can reject them.",
  links: [
    "https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/",
    "https://github.com/kubernetes-sigs/kustomize/blob/master/api/types/kustomization.go",
  ],
  tags: ["deprecated"],
  on: kustomizations,

  *check(kustomization) {
    const { root, document } = kustomization;
    for (const name of Object.keys(successors) as Deprecated[]) {
      const at = root.at(name);
      if (!at || at.isNull) continue;
      const title = titleOfKustomization(kustomization);
      yield { at, onKey: true, data: { title, name, successor: successors[name], text: document.text } };
    }
  },

  message: ({ title, name, successor }) =>
    `${title} uses ${name}, which Kustomize has deprecated: use ${successor} instead.`,

  fixClasses: ["safe", "review"],
  *fixes({ data: { name, successor, text }, at }, edit) {
    const edits = editsFor(name, at, text, edit);
    const title = `Use ${successor} instead of ${name}`;
    // Review: Kustomize applies these patches before it changes names and labels, not afterwards.
    if (name === "patchesJson6902")
      yield {
        class: "review",
        title,
        caveat: "Kustomize applies patches before namespace, namePrefix and labels",
        edits,
      };
    // Review: the configurations can name other fields for labels than for common labels.
    else if (name === "commonLabels" && at.parent?.child("configurations"))
      yield { class: "review", title, caveat: "your configurations must cover both fields", edits };
    // Safe: Kustomize reads the old field as the new one, or does the same with both.
    else yield { class: "safe", title, edits };
  },
});

function editsFor(
  name: Deprecated,
  at: Value,
  text: string,
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  switch (name) {
    case "bases":
    case "imageTags":
    case "patchesJson6902":
      return moveItems(at, { to: successors[name], first: false, keyOf: () => "" }, text, edit);
    case "patchesStrategicMerge":
      // They are applied before all others.
      return moveItems(at, { to: "patches", first: true, keyOf: patchKey }, text, edit);
    case "commonLabels":
      return labelEdits(at, text, edit);
    default:
      return undefined;
  }
}

function patchKey({ string }: Value): string {
  return /[\n:{]/.test(string ?? "") ? "patch" : "path";
}

/** Turns labels for everything into an entry of the list of labels. */
function labelEdits(at: Value, text: string, edit: EditBuilder): readonly MaybeChange[] | undefined {
  const root = at.parent!;
  const pairs = at.entries();
  if (at.isMap && pairs.length === 0) return [edit.remove(at)];
  const labels = root.child("labels");
  const present = new Set((labels?.items() ?? []).flatMap((item) => keysOf(item.at("pairs"))));
  // Equal keys in both are an error.
  if (keysOf(at).some((key) => present.has(key)) || at.shared) return undefined;
  if (at.node?.kind === "map" && at.node.flow) return flowLabelEdits(at, text, edit);
  const from = blockOf(at, text);
  const into = labels ? blockOf(labels, text) : undefined;
  if (!from || (labels && (!into || labels.shared || !labels.isSequence))) return undefined;
  const column = into?.column ?? listColumn(root, text);
  const dash = " ".repeat(column);
  const eol = lineBreak(text);
  const entry = [
    `${dash}- pairs:`,
    shifted(text.slice(from.start, from.end), column + 4 - from.column),
    `${dash}  includeSelectors: true`,
  ].join(eol);
  return into
    ? [edit.splice(into.end, into.end, `${eol}${entry}`), cut(at, from, text, edit)]
    : [edit.renameKey(at, "labels"), edit.splice(from.start, from.end, entry)];
}

/** The same for labels in braces in the line of their key. */
function flowLabelEdits(at: Value, text: string, edit: EditBuilder): readonly MaybeChange[] | undefined {
  const { node, key } = at;
  const root = at.parent!;
  if (!node || !key || text.slice(key.end, node.end).includes("\n")) return undefined;
  const pairs = plainOf(at);
  if (root.child("labels") && pairs !== undefined)
    return [edit.append(root, ["labels"], { pairs, includeSelectors: true }), edit.remove(at)];
  const dash = lineBreak(text) + " ".repeat(listColumn(root, text));
  const entry = `${dash}- pairs: ${text.slice(node.start, node.end)}${dash}  includeSelectors: true`;
  return [edit.renameKey(at, "labels"), edit.splice(key.end + 1, node.end, entry)];
}

function keysOf(map: Value | undefined): readonly string[] {
  return map?.entries().map(({ name }) => name) ?? [];
}

/** The column of the dashes of the other lists. */
function listColumn(root: Value, text: string): BlockLines["column"] {
  const lists = root.entries().flatMap(({ value }) => (value.isSequence ? (blockOf(value, text) ?? []) : []));
  return lists[0]?.column ?? 2;
}
