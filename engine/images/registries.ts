import { PRIVATE_REGISTRIES, type PrivateRegistry } from "./private-registries.ts";

// Only registries that are documented to be private. The public ones (registry.k8s.io, quay.io, docker.io,
// ghcr.io, public.ecr.aws, mcr.microsoft.com, gcr.io) have private images too, but those cannot be
// recognized.

/** How to log in to one registry. */
export interface RegistryCredentialNote {
  /** `Amazon ECR`. */
  readonly name: string;
  /**
   * A sentence on how clusters of the same provider authenticate without a Secret; undefined if they need one like any
   * other.
   */
  readonly platform: string | undefined;
  /** The value for `--docker-server` and the key in `auths`. */
  readonly server: string;
  /** The value for `--docker-username`; undefined if it is different for each user, as `password` explains. */
  readonly userName: string | undefined;
  /** A noun phrase that describes the password. */
  readonly password: string;
  /** The minutes after which such a password expires; undefined if it is valid until it is revoked. */
  readonly lifetimeMinutes: number | undefined;
  readonly note: string | undefined;
  /** URL of the documentation. */
  readonly source: string;
}

/**
 * Whether pulling from this registry always requires credentials, or because it is one of `privateHosts` (the
 * user's own, with `*` for any run of characters).
 */
export function needsAuthentication(registry: string, privateHosts: readonly string[]): boolean {
  return (
    privateHosts.some((host) => wildcardMatches(host, registry)) ||
    knownRegistry(registry)?.isPrivate === true
  );
}

/**
 * Whether the registry's platform gives its own clusters access, so that their pods need no Secret. Source:
 * https://kubernetes.io/docs/tasks/administer-cluster/kubelet-credential-provider/
 */
export function isCloudRegistry(registry: string): boolean {
  const known = knownRegistry(registry);
  return known?.isPrivate === true && known.platform !== undefined;
}

/** Undefined for unknown registries. Ports never match, because they are custom. */
export function registryCredentialNote(registry: string): RegistryCredentialNote | undefined {
  const known = knownRegistry(registry);
  return (
    known && {
      name: known.name,
      platform: known.platform,
      server: known.server ?? registry,
      userName: known.userName,
      password: known.password,
      lifetimeMinutes: known.lifetimeMinutes,
      note: known.note,
      source: known.source,
    }
  );
}

/**
 * Whether an allow-list entry covers an image, in the normalized form of `parseImageReference`. The entry is a host
 * (`ghcr.io`, `*.azurecr.io`), or a host and the beginning of a path in whole components (`ghcr.io/acme`,
 * `docker.io/library`). `*` matches any run of characters in the host, and inside one path component; as the last
 * component it matches everything that follows (`ghcr.io/acme/*`).
 */
export function registryMatches(pattern: string, registry: string, repository: string): boolean {
  const [host = "", ...path] = pattern.replace(/\/+$/, "").split("/");
  if (!wildcardMatches(host, registry)) return false;
  const components = repository.split("/");
  return (
    path.length <= components.length &&
    path.every((part, index) => wildcardMatches(part, components[index] ?? ""))
  );
}

/** Rules ask about the same few hosts at each keystroke. */
const known = new Map<string, PrivateRegistry | undefined>();
const mostKnown = 1000;

function knownRegistry(registry: string): PrivateRegistry | undefined {
  if (known.has(registry)) return known.get(registry);
  const found = PRIVATE_REGISTRIES.find(({ hosts }) => hosts.some((host) => wildcardMatches(host, registry)));
  // Half-typed names must not pile up.
  if (mostKnown <= known.size) known.clear();
  known.set(registry, found);
  return found;
}

/** Greedy matching with a single backtracking point: at worst pattern times text, never exponential. */
export function wildcardMatches(pattern: string, text: string): boolean {
  const wanted = pattern.toLowerCase();
  const given = text.toLowerCase();
  let star = -1;
  let resume = 0;
  let p = 0;
  let t = 0;
  while (t < given.length) {
    if (wanted[p] === "*") {
      star = p++;
      resume = t;
    } else if (p < wanted.length && wanted[p] === given[t]) {
      p++;
      t++;
    } else if (0 <= star) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (wanted[p] === "*") p++;
  return p === wanted.length;
}
