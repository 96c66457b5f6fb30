import { matches, type Selector } from "../kubernetes/labels.ts";
import { literal, type Resource } from "../kubernetes/resource.ts";
import type { Value } from "../kubernetes/value.ts";
import type { ResourceFacts, ServicePort } from "./facts.ts";
import { isTypo } from "./typo.ts";

/** The Service that a selector of Services is probably meant for, though it does not match. */
export interface MeantService {
  readonly service: ResourceFacts;
  /** The label whose value looks like a typo; `undefined` where the Service has not the labels at all. */
  readonly typo: { readonly key: string; readonly value: string } | undefined;
}

/**
 * Finds the Service that a monitor's selector is meant for: it has nearly the labels, or its pods have them, or it has
 * the monitor's name.
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

/** The labels that a selector asks for; `undefined` where it asks in another way than by one value of each. */
export function labelsOf(selector: Selector): Readonly<Record<string, string>> | undefined {
  const isPlain = selector.every(({ operator, values }) => operator === "In" && values.length === 1);
  return isPlain ? Object.fromEntries(selector.map(({ key, values }) => [key, values[0]!])) : undefined;
}

/** A port that a monitor scrapes, but that none of its Services has. */
export interface MissingPort {
  readonly port: Value;
  readonly asks: string;
  /** The name of the port that is probably meant. */
  readonly meant: string | undefined;
}

/** The ports of a monitor's endpoints that none of some Services has. */
export function missingPorts(spec: Value, ports: readonly ServicePort[]): readonly MissingPort[] {
  return (spec.at("endpoints")?.items() ?? []).flatMap((endpoint) => {
    const port = endpoint.at("port");
    const asks = literal(port);
    if (!port || asks === undefined || ports.some(({ name }) => name === asks)) return [];
    return [{ port, asks, meant: meantPort(asks, ports) }];
  });
}

export function portsOf({ service }: ResourceFacts): readonly ServicePort[] {
  return service?.ports ?? [];
}

/** The namespaces in which a monitor looks for Services, `undefined` among them for any; none where one is filled in later. */
export function namespacesOf({ namespace, root }: Resource): readonly (string | undefined)[] | undefined {
  const selector = root.at("spec", "namespaceSelector");
  if (selector?.at("any")?.value === true) return [undefined];
  const names = selector
    ?.at("matchNames")
    ?.items()
    .map((one: Value) => literal(one));
  if (!names || names.length === 0) return [namespace];
  return names.includes(undefined) ? undefined : names;
}

/** The port that is meant by a name that no port has; `undefined` where that cannot be told. */
function meantPort(name: string, ports: readonly ServicePort[]): string | undefined {
  const byNumber = ports.filter(({ number }) => String(number) === name);
  const alike = ports.filter((port) => port.name !== undefined && isTypo(name, port.name));
  const [only, ...others] = [byNumber, alike, ports].find((some) => some.length > 0) ?? [];
  return others.length === 0 ? only?.name : undefined;
}

function selectsPodsWith({ selectors }: ResourceFacts, labels: Readonly<Record<string, string>>): boolean {
  const asked = selectors.find(({ owner }) => owner === "Service")?.selector;
  if (!asked) return false;
  const own = new Map(asked.map(({ key, values }) => [key, values[0]]));
  return Object.entries(labels).every(([key, value]) => own.get(key) === value);
}

/** The one label that keeps a Service from being matched, where its value looks like a typo. */
function typoOf(selector: Selector, service: ResourceFacts): MeantService["typo"] {
  const unmet = selector.filter((one) => !matches([one], service.labels));
  const [only] = unmet;
  const value = only && service.labels.get(only.key);
  if (!only || 1 < unmet.length || value === undefined || only.operator !== "In") return undefined;
  return only.values.some((one) => isTypo(one, value)) ? { key: only.key, value } : undefined;
}
