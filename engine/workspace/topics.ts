import { folderOf } from "../text/uri.ts";
import type { ResourceFacts } from "./facts.ts";

/** The key for a namespace that is missing or filled in later; no namespace has this name. */
export const anyNamespace = "*";

/** The topic of the definitions of a `group/Kind`. */
export function definitionTopic(groupKind: string): string {
  return `definition ${groupKind}`;
}

/** A topic whose answers contain a resource. */
interface Aspect {
  readonly topic: string;
  /** What the topic shows of the resource; other changes do not affect the topic. */
  readonly shown: () => string;
}

/** The topics whose answers change when facts are removed and added. */
export function changedTopics(
  gone: readonly ResourceFacts[],
  come: readonly ResourceFacts[],
): ReadonlySet<string> {
  // If one side is empty, every topic of the other changes.
  if (gone.length === 0 || come.length === 0) {
    return new Set([...gone, ...come].flatMap((facts) => aspectsOf(facts).map(({ topic }) => topic)));
  }
  const balances = new Map<string, number>();
  const count = (facts: ResourceFacts, by: number) => {
    for (const { topic, shown } of aspectsOf(facts)) {
      const key = `${topic}\n${shown()}`;
      balances.set(key, (balances.get(key) ?? 0) + by);
    }
  };
  for (const facts of gone) count(facts, -1);
  for (const facts of come) count(facts, 1);
  const changed = [...balances].filter(([, balance]) => balance !== 0);
  return new Set(changed.map(([key]) => key.slice(0, key.indexOf("\n"))));
}

/** All topics whose answers contain a resource. */
function aspectsOf(facts: ResourceFacts): readonly Aspect[] {
  const { groupKind, name, place, pod, labels } = facts;
  const namespace = facts.namespace ?? anyNamespace;
  const aspects: Aspect[] = [];
  const add = (topic: string, shown: () => string) => aspects.push({ topic, shown });
  const both = (topic: string, shown: () => string) => {
    add(topic, shown);
    add(`${topic} ${namespace}`, shown);
  };
  const whole = () => identity(facts);
  add(`kind ${groupKind}`, whole);
  add(`folder ${folderOf(place.uri)}`, () => serialize([groupKind, name, facts.namespace, labels]));
  if (facts.object !== undefined) add(`object ${facts.object}`, () => serialize([facts.version, place]));
  if (pod) both("workloads", whole);
  if (pod)
    both("pods", () =>
      serialize([groupKind, name, place, pod.labels, pod.replicas, pod.portNames, pod.portNumbers]),
    );
  if (facts.selectors.length > 0)
    both("selectors", () =>
      serialize([name, facts.selectors, facts.service, facts.headless, facts.publishesUnready]),
    );
  if (facts.secret) {
    add("secrets", whole);
    add(`secrets ${facts.secret.spreads ? anyNamespace : namespace}`, whole);
  }
  if (facts.custom) both("custom", whole);
  const { definition } = facts;
  if (definition) add(definitionTopic(definition.defines), () => serialize(definition));
  for (const key of facts.selectedKeys) add(`label ${key}`, () => "");
  return aspects;
}

const identities = new WeakMap<ResourceFacts, string>();

/** Equal for facts with the same content, places included, so that an unchanged resource keeps its identity. */
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
