import { decodeBase64 } from "./base64.ts";
import { type Auths, type PayloadKey, parseObject, type RegistryEntry, readAuths } from "./docker-auths.ts";
import { once } from "./once.ts";
import { isTemplated, literal, type Resource } from "./resource.ts";
import { isStandIn } from "./stand-in.ts";
import type { Value } from "./value.ts";

/** The types of pull secrets, and the key of each one's payload. */
export const payloadKeys: ReadonlyMap<string, PayloadKey> = new Map([
  ["kubernetes.io/dockerconfigjson", ".dockerconfigjson"],
  ["kubernetes.io/dockercfg", ".dockercfg"],
]);

/**
 * The docker config of a Secret. Does not keep credentials, only the registries and whether their credentials are
 * usable.
 */
export interface DockerConfig {
  readonly key: PayloadKey;
  /** `undefined` if the Secret does not have the key. */
  readonly at: Value | undefined;
  readonly payload: Payload;
}

export type Payload =
  /** Filled in later, encrypted, or copied from elsewhere. */
  | { readonly kind: "unknown" }
  | { readonly kind: "absent" }
  /** `entries` are the registries that users can see in it, although the API server cannot. */
  | { readonly kind: "unreadable"; readonly fault: PayloadFault; readonly entries: readonly RegistryEntry[] }
  | ({ readonly kind: "read" } & Auths);

/**
 * Why the API server rejects a payload: it is not a string; under `data` it is not base64, or it is plain JSON; under
 * `stringData` it is already encoded; it is not a JSON object.
 */
export type PayloadFault = "not-text" | "not-base64" | "plain" | "encoded" | "not-json";

/**
 * The docker config of a Secret that has its type or its key; undefined for other resources. How the kubelet reads it:
 * https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/credentialprovider/secrets/secrets.go
 */
export function dockerConfigOf(resource: Resource): DockerConfig | undefined {
  return once(resource, read);
}

/** A docker config under a different key than the one that the Secret's type requires. */
export function misplacedConfig({ root }: Resource, key: PayloadKey): DockerConfig | undefined {
  const candidates = ["stringData", "data"].flatMap((name) => root.at(name)?.entries() ?? []);
  for (const { name, value: at } of candidates) {
    const payload = /docker|config/i.test(name) ? payloadOf(root, key, at) : undefined;
    if (payload?.kind === "read" && payload.hasAuths && 0 < payload.entries.length)
      return { key, at, payload };
  }
  return undefined;
}

/** Marks of tools that encrypt a Secret or fill in its data. */
const fillers =
  /^(?:reflector\.v1\.k8s\.emberstack\.com\/reflects|replicator\.v1\.mittwald\.de\/replicate-from|avp\.kubernetes\.io\/.*|vault\.security\.banzaicloud\.io\/.*)$/;

function read(resource: Resource): DockerConfig | undefined {
  const { root } = resource;
  if (resource.group !== "" || resource.kind !== "Secret") return undefined;
  const has = (key: PayloadKey) => root.at("stringData", key) ?? root.at("data", key);
  const meant = payloadKeys.get(literal(root.at("type")) ?? "");
  const key = meant ?? ([...payloadKeys.values()] as const).find((one) => has(one));
  if (key === undefined) return undefined;
  // `stringData` takes precedence over `data`.
  const at = has(key);
  return { key, at, payload: payloadOf(root, key, at) };
}

function payloadOf(root: Value, key: PayloadKey, at: Value | undefined): Payload {
  const annotations = root.at("metadata", "annotations")?.entries() ?? [];
  if (root.at("sops") || annotations.some(({ name }) => fillers.test(name))) return { kind: "unknown" };
  // A variable or a merge can supply a whole mapping.
  const isOpen = ["data", "stringData"].some((name) => root.at(name)?.string !== undefined);
  if (!at) return { kind: isOpen ? "unknown" : "absent" };
  // A key without a value is half-typed; an explicit null is an empty string.
  if (at.isNull) return at.scalar?.text ? unreadable("not-json") : { kind: "unknown" };
  const text = at.string;
  if (text === undefined) return unreadable("not-text");
  const isEncoded = at.parent?.key?.kind === "scalar" && at.parent.key.text === "data";
  return isEncoded ? encodedPayload(text, key) : plainPayload(text, key);
}

/** The payload in `data`. */
function encodedPayload(text: string, key: PayloadKey): Payload {
  const json = decodeBase64(text);
  const config = json === undefined ? undefined : parseObject(json);
  if (config) return { kind: "read", ...readAuths(config, key) };
  const plain = parseObject(text);
  if (plain) return unreadable("plain", readAuths(plain, key));
  if (isUnfinished(text) || isUnfinished(json ?? "")) return { kind: "unknown" };
  return unreadable(json === undefined ? "not-base64" : "not-json");
}

/** The payload in `stringData`. */
function plainPayload(text: string, key: PayloadKey): Payload {
  const config = parseObject(text);
  if (config) return { kind: "read", ...readAuths(config, key) };
  if (isUnfinished(text)) return { kind: "unknown" };
  const encoded = parseObject(decodeBase64(text.trim()) ?? "");
  return encoded ? unreadable("encoded", readAuths(encoded, key)) : unreadable("not-json");
}

/**
 * Text that cannot be read now might become readable: a placeholder as a whole, or JSON with variables in it.
 */
function isUnfinished(text: string): boolean {
  // A list can never become an object.
  if (text === "" || isJsonList(text)) return false;
  return /^\s*\{[^}]*"/.test(text) ? isTemplated(text) || text.includes("ENC[") : isStandIn(text);
}

function isJsonList(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

function unreadable(fault: PayloadFault, shown?: Auths): Payload {
  return { kind: "unreadable", fault, entries: shown?.entries ?? [] };
}
