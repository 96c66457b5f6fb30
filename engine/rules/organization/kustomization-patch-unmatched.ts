import { isBroken, readAnyDocument } from "../../documents/document.ts";
import { isFilledInText } from "../../kubernetes/filled-in.ts";
import type { Kustomization } from "../../kubernetes/kustomization.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, inWorkspace, kustomizations } from "../../rule/rule.ts";
import { folderOf } from "../../text/uri.ts";
import type { BuiltObject } from "../../workspace/built-objects.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import { resolvePath } from "../../workspace/kustomization.ts";
import { isTypo } from "../../workspace/typo.ts";

export default defineRule({
  id: "kustomization-patch-unmatched",
  category: "organization",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A patch of a kustomization matches none of its objects.",
  why: "A patch with a target that matches nothing changes nothing, without a word, and Kustomize rejects a patch that names an object that is not there.",
  links: ["https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/"],
  on: inWorkspace(kustomizations),

  *check(kustomization, { workspace, uri }) {
    if (isBroken(kustomization.document)) return;
    const patches = patchesOf(kustomization);
    if (patches.length === 0) return;
    const objects = workspace.builtObjects(uri);
    if (!objects) return;
    for (const { at, target } of patches) {
      if (target) {
        const wanted = targetText(target);
        if (wanted !== undefined && !objects.some((object) => matches(object, target)))
          yield { at: target, onKey: true, data: { wanted, meant: undefined, isTarget: true } };
      } else {
        const onKey = at.string?.includes("\n") ?? false;
        for (const missing of missingAmong(objects, patchedObjects(at, uri, workspace)))
          yield { at, onKey, severity: "error", data: { ...missing, isTarget: false } };
      }
    }
  },

  message: ({ wanted, meant, isTarget }) => {
    if (isTarget)
      return `The patch targets ${wanted}, but the kustomization has no such object, so the patch changes nothing.`;
    const question = meant === undefined ? "." : `; did you mean "${meant}"?`;
    return `The patch changes ${wanted}, but the kustomization has no such object, so Kustomize rejects it${question}`;
  },
});

interface Patch {
  readonly at: Value;
  readonly target: Value | undefined;
}

function patchesOf({ root }: Kustomization): readonly Patch[] {
  const items = (name: string) => root.at(name)?.items() ?? [];
  return [
    ...items("patchesStrategicMerge").map((at) => ({ at, target: undefined })),
    ...[...items("patches"), ...items("patchesJson6902")].flatMap((item) => {
      const at = item.at("path") ?? item.at("patch");
      return at ? { at, target: item.at("target") } : [];
    }),
  ];
}

/** The patched objects that a kustomization does not have, in words, and the names that are probably meant. */
function missingAmong(objects: readonly BuiltObject[], patched: readonly BuiltObject[]) {
  return patched.flatMap(({ groupKind, name }) => {
    const alike = objects.filter((object) => object.groupKind === groupKind);
    if (alike.some((object) => object.name === name)) return [];
    const near = alike.filter((object) => isTypo(name, object.name));
    const wanted = `${groupKind.slice(groupKind.indexOf("/") + 1)} "${name}"`;
    return { wanted, meant: near.length === 1 ? near[0]!.name : undefined };
  });
}

/** The objects that a patch without a target names; empty if it cannot be read. */
function patchedObjects(at: Value, uri: string, workspace: WorkspaceView): readonly BuiltObject[] {
  const text = at.string ?? "";
  const complete = ({ name }: { readonly name: string | undefined }) =>
    name !== undefined && !isFilledInText(name);
  if (!/[\n:{]/.test(text)) {
    const resources = workspace.resourcesIn(resolvePath(`${folderOf(uri)}/`, text)) ?? [];
    return resources.filter(complete) as readonly BuiltObject[];
  }
  const { objects, problems } = readAnyDocument(text);
  if (problems.length > 0) return [];
  return objects.flatMap(({ node, apiVersion, kind }) => {
    const metadata = node.pairs.find(({ key }) => key.kind === "scalar" && key.text === "metadata")?.value;
    const pairs = metadata?.kind === "map" ? metadata.pairs : [];
    const name = pairs.find(({ key }) => key.kind === "scalar" && key.text === "name")?.value;
    if (name?.kind !== "scalar" || isFilledInText(name.text)) return [];
    const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
    return { groupKind: `${group}/${kind}`, name: name.text };
  });
}

/** A target in words; `undefined` if it selects by something that facts do not contain. */
function targetText(target: Value): string | undefined {
  const [kind, name] = [target.at("kind")?.string, target.at("name")?.string];
  const selects = ["labelSelector", "annotationSelector"].some((key) => target.at(key)?.string);
  if (!target.isMap || selects || (!kind && !name)) return undefined;
  if ([kind, name].some((text) => text !== undefined && isFilledInText(text))) return undefined;
  if (!name) return `objects of kind "${kind}"`;
  return kind ? `${kind} "${name}"` : `objects named "${name}"`;
}

/** Targets are regular expressions for the whole text. Invalid ones match everything, because Go has others. */
function matches({ groupKind, name }: BuiltObject, target: Value): boolean {
  const [group, kind] = [
    groupKind.slice(0, groupKind.indexOf("/")),
    groupKind.slice(groupKind.indexOf("/") + 1),
  ];
  return [
    [target.at("group")?.string, group],
    [target.at("kind")?.string, kind],
    [target.at("name")?.string, name],
  ].every(([pattern, text]) => {
    if (!pattern) return true;
    try {
      return new RegExp(`^(?:${pattern})$`).test(text!);
    } catch {
      return true;
    }
  });
}
