import { type ConfigReference, configReferencesOf } from "../../kubernetes/config-references.ts";
import type { Workload } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import type { ResourceFacts } from "../../workspace/facts.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import { isTypo } from "../../workspace/near-miss.ts";
import { folderOf } from "../../workspace/topics.ts";

export default defineRule({
  id: "config-reference-unknown",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-linter": ["env-value-from"] },
  summary: "A pod needs a ConfigMap, a Secret or a key that is not there, and a similar one is.",
  why: "The kubelet waits for it, so the container is never created.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/configmap/#using-configmaps",
    "https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data",
  ],
  asksWorkspace: true,
  on: workloads,

  *check(workload, { workspace, uri }) {
    const namespace = workspace.kustomize(uri).namespace ? undefined : workload.namespace;
    for (const reference of configReferencesOf(workload)) {
      const { kind, name, at } = reference;
      if (workspace.isGenerated(name)) continue;
      // What carries the same name in another folder need not be the one that is meant.
      const isNear = (facts: ResourceFacts) =>
        (namespace !== undefined && facts.namespace === namespace) || isBeside(facts, uri);
      const known = workspace.named(`/${kind}`, namespace, name);
      if (known.length > 0) {
        if (known.every(isNear)) yield* unknownKeys(reference, known, workload);
        continue;
      }
      if (isMadeByOthers(name, namespace, workspace)) continue;
      const meant = workspace
        .ofKind(`/${kind}`, namespace)
        .filter(isNear)
        .filter((facts) => facts.name !== undefined && isTypo(name, facts.name));
      if (meant.length !== 1) continue;
      const data = { ...subjectOf(workload), what: `${kind} "${name}"`, instead: meant[0]!.name!, has: "" };
      yield { at, data, related: [{ at: meant[0]!.place, message: `The similar ${kind} stands here.` }] };
    }
  },

  message: ({ subject, what, instead, has }) =>
    has === ""
      ? `${subject} needs ${what}, which this workspace does not have, but it has "${instead}", so its containers may never start.`
      : `${subject} needs ${what}, which has only ${has}, so its container does not start.`,

  fixes: [
    {
      // Review: that the similar one is meant is an assumption.
      class: "review",
      title: ({ instead }) => `Use "${instead}"`,
      edits: ({ at, data: { instead } }, edit) =>
        instead === undefined ? undefined : [edit.setValue(at, instead)],
    },
  ],
});

interface Unknown {
  readonly subject: string;
  readonly what: string;
  readonly instead: string | undefined;
  /** The keys that there are. */
  readonly has: string;
}

function* unknownKeys(
  { kind, name, keys }: ConfigReference,
  known: readonly ResourceFacts[],
  workload: Workload,
): Iterable<{
  at: Value;
  data: Unknown;
  related: readonly { at: ResourceFacts["place"]; message: string }[];
}> {
  // Overlays and patches add keys to the same name.
  const all = new Set(known.flatMap((facts) => facts.dataKeys ?? []));
  // Without any keys, somebody fills it later.
  if (all.size === 0 || known.some((facts) => facts.dataKeys === undefined)) return;
  for (const { key, at } of keys) {
    if (all.has(key)) continue;
    const similar = [...all].filter((one) => isTypo(key, one));
    // Keys of Secrets are often added where nobody can read them.
    if (kind === "Secret" && similar.length === 0) continue;
    const data = {
      ...subjectOf(workload),
      what: `key "${key}" of ${kind} "${name}"`,
      instead: similar[0],
      has: [...all].slice(0, 10).join(", "),
    };
    yield { at, data, related: [{ at: known[0]!.place, message: `The ${kind} stands here.` }] };
  }
}

function subjectOf({ kind, name }: Workload): { readonly subject: string } {
  return { subject: name === undefined ? kind : `${kind} "${name}"` };
}

function isBeside({ place }: ResourceFacts, uri: string): boolean {
  return folderOf(place.uri) === folderOf(uri);
}

/** Controllers of secrets and certificates often call what they make like the custom resource. */
function isMadeByOthers(name: string, namespace: string | undefined, workspace: WorkspaceView): boolean {
  return workspace
    .customIn(namespace)
    .some((facts) => facts.name !== undefined && (name === facts.name || name.startsWith(`${facts.name}-`)));
}
