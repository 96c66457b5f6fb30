import { readSelector } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { podSelectorsOf, selectorText } from "../../kubernetes/selectors.ts";
import type { Value } from "../../kubernetes/value.ts";
import type { EditBuilder } from "../../lint/edit.ts";
import { flag, names } from "../../lint/options.ts";
import { defineRule, kinds, type Peers } from "../../lint/rule.ts";
import { type Miss, plausibleMisses } from "../../workspace/near-miss.ts";

export default defineRule({
  id: "selector-selects-nothing",
  category: "organization",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  presetOptions: { "kube-linter": { owners: ["Service"], nearOnly: false } },
  peers: {
    "kube-linter": ["dangling-service", "dangling-networkpolicy", "dangling-networkpolicypeer-podselector"],
    "kube-score": ["service-targets-pod", "networkpolicy-targets-pod"],
    kubescape: ["C-0293", "C-0299"],
  },
  summary: "A selector matches no pods, and a workload nearby looks like the one it is meant for.",
  why: "Nothing fails when it is applied, but the Service has no endpoints and the policy or budget guards nothing.",
  links: ["https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service"],
  options: {
    owners: names("Whose selectors are looked at.", [
      "Service",
      "NetworkPolicy",
      "NetworkPolicy peer",
      "PodDisruptionBudget",
    ]),
    nearOnly: flag(
      "Report only where a workload nearby looks like the one that is meant; others may come from a chart or be in the cluster.",
      true,
    ),
  },
  asksWorkspace: true,
  on: kinds("/Service", "networking.k8s.io/NetworkPolicy", "policy/PodDisruptionBudget"),

  *check(resource, { options, workspace, uri }) {
    const role = workspace.kustomize(uri);
    if (role.labels) return;
    // Where a kustomization sets the namespace, what is written in the files says nothing.
    const namespace = role.namespace ? undefined : resource.namespace;
    for (const { owner, at } of podSelectorsOf(resource)) {
      const selector = readSelector(at);
      if (!options.owners.includes(owner) || !selector?.some(({ operator }) => operator === "In")) continue;
      const { workloads, unknown } = workspace.selectedBy(selector, namespace);
      if (workloads.length > 0 || unknown) continue;
      const name = owner === resource.kind ? resource.name : undefined;
      const all = plausibleMisses({ kind: owner, name, namespace, uri, selector }, workspace);
      // Who may come in often stands elsewhere, so that only a slip of the finger speaks for a pod that is here.
      const misses = owner === "NetworkPolicy peer" ? all.filter(({ typo }) => typo) : all;
      const [best] = misses;
      if (!best && options.nearOnly) continue;
      const only = best?.unmet.length === 1 ? entryOf(at, best.unmet[0]!.requirement.key) : undefined;
      const searched = workspace.workloadsIn(namespace).length;
      yield {
        at: only ?? at,
        onKey: only === undefined,
        data: {
          title: titleOf(resource),
          owner,
          name,
          namespace,
          at,
          asks: selectorText(selector),
          searched,
          misses,
        },
        peers: peers[owner],
        related: misses.map(({ workload }) => ({
          at: workload.place,
          message: `The pods of this ${kindOf(workload.groupKind)} are labeled ${describeLabels(workload.pod.labels)}.`,
        })),
      };
    }
  },

  message: ({ title, owner, namespace, asks, searched }) => {
    const among =
      searched === 0
        ? "no workload"
        : searched === 1
          ? "the one workload"
          : `none of the ${searched} workloads`;
    const place = namespace === undefined ? "this workspace" : `this workspace's namespace ${namespace}`;
    const subject = owner === "NetworkPolicy peer" ? `A rule of ${title} is for` : `${title} selects`;
    return `${subject} ${asks}, which ${among} in ${place} ${searched === 1 ? "does not have" : "has"}, so it ${results[owner]}.`;
  },

  fixes: [
    // Review: traffic, rules and budgets begin to apply to pods that they left alone before.
    {
      class: "review",
      title: ({ misses }) => fixTitle(misses[0]),
      edits: (hit, edit) => select(hit.data, 0, edit),
    },
    {
      class: "review",
      title: ({ misses }) => fixTitle(misses[1]),
      edits: (hit, edit) => select(hit.data, 1, edit),
    },
    {
      class: "review",
      title: ({ misses }) => fixTitle(misses[2]),
      edits: (hit, edit) => select(hit.data, 2, edit),
    },
  ],
});

/** Other tools have a check for each. */
const peers: Readonly<Record<string, Peers>> = {
  Service: {
    "kube-linter": ["dangling-service"],
    "kube-score": ["service-targets-pod"],
    kubescape: ["C-0293"],
  },
  NetworkPolicy: {
    "kube-linter": ["dangling-networkpolicy"],
    "kube-score": ["networkpolicy-targets-pod"],
    kubescape: ["C-0299"],
  },
  PodDisruptionBudget: {},
  "NetworkPolicy peer": { "kube-linter": ["dangling-networkpolicypeer-podselector"] },
};

/** What comes of a selector that selects nothing. */
const results: Readonly<Record<string, string>> = {
  Service: "has no endpoints",
  NetworkPolicy: "guards nothing",
  PodDisruptionBudget: "guards nothing",
  "NetworkPolicy peer": "lets nobody through",
};

/** The place where a selector asks for a key by value. */
function entryOf(selector: Value, key: string): Value | undefined {
  return (selector.at("matchLabels") ?? selector).at(key);
}

interface Selection {
  readonly at: Value;
  readonly owner: string;
  /** Of the object that has the selector. */
  readonly name: string | undefined;
  readonly misses: readonly Miss[];
}

function select({ at, owner, name, misses }: Selection, index: number, edit: EditBuilder) {
  const miss = misses[index];
  if (!miss?.workload.name) return undefined;
  // A policy that is pointed at other pods changes who can reach what: being the only workload nearby is not enough.
  if (owner !== "Service" && !miss.typo && !miss.shares && miss.workload.name !== name) return undefined;
  return miss.unmet.map(({ requirement: { key, values }, actual }) => {
    const entry = entryOf(at, key);
    if (!entry) return undefined;
    if (actual !== undefined) return edit.setValue(entry, actual);
    // The pods may have the very value under another key, as `app` for `app.kubernetes.io/name`.
    const other = [...(miss.workload.pod.labels ?? [])].find(([, value]) => values.includes(value))?.[0];
    return other === undefined || entryOf(at, other) ? undefined : edit.renameKey(entry, other);
  });
}

function fixTitle(miss: Miss | undefined): string {
  return `Select the pods of ${kindOf(miss?.workload.groupKind ?? "")} "${miss?.workload.name ?? ""}"`;
}

function kindOf(groupKind: string): string {
  return groupKind.slice(groupKind.indexOf("/") + 1);
}

function describeLabels(labels: ReadonlyMap<string, string> | undefined): string {
  const all = [...(labels ?? [])].map(([key, value]) => `${key}=${value}`);
  return all.length === 0 ? "with nothing" : all.join(", ");
}
