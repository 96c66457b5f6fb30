import { registryKey } from "../images/registry-keys.ts";
import { decodeAnyBase64 } from "./base64.ts";
import { isTemplated } from "./resource.ts";
import { isFilledLater, isStandIn } from "./stand-in.ts";

export type PayloadKey = ".dockerconfigjson" | ".dockercfg";

/** The registries of a docker config. */
export interface Auths {
  /** Whether the registries are at the level where this form of the config has them. */
  readonly hasAuths: boolean;
  /** Includes registries at the level of the other form, which users can see but the kubelet ignores. */
  readonly entries: readonly RegistryEntry[];
}

export interface RegistryEntry {
  /** As `registryKey` returns it; `undefined` if it is filled in later. */
  readonly registry: string | undefined;
  /** Why the kubelet cannot log in: no credentials, an `auth` that is not base64, or one without a colon. */
  readonly fault: "none" | "not-base64" | "no-colon" | undefined;
  /** Has a password or a token that looks real. */
  readonly real: boolean;
}

/** Reads the registries of a docker config in the form for its key. Does not keep credentials. */
export function readAuths(config: Json, key: PayloadKey): Auths {
  const inner = isObject(config["auths"]) ? config["auths"] : undefined;
  const hasAuths = (key === ".dockerconfigjson") === (inner !== undefined);
  const entries = Object.entries(inner ?? config).map(([name, entry]) => readEntry(name, entry));
  return { hasAuths, entries };
}

type Json = { readonly [name: string]: unknown };

/** Parses a JSON object; undefined for any other text. */
export function parseObject(json: string): Json | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    // The error would quote a part of the text.
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
  // Without a colon, all of it might be a token.
  const hidden = decoded === undefined || colon === -1 ? auth : decoded.slice(colon + 1);
  return {
    registry,
    fault: faultOf(auth, decoded, username + password),
    real: [hidden, password, ...tokens].some((text) => !isStandIn(text)),
  };
}

/**
 * `auth` takes precedence over user name and password, and an invalid `auth` makes the whole Secret unusable.
 */
function faultOf(auth: string, decoded: string | undefined, plain: string): RegistryEntry["fault"] {
  if (auth === "") return plain === "" ? "none" : undefined;
  if (isStandIn(auth) || (decoded !== undefined && isTemplated(decoded))) return undefined;
  if (decoded === undefined) return "not-base64";
  return decoded.includes(":") ? undefined : "no-colon";
}
