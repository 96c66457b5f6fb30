/** What the Pod Security Standards allow. Source: https://github.com/kubernetes/pod-security-admission/tree/master/policy */
import { isUnset } from "./fields.ts";
import { declaresWindows, isWindows } from "./pods.ts";
import type { Workload } from "./resource.ts";
import type { Value } from "./value.ts";
import { isAtLeast } from "./versions.ts";

/** The level that is asked for exactly; `none` where a rule uses all it knows. */
export type Level = "none" | "baseline" | "restricted";

/**
 * Whether a field is not set. A level reads it as the API server does, for which a key without a value is not set
 * either; without a level that is text that somebody is still writing.
 */
export function isUnsetFor(level: Level, owner: Value, ...way: readonly string[]): boolean {
  return isUnset(owner, ...way) || (level !== "none" && (owner.at(...way)?.isNull ?? false));
}

/** Capabilities that may be added, as they are written. Source: check_capabilities_baseline.go */
const harmlessCapabilities: ReadonlySet<string> = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);

/**
 * Whether a capability may be added. Source: check_capabilities_baseline.go, check_capabilities_restricted.go. Where no
 * level is asked for, IPC_LOCK may be as well: databases lock their memory with it, which counts towards their limit.
 */
export function mayAddCapability(capability: string, level: Level): boolean {
  if (level === "restricted") return capability === "NET_BIND_SERVICE";
  return harmlessCapabilities.has(capability) || (level === "none" && capability === "IPC_LOCK");
}

/** Sysctls that stay within a pod, with the version that allowed them first. Source: check_sysctls.go */
const safeSysctls: ReadonlyMap<string, string> = new Map([
  ["kernel.shm_rmid_forced", "1.0"],
  ["net.ipv4.ip_local_port_range", "1.0"],
  ["net.ipv4.tcp_syncookies", "1.0"],
  ["net.ipv4.ping_group_range", "1.0"],
  ["net.ipv4.ip_unprivileged_port_start", "1.0"],
  ["net.ipv4.ip_local_reserved_ports", "1.27"],
  ["net.ipv4.tcp_keepalive_time", "1.29"],
  ["net.ipv4.tcp_fin_timeout", "1.29"],
  ["net.ipv4.tcp_keepalive_intvl", "1.29"],
  ["net.ipv4.tcp_keepalive_probes", "1.29"],
  ["net.ipv4.tcp_rmem", "1.32"],
  ["net.ipv4.tcp_wmem", "1.32"],
  ["net.ipv4.tcp_slow_start_after_idle", "1.37"],
  ["net.ipv4.tcp_notsent_lowat", "1.37"],
]);

/** The version from which a sysctl is safe; `undefined` for the unsafe ones. */
export function sysctlSafeSince(name: string): string | undefined {
  return safeSysctls.get(name);
}

/** SELinux types of containers, with the version that allowed them first. Source: check_seLinuxOptions.go */
const selinuxTypes: ReadonlyMap<string, string> = new Map([
  ["container_t", "1.0"],
  ["container_init_t", "1.0"],
  ["container_kvm_t", "1.0"],
  ["container_engine_t", "1.31"],
]);

export function isContainerType(type: string, version: string): boolean {
  const since = selinuxTypes.get(type);
  return since !== undefined && isAtLeast(version, since);
}

/**
 * Whether a level leaves out for Windows what only Linux has: restricted does since 1.25, for pods that declare it in
 * `spec.os.name`, baseline never does. Without a level, everything that shows a Windows pod counts.
 */
export function isSparedAsWindows(workload: Workload, level: Level, version: string): boolean {
  if (level === "none") return isWindows(workload);
  return level === "restricted" && declaresWindows(workload) && isAtLeast(version, "1.25");
}

/** Whether the pod has users of its own, so that root in it is nobody on the node; Pod Security knows that from 1.35 on. */
export function isSparedInUserNamespace({ pod }: Workload, version: string): boolean {
  return pod.at("hostUsers")?.value === false && isAtLeast(version, "1.35");
}
