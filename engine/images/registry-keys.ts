import { wildcardMatches } from "./registries.ts";

/**
 * A key under `auths` of a docker config as the kubelet reads it: host with port, and a path if the credentials apply
 * only below it. Scheme, user and the version in `/v1/` or `/v2/` are dropped; Docker Hub is `docker.io` under each of
 * its names. Undefined if there is no host. Source:
 * https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/credentialprovider/keyring.go
 */
export function registryKey(written: string): string | undefined {
  const location = written.replace(/^https?:\/\//, "").replace(/[?#].*$/s, "");
  const slash = location.indexOf("/");
  const authority = slash === -1 ? location : location.slice(0, slash);
  const whole = slash === -1 ? "" : location.slice(slash);
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  const path = /^\/v[12]\//.test(whole) ? whole.slice(3) : whole;
  if (host === "") return undefined;
  if (path !== "" && path !== "/") return host + path;
  // Docker's own client stores the credentials of Docker Hub under this host.
  return host === "index.docker.io" ? "docker.io" : host;
}

/**
 * Whether the kubelet uses the credentials of a key (in the form of `registryKey`) for an image: `*` matches a part of
 * the host between dots, the port must be the same, and the path must be a prefix of the image's.
 */
export function keyCovers(key: string, registry: string, repository: string): boolean {
  const slash = key.indexOf("/");
  const host = slash === -1 ? key : key.slice(0, slash);
  const path = slash === -1 ? "" : key.slice(slash);
  return `/${repository}`.startsWith(path) && (host === registry || hostCovers(host, registry));
}

function hostCovers(host: string, registry: string): boolean {
  if (!host.includes("*")) return false;
  const wanted = splitHost(host);
  const given = splitHost(registry);
  return (
    wanted.port === given.port &&
    wanted.labels.length === given.labels.length &&
    wanted.labels.every((label, at) => wildcardMatches(label, given.labels[at] ?? ""))
  );
}

function splitHost(host: string): { readonly labels: readonly string[]; readonly port: string } {
  const port = /:\d+$/.exec(host)?.[0] ?? "";
  return { labels: host.slice(0, host.length - port.length).split("."), port };
}
