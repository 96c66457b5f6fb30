import { isIP } from "node:net";

/**
 * Whether the same party runs two addresses: they are one host, or hosts of one registrable domain, such as
 * `auth.docker.io` and `registry-1.docker.io`. Domains under which anyone can get a name, such as `github.io`, are
 * public suffixes, so their subdomains are separate parties: https://publicsuffix.org/learn/.
 */
export async function isSameParty(one: URL, other: URL): Promise<boolean> {
  if (one.hostname === other.hostname) return true;
  if (isIP(one.hostname) !== 0 || isIP(other.hostname) !== 0) return false;
  // The list of suffixes is large, and most registries never need it.
  const { getDomain } = await import("tldts");
  const domain = getDomain(one.hostname, { allowPrivateDomains: true });
  return domain !== null && domain === getDomain(other.hostname, { allowPrivateDomains: true });
}
