import { type ConfigReference, configReferencesOf } from "../../kubernetes/config-references.ts";
import type { Workload } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import type { ResourceFacts } from "../../workspace/facts.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import { lookUpSecret } from "../../workspace/secret-lookup.ts";
import { isTogether, type Namer } from "../../workspace/together.ts";
import { isTypo } from "../../workspace/typo.ts";

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
    const user = { namespace: workload.namespace, uri };
    for (const reference of configReferencesOf(workload)) {
      const { kind, name, at } = reference;
      const found = lookUp(workspace, user, reference);
      if (found === "somewhere") continue;
      if (found.length > 0) {
        yield* unknownKeys(reference, found, workload);
        continue;
      }
      const meant = workspace
        .similar(`/${kind}`, workload.namespace, name)
        .filter((facts) => isTogether(user, facts));
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

/** Those that are meant; none where it is not here, `somewhere` where it is, or may be, but not certainly as it is written. */
function lookUp(
  workspace: WorkspaceView,
  user: Namer,
  { kind, name }: ConfigReference,
): readonly ResourceFacts[] | "somewhere" {
  if (kind === "Secret") {
    const found = lookUpSecret(workspace, user, name);
    if (found.kind === "absent") return isMadeByOthers(name, user.namespace, workspace) ? "somewhere" : [];
    return found.kind === "here" && found.certain ? found.secrets : "somewhere";
  }
  if (workspace.generatedConfigMaps().has(name)) return "somewhere";
  const found = workspace.named("/ConfigMap", undefined, name);
  if (found.length > 0) return found.every((facts) => isTogether(user, facts)) ? found : "somewhere";
  return isMadeByOthers(name, user.namespace, workspace) ? "somewhere" : [];
}

/** Controllers of configuration, secrets and certificates often call what they make like the custom resource. */
function isMadeByOthers(name: string, namespace: string | undefined, workspace: WorkspaceView): boolean {
  return workspace
    .customIn(namespace)
    .some((facts) => facts.name !== undefined && (name === facts.name || name.startsWith(`${facts.name}-`)));
}
