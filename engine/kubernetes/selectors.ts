import type { Selector } from "./labels.ts";
import type { Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** A selector of pods and its owner. */
export interface PodSelector {
  /** The kind that has it, or `NetworkPolicy peer`. */
  readonly owner: string;
  readonly at: Value;
}

/** The selectors of a Service, PodDisruptionBudget or NetworkPolicy for pods in the same namespace. */
export function podSelectorsOf({ kind, root }: Resource): readonly PodSelector[] {
  const spec = root.at("spec");
  if (spec?.at("type")?.string === "ExternalName") return [];
  const own = spec?.at(kind === "NetworkPolicy" ? "podSelector" : "selector");
  const rules = [
    ...(spec?.at("ingress")?.items() ?? []).map((rule) => rule.at("from")),
    ...(spec?.at("egress")?.items() ?? []).map((rule) => rule.at("to")),
  ];
  const peers = rules
    .flatMap((list) => list?.items() ?? [])
    // A namespace selector selects pods in other namespaces.
    .flatMap((peer) => (peer.at("namespaceSelector") ? [] : (peer.at("podSelector") ?? [])));
  return [
    ...(own ? [{ owner: kind, at: own }] : []),
    ...peers.map((at) => ({ owner: "NetworkPolicy peer", at })),
  ];
}

/** A selector as text, as kubectl writes it: `app=web, tier in (front, back), !canary`. */
export function selectorText(selector: Selector): string {
  return selector
    .map(({ key, operator, values }) => {
      if (operator === "Exists") return key;
      if (operator === "DoesNotExist") return `!${key}`;
      if (values.length === 1) return `${key}${operator === "In" ? "=" : "!="}${values[0]}`;
      return `${key} ${operator.toLowerCase()} (${values.join(", ")})`;
    })
    .join(", ");
}
