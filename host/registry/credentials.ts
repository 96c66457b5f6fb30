import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { askHelper } from "./helper.ts";
import { type Fields, fieldsOf, parseJson, textOf } from "./json.ts";
import type { Credentials, Lookup } from "./login.ts";

interface CredentialOptions {
  /** Path of Docker's `config.json`; `undefined` for the default location. */
  readonly path: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly clock: () => number;
}

/** Milliseconds. Long enough to avoid calling a helper for each image, short enough to notice a login. */
const memory = 5 * 60_000;
const maxConfigSize = 1024 * 1024;

/**
 * Reads registry credentials from Docker's configuration: `credHelpers`, `credsStore` and `auths`, in this order.
 * Format: https://docs.docker.com/reference/cli/docker/login/.
 */
export class CredentialStore {
  readonly #options: CredentialOptions;
  readonly #found = new Map<string, { readonly at: number; readonly lookup: Promise<Lookup> }>();

  constructor(options: CredentialOptions) {
    this.#options = options;
  }

  /** The credentials for a registry, such as `docker.io` or `127.0.0.1:5000`. Never rejects. */
  of(registry: string): Promise<Lookup> {
    const now = this.#options.clock();
    const known = this.#found.get(registry);
    if (known && now - known.at < memory) return known.lookup;
    const lookup = this.#find(registry);
    this.#found.set(registry, { at: now, lookup });
    return lookup;
  }

  /** Whether the configuration has an entry for exactly this host, with its port if it has one. Never rejects. */
  async names(host: string): Promise<boolean> {
    const text = await readConfig(this.#path());
    const { auths, credHelpers } = fieldsOf(text ? parseJson(text) : undefined);
    return [auths, credHelpers].some((entries) => entryOf(fieldsOf(entries), host) !== undefined);
  }

  #path(): string {
    const { path, environment } = this.#options;
    const home = environment["HOME"] || environment["USERPROFILE"] || homedir();
    return path ?? join(environment["DOCKER_CONFIG"] || join(home, ".docker"), "config.json");
  }

  async #find(registry: string): Promise<Lookup> {
    const { environment } = this.#options;
    const path = this.#path();
    const text = await readConfig(path);
    if (text === undefined) return { credentials: undefined, problem: undefined };
    const config = text === null ? undefined : parseJson(text);
    if (text === null || typeof config !== "object" || config === null)
      return {
        credentials: undefined,
        problem: `the Docker configuration ${path} ${text === null ? "cannot be read" : "is not valid JSON"}`,
      };
    const { auths, credHelpers, credsStore } = fieldsOf(config);
    const helper = entryOf(fieldsOf(credHelpers), registry) ?? credsStore;
    const stored = fromAuths(entryOf(fieldsOf(auths), registry), registry);
    if (textOf(helper) === undefined) return stored;
    const asked = await askHelper(String(helper), addressOf(registry), environment);
    // If the helper has no credentials, use those in the file.
    return asked.credentials || !stored.credentials ? asked : stored;
  }
}

/** Docker Hub's credentials are stored under the URL of its first registry: https://docs.docker.com/reference/cli/docker/login/. */
function addressOf(registry: string): string {
  return registry === "docker.io" ? "https://index.docker.io/v1/" : registry;
}

/** `undefined` if there is none, `null` if it cannot be read. */
async function readConfig(path: string): Promise<string | null | undefined> {
  try {
    const stats = await stat(path);
    return stats.isFile() && stats.size <= maxConfigSize ? await readFile(path, "utf8") : null;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : null;
  }
}

/** The entry for exactly this registry, or one whose URL has its host: `https://registry.example/v2/`. */
function entryOf(entries: Fields, registry: string): unknown {
  const address = addressOf(registry);
  if (Object.hasOwn(entries, address)) return entries[address];
  const names = registry === "docker.io" ? ["docker.io", "index.docker.io"] : [registry];
  const key = Object.keys(entries).find((name) =>
    names.includes(name.replace(/^https?:\/\//, "").replace(/\/.*$/s, "")),
  );
  return key === undefined ? undefined : entries[key];
}

function fromAuths(entry: unknown, registry: string): Lookup {
  const { auth, username, password, identitytoken, registrytoken } = fieldsOf(entry);
  const found = (credentials: Credentials | undefined): Lookup => ({ credentials, problem: undefined });
  if (textOf(identitytoken)) return found({ kind: "identity", token: String(identitytoken) });
  if (textOf(registrytoken)) return found({ kind: "bearer", token: String(registrytoken) });
  if (textOf(auth)) {
    const pair = Buffer.from(String(auth), "base64").toString("utf8");
    const colon = pair.indexOf(":");
    if (colon <= 0)
      return {
        credentials: undefined,
        problem: `the Docker configuration has an invalid "auth" for ${registry} (it must be a user name and password in base64)`,
      };
    return found({ kind: "password", username: pair.slice(0, colon), password: pair.slice(colon + 1) });
  }
  const name = textOf(username);
  return found(
    name === undefined ? undefined : { kind: "password", username: name, password: textOf(password) ?? "" },
  );
}
