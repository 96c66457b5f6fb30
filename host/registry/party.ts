import { isIP } from "node:net";

/**
 * Whether two addresses are run by the same party: one host, or hosts of one registrable domain, as `auth.docker.io`
 * and `registry-1.docker.io`. Domains under which anybody gets a name, such as `github.io`, are public suffixes, so
 * their subdomains are parties of their own: https://publicsuffix.org/learn/.
 */
export async function isSameParty(one: URL, other: URL): Promise<boolean> {
  if (one.hostname === other.hostname) return true;
  if (isIP(one.hostname) !== 0 || isIP(other.hostname) !== 0) return false;
  // The list of suffixes is large, and most registries never need it.
  const { getDomain } = await import("tldts");
  const domain = getDomain(one.hostname, { allowPrivateDomains: true });
  return domain !== null && domain === getDomain(other.hostname, { allowPrivateDomains: true });
}
