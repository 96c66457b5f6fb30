import { describe, expect, test } from "vitest";
import { defaultConfig } from "../../engine/config/config.ts";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";

const uri = "file:///workspace/web.yaml";

/**
 * Fields of the container or the pod, and the KubeLinter checks that report; two rules can correspond to one check.
 */
const container: readonly (readonly [string, object, readonly string[]])[] = [
  ["nothing", {}, []],
  ["privileged", { privileged: true }, ["privilege-escalation-container", "privileged-container"]],
  ["escalation unset", { allowPrivilegeEscalation: null }, []],
  ["escalation allowed", { allowPrivilegeEscalation: true }, ["privilege-escalation-container"]],
  ["SYS_ADMIN", { capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } }, ["privilege-escalation-container"]],
  ["NET_ADMIN, which it does not look for", { capabilities: { drop: ["ALL"], add: ["NET_ADMIN"] } }, []],
  ["NET_RAW added", { capabilities: { drop: ["ALL"], add: ["NET_RAW"] } }, ["drop-net-raw-capability"]],
  ["all added", { capabilities: { drop: ["ALL"], add: ["all"] } }, ["drop-net-raw-capability"]],
  ["no capabilities at all", { capabilities: null }, []],
  ["nothing dropped", { capabilities: { add: [] } }, ["drop-net-raw-capability"]],
  ["NET_RAW dropped", { capabilities: { drop: ["NET_RAW"] } }, []],
  ["all dropped in lowercase", { capabilities: { drop: ["all"] } }, []],
  ["another dropped", { capabilities: { drop: ["CHOWN"] } }, ["drop-net-raw-capability"]],
  ["a writable root file system", { readOnlyRootFilesystem: false }, ["no-read-only-root-fs"]],
  ["root by a missing field", { runAsNonRoot: null }, ["run-as-non-root"]],
  ["another user", { runAsNonRoot: null, runAsUser: 1000 }, []],
  ["root by its number", { runAsUser: 0 }, ["run-as-non-root"]],
  ["root's group, which it does not look for", { runAsGroup: 0 }, []],
];

const pod: readonly (readonly [string, object, readonly string[]])[] = [
  ["a user namespace", { hostUsers: false, securityContext: { runAsUser: 0 } }, ["run-as-non-root"]],
  ["a volume of root's group", { securityContext: { fsGroup: 0, supplementalGroups: [0] } }, []],
  ["the node's network", { hostNetwork: true }, ["host-ipc", "host-network", "host-pid"]],
  ["a safe sysctl of the net", sysctl("net.ipv4.tcp_syncookies"), ["unsafe-sysctls"]],
  ["a sysctl that it does not know", sysctl("vm.swappiness"), []],
  ["/etc", { volumes: [{ name: "host", hostPath: { path: "/etc" } }] }, ["sensitive-host-mounts"]],
  [
    "/var/run, which it does not look for",
    { volumes: [{ name: "host", hostPath: { path: "/var/run" } }] },
    [],
  ],
  ["/etc that nobody mounts", { volumes: [{ name: "other", hostPath: { path: "/etc" } }] }, []],
  [
    "Docker's socket",
    { volumes: [{ name: "host", hostPath: { path: "/run/docker.sock" } }] },
    ["docker-sock"],
  ],
  [
    "containerd's socket",
    { volumes: [{ name: "host", hostPath: { path: "/run/containerd/containerd.sock" } }] },
    [],
  ],
];

describe("the preset kube-linter reports the same as KubeLinter for", () => {
  test.each(container)("%s", (_, context, checks) => {
    expect(checksFor({ containers: [webWith(context)] })).toEqual(checks);
  });

  test.each(pod)("%s", (_, fields, checks) => {
    const isRoot = "hostUsers" in fields;
    expect(checksFor({ ...fields, containers: [webWith(isRoot ? { runAsNonRoot: null } : {})] })).toEqual(
      checks,
    );
  });
});

/** A container without KubeLinter findings, except for the given fields; `null` removes a field. */
function webWith(context: object) {
  const fields = {
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
    ...context,
  };
  return {
    name: "web",
    image: "ghcr.io/acme/web:1.4.2",
    volumeMounts: [{ name: "host", mountPath: "/host", readOnly: true }],
    securityContext: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)),
  };
}

function sysctl(name: string): object {
  return { securityContext: { sysctls: [{ name, value: "1" }] } };
}

/** KubeLinter's names of the security rules that report under its preset. */
function checksFor(spec: object): readonly string[] {
  const linter = new Linter(rules, () => ({ ...defaultConfig, preset: "kube-linter" }));
  linter.setFile(uri, JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "web" }, spec }));
  const said = new Set(linter.findings(uri).map(({ rule }) => rule));
  const spoke = rules.filter(({ id, category }) => category === "security" && said.has(id));
  return [...new Set(spoke.flatMap(({ peers }) => peers?.["kube-linter"] ?? []))].sort();
}
