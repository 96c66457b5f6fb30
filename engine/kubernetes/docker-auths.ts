import { registryKey } from "../images/registry-keys.ts";
import { decodeAnyBase64 } from "./base64.ts";
import { isTemplated } from "./resource.ts";
import { isFilledLater, isStandIn } from "./stand-in.ts";

export type PayloadKey = ".dockerconfigjson" | ".dockercfg";

/** The registries of a docker config. */
export interface Auths {
  /** Whether they stand where the form of its key has them. */
  readonly hasAuths: boolean;
  /** Where they stand in the other form, they can be seen as well, but not by the kubelet. */
  readonly entries: readonly RegistryEntry[];
}

export interface RegistryEntry {
  /** As `registryKey` gives it; `undefined` where it is filled in later. */
  readonly registry: string | undefined;
  /** Why the kubelet has nothing to log in with: no credentials, `auth` that is no base64, or without a colon in it. */
  readonly fault: "none" | "not-base64" | "no-colon" | undefined;
  /** Holds a password or a token that looks real. */
  readonly real: boolean;
}

/** Reads the registries of a docker config in the form of its key; no credential is kept. */
export function readAuths(config: Json, key: PayloadKey): Auths {
  const inner = isObject(config["auths"]) ? config["auths"] : undefined;
  const hasAuths = (key === ".dockerconfigjson") === (inner !== undefined);
  const entries = Object.entries(inner ?? config).map(([name, entry]) => readEntry(name, entry));
  return { hasAuths, entries };
}

type Json = { readonly [name: string]: unknown };

/** The JSON object that a text is; undefined for all other texts. */
export function parseObject(json: string): Json | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    // The error would repeat a part of the text.
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readEntry(name: string, entry: unknown): RegistryEntry {
  const registry = isFilledLater(name) ? undefined : registryKey(name);
  if (!isObject(entry)) return { registry, fault: "none", real: false };
  const texts = ["auth", "username", "password", "identitytoken", "registrytoken"].map((field) => {
    const value = entry[field];
    return typeof value === "string" ? value : "";
  });
  const [auth = "", username = "", password = "", ...tokens] = texts;
  const decoded = decodeAnyBase64(auth);
  const colon = decoded?.indexOf(":") ?? -1;
  // Without a colon all of it may be a token.
  const hidden = decoded === undefined || colon === -1 ? auth : decoded.slice(colon + 1);
  return {
    registry,
    fault: faultOf(auth, decoded, username + password),
    real: [hidden, password, ...tokens].some((text) => !isStandIn(text)),
  };
}

/** `auth` goes before user name and password, and one that cannot be read fails all of the Secret. */
function faultOf(auth: string, decoded: string | undefined, plain: string): RegistryEntry["fault"] {
  if (auth === "") return plain === "" ? "none" : undefined;
  if (isStandIn(auth) || (decoded !== undefined && isTemplated(decoded))) return undefined;
  if (decoded === undefined) return "not-base64";
  return decoded.includes(":") ? undefined : "no-colon";
}
