/** What Linux capabilities are good for. Source: https://man7.org/linux/man-pages/man7/capabilities.7.html */

/** What an intruder can do with a capability, as the end of a sentence. */
const consequences: ReadonlyMap<string, string> = new Map([
  ["ALL", "with which a break-in has every right of root on the node's kernel"],
  ["BPF", "with which a break-in can load programs into the node's kernel"],
  ["DAC_READ_SEARCH", "with which a break-in can open files of the node"],
  ["MAC_ADMIN", "with which a break-in can change the rules that confine containers"],
  ["NET_ADMIN", "with which a break-in can redirect and record traffic"],
  ["NET_RAW", "with which a break-in can forge packets in the network of the pods"],
  ["PERFMON", "with which a break-in can watch all processes of the node"],
  ["SYS_ADMIN", "with which a break-in can mount the node's disks and take it over"],
  ["SYS_BOOT", "with which a break-in can restart the node"],
  ["SYS_MODULE", "with which a break-in can load code into the node's kernel"],
  ["SYS_PTRACE", "with which a break-in can read and change other processes"],
  ["SYS_RAWIO", "with which a break-in can write to the node's memory and disks"],
  ["SYS_TIME", "with which a break-in can set the node's clock"],
  ["SYSLOG", "with which a break-in can read the log of the node's kernel"],
]);

/** What follows from a capability, in any case and with or without `CAP_`, as the end of a sentence; `undefined` for the lesser ones. */
export function consequenceOf(capability: string): string | undefined {
  return consequences.get(baseName(capability));
}

/** The name without `CAP_` and in capital letters: runtimes take it so. */
export function baseName(capability: string): string {
  return capability.toUpperCase().replace(/^CAP_/, "");
}
