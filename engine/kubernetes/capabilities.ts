/** What Linux capabilities allow. Source: https://man7.org/linux/man-pages/man7/capabilities.7.html */

/** What an attacker who compromises the container can do with a capability, the most dangerous first. */
const abilities: ReadonlyMap<string, string> = new Map([
  ["ALL", "can take over the node"],
  ["SYS_ADMIN", "can mount filesystems and escape to the node"],
  ["SYS_MODULE", "can load modules into the node's kernel"],
  ["SYS_RAWIO", "can access the node's memory and I/O ports"],
  ["BPF", "can load eBPF programs into the node's kernel"],
  ["DAC_READ_SEARCH", "can read files on the node"],
  ["MAC_ADMIN", "can change the mandatory access control policy that confines containers"],
  ["MAC_OVERRIDE", "can bypass the mandatory access control policy that confines containers"],
  ["SYS_PTRACE", "can read and modify the memory of other processes"],
  ["CHECKPOINT_RESTORE", "can inspect other processes and choose process IDs"],
  ["PERFMON", "can monitor every process on the node"],
  ["NET_ADMIN", "can redirect the pod's traffic"],
  ["NET_RAW", "can forge packets on the pod network"],
  ["AUDIT_CONTROL", "can turn off the node's kernel audit log"],
  ["SYS_BOOT", "can load a different kernel on the node"],
  ["SYS_TIME", "can change the node's clock"],
  ["SYSLOG", "can read the node's kernel log"],
  ["AUDIT_READ", "can read the node's kernel audit log"],
  ["SYS_RESOURCE", "can exceed the kernel's resource limits and starve other pods on the node"],
  ["SYS_NICE", "can raise its priority and take CPU time from other pods on the node"],
  ["SYS_TTY_CONFIG", "can interfere with terminals on the node"],
  ["IPC_OWNER", "can read and write the shared memory of other processes"],
  ["LINUX_IMMUTABLE", "can make files that even root cannot change or delete"],
]);

/** Abilities that differ for a container on the host network. */
const onHostNetwork: ReadonlyMap<string, string> = new Map([
  ["NET_ADMIN", "can redirect the node's traffic"],
  ["NET_RAW", "can forge packets on the node's network"],
]);

const ranks: ReadonlyMap<string, number> = new Map([...abilities.keys()].map((name, rank) => [name, rank]));

/**
 * What an attacker can do with a capability, as a clause after `so`; `undefined` for capabilities with little risk.
 * The name can be in any case, with or without `CAP_`.
 */
export function consequenceOf(capability: string, hostNetwork: boolean): string | undefined {
  const name = baseName(capability);
  const ability = (hostNetwork ? onHostNetwork.get(name) : undefined) ?? abilities.get(name);
  return ability && `an attacker who compromises it ${ability}`;
}

/** How dangerous a capability is compared to others; 0 is the most dangerous. */
export function capabilityRank(capability: string): number {
  return ranks.get(baseName(capability)) ?? ranks.size;
}

/** The name in capital letters and without `CAP_`, as runtimes normalize it. */
export function baseName(capability: string): string {
  return capability.toUpperCase().replace(/^CAP_/, "");
}
