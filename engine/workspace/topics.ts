import type { ResourceFacts } from "./facts.ts";

/** Stands for a namespace that is missing or filled in later; no namespace has this name. */
export const anyNamespace = "*";

/** Topics whose answers show a resource, each with what they show of it: only a change of that is a change of the topic. */
export function aspectsOf(facts: ResourceFacts): readonly (readonly [topic: string, shown: string])[] {
  const { groupKind, name, place, pod, labels } = facts;
  const namespace = facts.namespace ?? anyNamespace;
  const whole = identity(facts);
  const both = (topic: string, shown: string) =>
    [
      [topic, shown],
      [`${topic} ${namespace}`, shown],
    ] as const;
  return [
    [`kind ${groupKind}`, whole],
    [`folder ${folderOf(place.uri)}`, serialize([groupKind, name, facts.namespace, labels])],
    ...(pod ? both("workloads", whole) : []),
    ...(pod ? both("pods", serialize([groupKind, name, place, pod.labels])) : []),
    ...(facts.selectors.length > 0 ? both("selectors", serialize(facts.selectors)) : []),
    ...(facts.custom ? both("custom", whole) : []),
    ...facts.selectedKeys.map((key) => [`label ${key}`, ""] as const),
  ];
}

/** The folder of a file, without a slash at its end. */
export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf("/"));
}

const identities = new WeakMap<ResourceFacts, string>();

/** Equal for facts that say the same, places included: an unmoved, unchanged resource stays itself. */
export function identity(facts: ResourceFacts): string {
  let text = identities.get(facts);
  if (text === undefined) {
    text = serialize(facts);
    identities.set(facts, text);
  }
  return text;
}

function serialize(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (one instanceof Map ? [...one] : one));
}
