/** What Linux capabilities are good for. Source: https://man7.org/linux/man-pages/man7/capabilities.7.html */

/** What an attacker can do with a capability, as a clause behind `so`. */
const consequences: ReadonlyMap<string, string> = new Map([
  ["ALL", "an attacker who compromises it has all privileges of root in the node's kernel"],
  ["BPF", "an attacker who compromises it can load programs into the node's kernel"],
  ["DAC_READ_SEARCH", "an attacker who compromises it can open files of the node"],
  ["MAC_ADMIN", "an attacker who compromises it can change the rules that confine containers"],
  ["NET_ADMIN", "an attacker who compromises it can redirect and record traffic"],
  ["NET_RAW", "an attacker who compromises it can forge packets in the network of the pods"],
  ["PERFMON", "an attacker who compromises it can watch all processes of the node"],
  ["SYS_ADMIN", "an attacker who compromises it can mount the node's disks and take it over"],
  ["SYS_BOOT", "an attacker who compromises it can restart the node"],
  ["SYS_MODULE", "an attacker who compromises it can load code into the node's kernel"],
  ["SYS_PTRACE", "an attacker who compromises it can read and change other processes"],
  ["SYS_RAWIO", "an attacker who compromises it can write to the node's memory and disks"],
  ["SYS_TIME", "an attacker who compromises it can set the node's clock"],
  ["SYSLOG", "an attacker who compromises it can read the log of the node's kernel"],
]);

/** What follows from a capability, in any case and with or without `CAP_`, as a clause behind `so`; `undefined` for the lesser ones. */
export function consequenceOf(capability: string): string | undefined {
  return consequences.get(baseName(capability));
}

/** The name without `CAP_` and in capital letters: runtimes take it so. */
export function baseName(capability: string): string {
  return capability.toUpperCase().replace(/^CAP_/, "");
}
