import { PRIVATE_REGISTRIES, type PrivateRegistry } from "./private-registries.ts";

// Only registries whose nature is documented; the public ones (registry.k8s.io, quay.io, docker.io, ghcr.io,
// public.ecr.aws, mcr.microsoft.com, gcr.io) hold private images too, but are never guessed to.

/** How to log in to one registry. */
export interface RegistryCredentialNote {
  /** `Amazon ECR`. */
  readonly name: string;
  /** A sentence on how clusters of the same house get in without a Secret; undefined where they need one like all. */
  readonly platform: string | undefined;
  /** What to write for `--docker-server` and into `auths`. */
  readonly server: string;
  /** What to write for `--docker-username`; undefined where it differs by person, as `password` explains. */
  readonly userName: string | undefined;
  /** What the password is: a noun phrase. */
  readonly password: string;
  /** Minutes until such a password stops working; undefined where it lasts until somebody revokes it. */
  readonly lifetimeMinutes: number | undefined;
  readonly note: string | undefined;
  /** URL of what says so. */
  readonly source: string;
}

/**
 * Whether pulling from this registry needs credentials by its nature, or because it is one of `privateHosts`
 * (the user's own, with `*` for any run of characters).
 */
export function needsAuthentication(registry: string, privateHosts: readonly string[]): boolean {
  return (
    privateHosts.some((host) => wildcardMatches(host, registry)) ||
    knownRegistry(registry)?.isPrivate === true
  );
}

/**
 * Whether the platform that the registry belongs to lets its own clusters in, so that their pods need no Secret.
 * Source: https://kubernetes.io/docs/tasks/administer-cluster/kubelet-credential-provider/
 */
export function isCloudRegistry(registry: string): boolean {
  const known = knownRegistry(registry);
  return known?.isPrivate === true && known.platform !== undefined;
}

/** Undefined for registries of which nothing is known. Ports never match: they are somebody's own. */
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
 * Whether an allow-list entry covers an image, given as `parseImageReference` normalizes it. The entry is a host
 * (`ghcr.io`, `*.azurecr.io`), or a host and the beginning of a path in whole components (`ghcr.io/acme`,
 * `docker.io/library`). `*` stands for any run of characters in the host, and inside one path component; as the
 * last component it stands for all that follows (`ghcr.io/acme/*`).
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
  // Half-typed names do not pile up.
  if (mostKnown <= known.size) known.clear();
  known.set(registry, found);
  return found;
}

/** Greedy matching with one point of return: at worst pattern times text, never exponential. */
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
