/** What the Pod Security Standards allow. Source: https://github.com/kubernetes/pod-security-admission/tree/master/policy */
import { isUnset } from "./fields.ts";
import { declaresWindows, isWindows } from "./pods.ts";
import type { Workload } from "./resource.ts";
import type { Value } from "./value.ts";
import { isAtLeast } from "./versions.ts";

/** The level that a rule follows exactly; `none` where the rule uses its own checks. */
export type Level = "none" | "baseline" | "restricted";

/**
 * Whether a field is not set. A level reads the text as the API server does, to which a key without a value is not set.
 * Without a level, such a key is text that is still being written.
 */
export function isUnsetFor(level: Level, owner: Value, ...way: readonly string[]): boolean {
  return isUnset(owner, ...way) || (level !== "none" && (owner.at(...way)?.isNull ?? false));
}

/** Capabilities that the baseline level allows, as written. Source: check_capabilities_baseline.go */
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
 * Whether a container can add a capability. Source: check_capabilities_baseline.go, check_capabilities_restricted.go.
 * Without a level, IPC_LOCK is allowed as well: databases lock memory with it, which counts toward their memory limit.
 */
export function mayAddCapability(capability: string, level: Level): boolean {
  if (level === "restricted") return capability === "NET_BIND_SERVICE";
  return harmlessCapabilities.has(capability) || (level === "none" && capability === "IPC_LOCK");
}

/** Safe sysctls, with the first version that allows them. Source: check_sysctls.go */
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

/** SELinux types for containers, with the first version that allows them. Source: check_seLinuxOptions.go */
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
 * Whether a level exempts Windows pods from checks of Linux fields. The restricted level does since 1.25 for pods that
 * set `spec.os.name`, the baseline level never does. Without a level, any sign of a Windows pod counts.
 */
export function isSparedAsWindows(workload: Workload, level: Level, version: string): boolean {
  if (level === "none") return isWindows(workload);
  return level === "restricted" && declaresWindows(workload) && isAtLeast(version, "1.25");
}

/** Whether the pod runs in a separate user namespace, which Pod Security takes into account since 1.35. */
export function isSparedInUserNamespace({ pod }: Workload, version: string): boolean {
  return pod.at("hostUsers")?.value === false && isAtLeast(version, "1.35");
}
