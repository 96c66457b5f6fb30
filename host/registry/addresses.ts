import { BlockList, isIP } from "node:net";

/** Networks that are not reachable from everywhere, by https://www.iana.org/assignments/iana-ipv4-special-registry. */
const internal4: readonly (readonly [network: string, prefix: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

/** The same for https://www.iana.org/assignments/iana-ipv6-special-registry, with multicast and site-local addresses. */
const internal6: readonly (readonly [network: string, prefix: number])[] = [
  ["::", 128],
  ["::1", 128],
  ["100::", 64],
  ["2001:db8::", 32],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
];

/** Prefixes of 96 bits after which an IPv4 address follows: mapped, compatible and NAT64 addresses. */
const embedding = ["::ffff:", "::", "64:ff9b::"];

const blocked = blockList();

/**
 * Whether an IP address is a loopback, link-local, private or otherwise special address, which only a machine inside
 * some network can reach. Text that is not an address counts as internal.
 */
export function isInternalAddress(address: string): boolean {
  const bare = address.replace(/%.*$/s, "").replace(/^\[|\]$/g, "");
  const family = isIP(bare);
  return family === 0 || blocked.check(bare, family === 4 ? "ipv4" : "ipv6");
}

function blockList(): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of internal4) {
    list.addSubnet(network, prefix, "ipv4");
    for (const before of embedding) list.addSubnet(`${before}${network}`, 96 + prefix, "ipv6");
  }
  for (const [network, prefix] of internal6) list.addSubnet(network, prefix, "ipv6");
  return list;
}
