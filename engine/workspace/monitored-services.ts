import { matches, type Selector } from "../kubernetes/labels.ts";
import { literal, type Resource } from "../kubernetes/resource.ts";
import type { Value } from "../kubernetes/value.ts";
import type { ResourceFacts, ServicePort } from "./facts.ts";
import { isTypo } from "./typo.ts";

/** The Service that a selector is probably meant for, although it does not match. */
export interface MeantService {
  readonly service: ResourceFacts;
  /** The label whose value looks like a typo; `undefined` if the Service does not have the labels at all. */
  readonly typo: { readonly key: string; readonly value: string } | undefined;
}

/**
 * Finds the Service that a monitor's selector is probably meant for: it has similar labels, its pods have the labels, or
 * it has the monitor's name.
 */
export function meantService(
  selector: Selector,
  name: string | undefined,
  services: readonly ResourceFacts[],
): MeantService | undefined {
  for (const service of services) {
    const typo = typoOf(selector, service);
    if (typo) return { service, typo };
  }
  const labels = labelsOf(selector);
  if (!labels) return undefined;
  const service =
    services.find((one) => one.name !== undefined && selectsPodsWith(one, labels)) ??
    services.find((one) => one.name !== undefined && one.name === name);
  return service && { service, typo: undefined };
}

/** The labels that a selector requires; `undefined` if it is more than one value for each label. */
export function labelsOf(selector: Selector): Readonly<Record<string, string>> | undefined {
  const isPlain = selector.every(({ operator, values }) => operator === "In" && values.length === 1);
  return isPlain ? Object.fromEntries(selector.map(({ key, values }) => [key, values[0]!])) : undefined;
}

/** A port that a monitor scrapes, but that none of its Services has. */
export interface MissingPort {
  readonly port: Value;
  /** The name of the port in the endpoint. */
  readonly wanted: string;
  /** The name of the port that is probably meant. */
  readonly meant: string | undefined;
}

/** The ports of a monitor's endpoints that are not among the given ports of Services. */
export function missingPorts(spec: Value, ports: readonly ServicePort[]): readonly MissingPort[] {
  return (spec.at("endpoints")?.items() ?? []).flatMap((endpoint) => {
    const port = endpoint.at("port");
    const wanted = literal(port);
    if (!port || wanted === undefined || ports.some(({ name }) => name === wanted)) return [];
    return [{ port, wanted, meant: meantPort(wanted, ports) }];
  });
}

export function portsOf({ service }: ResourceFacts): readonly ServicePort[] {
  return service?.ports ?? [];
}

/** The namespaces in which a monitor looks for Services: `[undefined]` for any, `undefined` if one is filled in later. */
export function namespacesOf({ namespace, root }: Resource): readonly (string | undefined)[] | undefined {
  const selector = root.at("spec", "namespaceSelector");
  if (selector?.at("any")?.value === true) return [undefined];
  const names = selector
    ?.at("matchNames")
    ?.items()
    .map((name: Value) => literal(name));
  if (!names || names.length === 0) return [namespace];
  return names.includes(undefined) ? undefined : names;
}

/** The name of the port that is probably meant; `undefined` if that is unclear. */
function meantPort(name: string, ports: readonly ServicePort[]): string | undefined {
  const byNumber = ports.filter(({ number }) => String(number) === name);
  const alike = ports.filter((port) => port.name !== undefined && isTypo(name, port.name));
  const [only, ...rest] = [byNumber, alike, ports].find((candidates) => candidates.length > 0) ?? [];
  return rest.length === 0 ? only?.name : undefined;
}

function selectsPodsWith({ selectors }: ResourceFacts, labels: Readonly<Record<string, string>>): boolean {
  const podSelector = selectors.find(({ owner }) => owner === "Service")?.selector;
  if (!podSelector) return false;
  const selected = new Map(podSelector.map(({ key, values }) => [key, values[0]]));
  return Object.entries(labels).every(([key, value]) => selected.get(key) === value);
}

/** The only label that does not match, if its value looks like a typo. */
function typoOf(selector: Selector, service: ResourceFacts): MeantService["typo"] {
  const unmet = selector.filter((requirement) => !matches([requirement], service.labels));
  const [only] = unmet;
  const value = only && service.labels.get(only.key);
  if (!only || 1 < unmet.length || value === undefined || only.operator !== "In") return undefined;
  return only.values.some((wanted) => isTypo(wanted, value)) ? { key: only.key, value } : undefined;
}
