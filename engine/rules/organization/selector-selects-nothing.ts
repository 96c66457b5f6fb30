import { readSelector, type Selector } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { podSelectorsOf, selectorText } from "../../kubernetes/selectors.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag, names } from "../../rule/options.ts";
import { defineRule, inWorkspace, kinds, type Peers } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";
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
  summary: "A selector matches no pods, but a workload with similar labels exists.",
  why: "The API server accepts the object, but the Service has no endpoints, and the NetworkPolicy or PodDisruptionBudget protects no pods.",
  links: ["https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service"],
  options: {
    owners: names("Kinds whose selectors are checked.", [
      "Service",
      "NetworkPolicy",
      "NetworkPolicy peer",
      "PodDisruptionBudget",
    ]),
    nearOnly: flag(
      "Report a selector only if a workload in the workspace has similar labels. Pods can also come from a chart or exist only in the cluster.",
      true,
    ),
  },
  on: inWorkspace(kinds("/Service", "networking.k8s.io/NetworkPolicy", "policy/PodDisruptionBudget")),

  *check(resource, { options, workspace, uri }) {
    const role = workspace.kustomize(uri);
    if (role.labels) return;
    // If a kustomization sets the namespace, the namespaces in the files do not count.
    const namespace = role.namespace ? undefined : resource.namespace;
    for (const { owner, at } of podSelectorsOf(resource)) {
      const selector = readSelector(at);
      if (!options.owners.includes(owner) || !selector || !requiresValue(selector)) continue;
      const { workloads, unknown } = workspace.selectedBy(selector, namespace);
      if (workloads.length > 0 || unknown) continue;
      const name = owner === resource.kind ? resource.name : undefined;
      const misses = plausibleMisses({ kind: owner, name, namespace, uri, selector }, workspace).filter(
        (miss) => suggestsPods(owner, miss),
      );
      if (misses.length === 0 && options.nearOnly) continue;
      const only = onlyUnmetEntry(at, misses);
      yield {
        at: only ?? at,
        onKey: only === undefined,
        data: {
          title: titleOf(resource),
          owner,
          name,
          namespace,
          at,
          requirements: selectorText(selector),
          misses,
        },
        peers: peersOf(owner),
        related: misses.map(({ workload }) => ({
          at: workload.place,
          message: `${podsText(workload)} ${describeLabels(workload.pod.labels)}.`,
        })),
      };
    }
  },

  message: ({ title, owner, namespace, requirements }) => {
    const subject = owner === "NetworkPolicy peer" ? `A peer of ${title}` : title;
    const place = namespace === undefined ? "" : ` in namespace "${namespace}"`;
    return `${subject} selects pods with ${requirements}, but this workspace has none${place}, so ${results[owner]}.`;
  },

  fixClasses: ["review"],
  *fixes({ data }, edit) {
    for (const miss of data.misses.slice(0, 3)) {
      // Review: traffic, policies and disruption budgets start to apply to other pods.
      const steps = stepsTo(data, miss);
      if (!steps || steps.length === 0) continue;
      yield {
        class: "review",
        title: fixTitle(miss, steps),
        edits: steps.map(({ entry, value, name }) =>
          name === undefined ? edit.setValue(entry, value) : edit.renameKey(entry, name),
        ),
      };
    }
  },
});

/** Other tools have a separate check for each kind. */
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
  "NetworkPolicy peer": { "kube-linter": ["dangling-networkpolicypeer-podselector"] },
};

function peersOf(owner: string): Peers {
  return peers[owner] ?? {};
}

/** The consequence of a selector that matches no pods. */
const results: Readonly<Record<string, string>> = {
  Service: "connections to it fail unless such pods are created elsewhere",
  NetworkPolicy: "it protects no pods",
  PodDisruptionBudget: "it protects no pods",
  "NetworkPolicy peer": "the peer allows no traffic",
};

function requiresValue(selector: Selector): boolean {
  return selector.some(({ operator }) => operator === "In");
}

function suggestsPods(owner: string, { typo }: Miss): boolean {
  // The peers of a policy are often defined elsewhere, so only a typo suggests that a pod in the workspace is meant.
  return typo || owner !== "NetworkPolicy peer";
}

/** The entry of a selector that requires a value for a key. */
function entryOf(selector: Value, key: string): Value | undefined {
  return (selector.at("matchLabels") ?? selector).at(key);
}

/** The entry of a selector that alone keeps it from matching the most plausible workload. */
function onlyUnmetEntry(selector: Value, [best]: readonly Miss[]): Value | undefined {
  const [unmet, ...more] = best?.unmet ?? [];
  return unmet && more.length === 0 ? entryOf(selector, unmet.requirement.key) : undefined;
}

interface Selection {
  readonly at: Value;
  readonly owner: string;
  /** The name of the object that has the selector. */
  readonly name: string | undefined;
  readonly misses: readonly Miss[];
}

/** A change of one entry of a selector: a different value, or a different key. */
type Step =
  | { readonly entry: Value; readonly key: string; readonly value: string; readonly name?: undefined }
  | { readonly entry: Value; readonly key: string; readonly name: string; readonly value?: undefined };

/** The changes after which a selector selects a workload; `undefined` if one of them is unknown. */
function stepsTo({ at, owner, name }: Selection, miss: Miss): readonly Step[] | undefined {
  if (!miss.workload.name) return undefined;
  // A policy for different pods changes which traffic is allowed, so being the only workload nearby is not enough.
  if (owner !== "Service" && !miss.typo && !miss.shares && miss.workload.name !== name) return undefined;
  const steps = miss.unmet.map(({ requirement: { key, values }, actual }): Step | undefined => {
    const entry = entryOf(at, key);
    if (!entry) return undefined;
    if (actual !== undefined) return { entry, key, value: actual };
    // The pods might have the same value under a different key, such as `app` instead of `app.kubernetes.io/name`.
    const sameValue = [...(miss.workload.pod.labels ?? [])].find(([, value]) => values.includes(value))?.[0];
    return sameValue === undefined || entryOf(at, sameValue) ? undefined : { entry, key, name: sameValue };
  });
  return steps.every((step) => step !== undefined) ? steps : undefined;
}

/** `Set app to web in the selector (selects Deployment "web")` */
function fixTitle({ workload: { groupKind, name } }: Miss, steps: readonly Step[]): string {
  const values = steps.flatMap(({ key, value }) => (value === undefined ? [] : `${key} to ${value || '""'}`));
  const names = steps.flatMap(({ key, name: newKey }) => (newKey === undefined ? [] : `${key} to ${newKey}`));
  const parts = [
    ...(values.length > 0 ? [`set ${sentenceList(values)}`] : []),
    ...(names.length > 0 ? [`rename ${sentenceList(names)}`] : []),
  ].join(" and ");
  const pods = kindOf(groupKind) === "Pod" ? "" : "the pods of ";
  return `${parts[0]!.toUpperCase()}${parts.slice(1)} in the selector (selects ${pods}${kindOf(groupKind)} "${name}")`;
}

/** `The pods of this Deployment have`, `This Pod has` */
function podsText({ groupKind }: Miss["workload"]): string {
  const kind = kindOf(groupKind);
  return kind === "Pod" ? "This Pod has" : `The pods of this ${kind} have`;
}

function kindOf(groupKind: string): string {
  return groupKind.slice(groupKind.indexOf("/") + 1);
}

function describeLabels(labels: ReadonlyMap<string, string> | undefined): string {
  const pairs = [...(labels ?? [])].map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? "no labels" : pairs.join(", ");
}
