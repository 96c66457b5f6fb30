import { type ConfigReference, configReferencesOf } from "../../kubernetes/config-references.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import type { Workload } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";
import type { ResourceFacts } from "../../workspace/facts.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import { lookUpSecret } from "../../workspace/secret-lookup.ts";
import { isSurelyTogether, type Namer } from "../../workspace/together.ts";
import { isTypo } from "../../workspace/typo.ts";

export default defineRule({
  id: "config-reference-unknown",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-linter": ["env-value-from"] },
  summary: "A pod uses a ConfigMap, a Secret or a key that the workspace does not define.",
  why: "The kubelet does not start the container until it exists.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/configmap/#using-configmaps",
    "https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data",
  ],
  on: inWorkspace(workloads),

  *check(workload, { workspace, uri }) {
    const user = { namespace: workload.namespace, uri };
    for (const reference of configReferencesOf(workload)) {
      const { kind, name, at } = reference;
      const definitions = lookUp(workspace, user, reference);
      if (definitions === "somewhere") continue;
      if (definitions.length > 0) {
        yield* unknownKeys(reference, definitions, workload);
        continue;
      }
      const similar = workspace
        .similar(`/${kind}`, workload.namespace, name)
        .filter((facts) => isSurelyTogether(workspace, user, facts));
      if (similar.length !== 1) continue;
      const [{ name: instead, place }] = similar as [ResourceFacts];
      const data = { ...subjectOf(workload), kind, name, key: undefined, instead, keys: [] };
      yield { at, data, related: [{ at: place, message: `${kind} "${instead}" is defined here.` }] };
    }
  },

  message: ({ subject, pods, kind, name, key, instead, keys }) => {
    const suggestion = instead === undefined ? "" : ` Did you mean "${instead}"?`;
    if (key === undefined)
      return `${subject} uses ${kind} "${name}", which is not defined in this workspace, so ${pods} might not start.${suggestion}`;
    const quoted = keys.map((text) => `"${text}"`);
    const fact =
      instead === undefined && keys.length <= 3
        ? `which has only ${keys.length === 1 ? "key" : "keys"} ${sentenceList(quoted)} in this workspace`
        : "which does not have that key in this workspace";
    return `${subject} uses key "${key}" of ${kind} "${name}", ${fact}, so ${pods} cannot start.${suggestion}`;
  },

  fixClasses: ["review"],
  *fixes({ data: { kind, key, instead }, at }, edit) {
    if (instead !== undefined) {
      // Review: the similar name might not be the intended one.
      yield {
        class: "review",
        title: `Use ${key === undefined ? kind : "key"} "${instead}"`,
        edits: [edit.setValue(at, instead)],
      };
    }
  },
});

interface UnknownReference {
  readonly subject: string;
  /** The pods that use it: `the pod` or `its pods`. */
  readonly pods: string;
  readonly kind: ConfigReference["kind"];
  readonly name: string;
  /** `undefined` if the whole object is unknown. */
  readonly key: string | undefined;
  readonly instead: string | undefined;
  /** The keys of the object. */
  readonly keys: readonly string[];
}

function subjectOf(workload: Workload): Pick<UnknownReference, "subject" | "pods"> {
  return { subject: titleOf(workload), pods: workload.kind === "Pod" ? "the pod" : "its pods" };
}

function* unknownKeys(
  { kind, name, keys }: ConfigReference,
  definitions: readonly ResourceFacts[],
  workload: Workload,
): Iterable<{
  at: Value;
  data: UnknownReference;
  related: readonly { at: ResourceFacts["place"]; message: string }[];
}> {
  // Overlays and patches add keys to an object with the same name.
  const allKeys = new Set(definitions.flatMap((facts) => facts.dataKeys ?? []));
  // An object without keys is filled in later.
  if (allKeys.size === 0 || definitions.some((facts) => facts.dataKeys === undefined)) return;
  for (const { key, at } of keys) {
    if (allKeys.has(key)) continue;
    const [similar] = [...allKeys].filter((text) => isTypo(key, text));
    // Keys of Secrets are often added outside the workspace.
    if (kind === "Secret" && similar === undefined) continue;
    const data = { ...subjectOf(workload), kind, name, key, instead: similar, keys: [...allKeys] };
    yield {
      at,
      data,
      related: [{ at: definitions[0]!.place, message: `${kind} "${name}" is defined here.` }],
    };
  }
}

/**
 * The definitions of a referenced object; empty if it is not in the workspace, and `somewhere` if it exists, or might
 * exist, in a form that the text does not show.
 */
function lookUp(
  workspace: WorkspaceView,
  user: Namer,
  { kind, name }: ConfigReference,
): readonly ResourceFacts[] | "somewhere" {
  if (kind === "Secret") {
    const lookup = lookUpSecret(workspace, user, name);
    if (lookup.kind === "absent") return isGenerated(name, user.namespace, workspace) ? "somewhere" : [];
    return lookup.kind === "here" && lookup.certain ? lookup.secrets : "somewhere";
  }
  if (workspace.generatedConfigMaps().has(name)) return "somewhere";
  const maps = workspace.named("/ConfigMap", undefined, name);
  if (maps.length > 0)
    return maps.every((facts) => isSurelyTogether(workspace, user, facts)) ? maps : "somewhere";
  return isGenerated(name, user.namespace, workspace) ? "somewhere" : [];
}

/** Operators for secrets and certificates often name the objects that they create after the custom resource. */
function isGenerated(name: string, namespace: string | undefined, workspace: WorkspaceView): boolean {
  return workspace
    .customIn(namespace)
    .some((facts) => facts.name !== undefined && (name === facts.name || name.startsWith(`${facts.name}-`)));
}
