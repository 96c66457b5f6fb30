// Only registries whose nature is documented; the public ones (registry.k8s.io, quay.io, docker.io, ghcr.io,
// public.ecr.aws, mcr.microsoft.com, gcr.io) hold private images too, but are never guessed to.

/** Registries of clouds, which ask for credentials unless their owner has opened them; `*` is any run of characters. */
const CLOUD_REGISTRIES = [
  // https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
  "*.dkr.ecr.*.amazonaws.com",
  // https://docs.amazonaws.cn/en_us/AmazonECR/latest/userguide/Registries.html
  "*.dkr.ecr.*.amazonaws.com.cn",
  // https://learn.microsoft.com/azure/container-registry/anonymous-pull-access
  "*.azurecr.io",
  // https://cloud.google.com/artifact-registry/docs/access-control
  "*.pkg.dev",
];

/** Others that ask for credentials, always or unless a project is public. */
const OTHER_REGISTRIES = [
  // https://docs.gitlab.com/user/packages/container_registry/authenticate_with_container_registry/
  "registry.gitlab.com",
  // https://docs.digitalocean.com/reference/doctl/reference/registry/
  "registry.digitalocean.com",
];

/**
 * Whether pulling from this registry needs credentials by its nature, or because it is one of `privateHosts`
 * (the user's own, with `*` for any run of characters).
 */
export function needsAuthentication(registry: string, privateHosts: readonly string[]): boolean {
  return [...privateHosts, ...CLOUD_REGISTRIES, ...OTHER_REGISTRIES].some((host) =>
    wildcardMatches(host, registry),
  );
}

/**
 * Whether the nodes of the registry's own cloud get a token for it, so that their pods need no Secret.
 * Source: https://kubernetes.io/docs/tasks/administer-cluster/kubelet-credential-provider/
 */
export function isCloudRegistry(registry: string): boolean {
  return CLOUD_REGISTRIES.some((host) => wildcardMatches(host, registry));
}

/**
 * Whether an allow-list entry covers an image, given as `parseImageReference` normalises it. The entry is a host
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
