import { decodeBase64 } from "./base64.ts";
import { type Auths, type PayloadKey, parseObject, type RegistryEntry, readAuths } from "./docker-auths.ts";
import { once } from "./once.ts";
import { isTemplated, literal, type Resource } from "./resource.ts";
import { isStandIn } from "./stand-in.ts";
import type { Value } from "./value.ts";

/** The types of Secrets that the kubelet pulls with, and the key that each has its payload under. */
export const payloadKeys: ReadonlyMap<string, PayloadKey> = new Map([
  ["kubernetes.io/dockerconfigjson", ".dockerconfigjson"],
  ["kubernetes.io/dockercfg", ".dockercfg"],
]);

/** The docker config of a Secret. No credential is kept: only which registries there are, and whether one would do. */
export interface DockerConfig {
  readonly key: PayloadKey;
  /** `undefined` where the Secret has no such key. */
  readonly at: Value | undefined;
  readonly payload: Payload;
}

export type Payload =
  /** Filled in later, encrypted, or copied from elsewhere. */
  | { readonly kind: "unknown" }
  | { readonly kind: "absent" }
  /** `entries` are those that a person can see in it, though the API server cannot. */
  | { readonly kind: "unreadable"; readonly fault: PayloadFault; readonly entries: readonly RegistryEntry[] }
  | ({ readonly kind: "read" } & Auths);

/**
 * Why the API server refuses a payload: it is no text; under `data` it is no base64, or plain JSON; under `stringData` it
 * is encoded already; it is no JSON object.
 */
export type PayloadFault = "not-text" | "not-base64" | "plain" | "encoded" | "not-json";

/**
 * The docker config of a Secret that has the type for it or the key; undefined for other resources. Reads once for all
 * rules. How the kubelet reads it:
 * https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/credentialprovider/secrets/secrets.go
 */
export function dockerConfigOf(resource: Resource): DockerConfig | undefined {
  return once(resource, read);
}

/** A docker config under another key than the one that the Secret's type asks for. */
export function misplacedConfig({ root }: Resource, key: PayloadKey): DockerConfig | undefined {
  const candidates = ["stringData", "data"].flatMap((name) => root.at(name)?.entries() ?? []);
  for (const { name, value: at } of candidates) {
    const payload = /docker|config/i.test(name) ? payloadOf(root, key, at) : undefined;
    if (payload?.kind === "read" && payload.hasAuths && 0 < payload.entries.length)
      return { key, at, payload };
  }
  return undefined;
}

/** A mark of tools that encrypt a Secret or write its data themselves. */
const fillers =
  /^(?:reflector\.v1\.k8s\.emberstack\.com\/reflects|replicator\.v1\.mittwald\.de\/replicate-from|avp\.kubernetes\.io\/.*|vault\.security\.banzaicloud\.io\/.*)$/;

function read(resource: Resource): DockerConfig | undefined {
  const { root } = resource;
  if (resource.group !== "" || resource.kind !== "Secret") return undefined;
  const has = (key: PayloadKey) => root.at("stringData", key) ?? root.at("data", key);
  const meant = payloadKeys.get(literal(root.at("type")) ?? "");
  const key = meant ?? ([...payloadKeys.values()] as const).find((one) => has(one));
  if (key === undefined) return undefined;
  // What `stringData` says takes the place of what `data` says.
  const at = has(key);
  return { key, at, payload: payloadOf(root, key, at) };
}

function payloadOf(root: Value, key: PayloadKey, at: Value | undefined): Payload {
  const annotations = root.at("metadata", "annotations")?.entries() ?? [];
  if (root.at("sops") || annotations.some(({ name }) => fillers.test(name))) return { kind: "unknown" };
  // A mapping may come from elsewhere as a whole, by a variable or a merge.
  const isOpen = ["data", "stringData"].some((name) => root.at(name)?.string !== undefined);
  if (!at) return { kind: isOpen ? "unknown" : "absent" };
  const encoded = at.parent?.key?.kind === "scalar" && at.parent.key.text === "data";
  // Without a value it is half-typed, and a null that is written is empty text.
  if (at.isNull) return at.scalar?.text ? unreadable("not-json") : { kind: "unknown" };
  const text = at.string;
  if (text === undefined) return unreadable("not-text");
  const json = encoded ? decodeBase64(text) : text;
  const config = json === undefined ? undefined : parseObject(json);
  if (config) return { kind: "read", ...readAuths(config, key) };
  const plain = encoded ? parseObject(text) : undefined;
  if (plain) return unreadable("plain", readAuths(plain, key));
  if (isUnfinished(text) || isUnfinished(json ?? "")) return { kind: "unknown" };
  if (json === undefined) return unreadable("not-base64");
  const inner = encoded ? undefined : parseObject(decodeBase64(text.trim()) ?? "");
  return inner ? unreadable("encoded", readAuths(inner, key)) : unreadable("not-json");
}

/** What cannot be read may become readable: a stand-in as a whole, or JSON with variables in it. */
function isUnfinished(text: string): boolean {
  // A list stays what it is.
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
