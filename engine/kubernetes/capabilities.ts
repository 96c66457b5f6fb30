/** What Linux capabilities are good for. Source: https://man7.org/linux/man-pages/man7/capabilities.7.html */

/** What an attacker who compromises the container can do with a capability, the gravest first. */
const abilities: ReadonlyMap<string, string> = new Map([
  ["ALL", "has all privileges of root in the node's kernel"],
  ["SYS_ADMIN", "can mount the node's disks and take it over"],
  ["SYS_MODULE", "can load code into the node's kernel"],
  ["SYS_RAWIO", "can write to the node's memory and disks"],
  ["BPF", "can load programs into the node's kernel"],
  ["DAC_READ_SEARCH", "can open files of the node"],
  ["MAC_ADMIN", "can change the rules that confine containers"],
  ["MAC_OVERRIDE", "can ignore the rules that confine containers"],
  ["SYS_PTRACE", "can read and change other processes"],
  ["CHECKPOINT_RESTORE", "can read and change other processes"],
  ["PERFMON", "can watch all processes of the node"],
  ["NET_ADMIN", "can redirect and record traffic"],
  ["NET_RAW", "can forge packets in the network of the pods"],
  ["AUDIT_CONTROL", "can turn off the audit log of the node's kernel"],
  ["SYS_BOOT", "can restart the node"],
  ["SYS_TIME", "can set the node's clock"],
  ["SYSLOG", "can read the log of the node's kernel"],
  ["AUDIT_READ", "can read the audit log of the node's kernel"],
  ["SYS_RESOURCE", "can exceed the kernel's resource limits and starve other pods on the node"],
  ["SYS_NICE", "can take CPU time from other pods on the node"],
  ["SYS_TTY_CONFIG", "can take over terminals"],
  ["IPC_OWNER", "can read and write the shared memory of other processes"],
  ["LINUX_IMMUTABLE", "can make files that root cannot change"],
]);

/** What differs for a container in the network of its node. */
const onHostNetwork: ReadonlyMap<string, string> = new Map([
  ["NET_ADMIN", "can redirect and record the node's traffic"],
  ["NET_RAW", "can forge packets in the node's network"],
]);

const ranks: ReadonlyMap<string, number> = new Map([...abilities.keys()].map((name, rank) => [name, rank]));

/**
 * What follows from a capability, in any case and with or without `CAP_`, as a clause behind `so`; `undefined` for those
 * that are good for little.
 */
export function consequenceOf(capability: string, hostNetwork: boolean): string | undefined {
  const name = baseName(capability);
  const ability = (hostNetwork ? onHostNetwork.get(name) : undefined) ?? abilities.get(name);
  return ability && `an attacker who compromises it ${ability}`;
}

/** How grave a capability is among others; the gravest is 0. */
export function capabilityRank(capability: string): number {
  return ranks.get(baseName(capability)) ?? ranks.size;
}

/** The name without `CAP_` and in capital letters: runtimes take it so. */
export function baseName(capability: string): string {
  return capability.toUpperCase().replace(/^CAP_/, "");
}
