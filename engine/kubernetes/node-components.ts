import { baseName } from "./capabilities.ts";
import { type Container, commandWords, containersOf, isPrivileged } from "./containers.ts";
import { once } from "./once.ts";
import { asWorkload, type Resource, type Workload } from "./resource.ts";
import { hostPathsOf } from "./volumes.ts";

/**
 * Whether a place belongs to something that a node or a pod's network needs to work at all: network and storage
 * plugins, proxies, exporters and log agents on every node, and containers that set up the network of their pod. They
 * need privileges that an application does not.
 *
 * @param path of the finding, in the form of `Value.pathText`
 */
export function isNodeWork(resource: Resource, path: string): boolean {
  const workload = asWorkload(resource);
  if (!workload) return false;
  if (isNodeComponent(workload)) return true;
  const container = containerAt(workload, path);
  return container !== undefined && setsUpNetwork(container);
}

/** Whether a place is in a container whose command requires root. */
export function isRootWork(resource: Resource, path: string): boolean {
  const workload = asWorkload(resource);
  const container = workload && containerAt(workload, path);
  return container !== undefined && needsRoot(container);
}

function containerAt(workload: Workload, path: string): Container | undefined {
  return containersOf(workload).find(({ value }) => `${path}.`.startsWith(`${value.pathText}.`));
}

/**
 * Whether the pods are part of the node's own software. Each of these is enough:
 * - their priority is `system-node-critical`
 *   (https://kubernetes.io/docs/tasks/administer-cluster/guaranteed-scheduling-critical-addon-pods/);
 * - their priority is `system-cluster-critical` and they use the host network: the operator of a network starts before
 *   the network does;
 * - a container propagates mounts to the node, as CSI node plugins do
 *   (https://kubernetes.io/docs/concepts/storage/volumes/#mount-propagation);
 * - a container is privileged, and the pod mounts the node's devices or kernel modules;
 * - a DaemonSet tolerates every taint, mounts a directory of the kubelet, the runtime, the network, the kernel or the
 *   logs, or only reads directories of its node (https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/);
 * - its name or an image is that of a known component.
 */
function isNodeComponent(workload: Workload): boolean {
  return once(workload, readNodeComponent);
}

function readNodeComponent(workload: Workload): boolean {
  const { kind, pod, name } = workload;
  const priority = pod.at("priorityClassName")?.string;
  if (priority === "system-node-critical") return true;
  if (priority === "system-cluster-critical" && pod.at("hostNetwork")?.value === true) return true;
  const containers = containersOf(workload);
  if (containers.some(propagatesMounts)) return true;
  if (containers.some(isPrivileged) && mountsAnyOf(workload, devicePaths)) return true;
  const names = [name ?? "", ...containers.map(imageName)];
  if (isInComponentsPlace(workload) && names.some((one) => componentNames.test(one))) return true;
  return (
    kind === "DaemonSet" &&
    (toleratesAll(workload) || mountsAnyOf(workload, nodePaths) || onlyReadsNode(workload))
  );
}

/** Whether a container's mounts are propagated to the node, which requires a privileged container. */
function propagatesMounts(container: Container): boolean {
  return (container.at("volumeMounts")?.items() ?? []).some(
    (mount) => mount.at("mountPropagation")?.string === "Bidirectional",
  );
}

function toleratesAll({ pod }: Workload): boolean {
  return (pod.at("tolerations")?.items() ?? []).some(
    (toleration) => toleration.at("operator")?.string === "Exists" && !toleration.at("key")?.string,
  );
}

/** Whether a pod mounts one of some directories of its node, or a directory below one. */
function mountsAnyOf(workload: Workload, folders: readonly string[]): boolean {
  return hostPathsOf(workload).some(({ path }) => {
    const text = path.string?.replace(/(?<=.)\/+$/, "") ?? "";
    return folders.some((folder) => text === folder || text.startsWith(`${folder}/`));
  });
}

/**
 * Whether pods mount directories of their node but only to read them, such as exporters of disk usage and log
 * collectors.
 */
function onlyReadsNode(workload: Workload): boolean {
  const mounts = hostPathsOf(workload).flatMap((volume) => volume.mounts);
  return 0 < mounts.length && mounts.every(({ value }) => value.at("readOnly")?.value === true);
}

/** Directories that are useful only to a privileged container. */
const devicePaths: readonly string[] = ["/dev", "/lib/modules", "/sys", "/usr/lib/modules"];

/**
 * Directories of the node's own software. Sources: https://kubernetes.io/docs/reference/node/kubelet-files/,
 * https://github.com/containernetworking/cni/blob/main/SPEC.md, https://refspecs.linuxfoundation.org/FHS_3.0/fhs/
 */
const nodePaths: readonly string[] = [
  "/",
  "/dev",
  "/etc/cni",
  "/etc/kubernetes",
  "/etc/machine-id",
  "/lib/modules",
  "/opt/cni",
  "/proc",
  "/run",
  "/sys",
  "/usr/lib/modules",
  "/usr/libexec/kubernetes",
  "/usr/src",
  "/var/lib/calico",
  "/var/lib/cni",
  "/var/lib/containerd",
  "/var/lib/containers",
  "/var/lib/docker",
  "/var/lib/kubelet",
  "/var/log",
  "/var/run",
];

/** The last component of a container's image without tag and digest: `proxy-init`. */
function imageName(container: Container): string {
  const image = container.at("image")?.string ?? "";
  return image
    .replace(/@.*$/, "")
    .replace(/:[^/]*$/, "")
    .replace(/^.*\//, "");
}

/**
 * Names of images and DaemonSets of components that run on every node, from the projects' own manifests: Kubernetes'
 * own, CSI and CNI plugins, exporters, agents for logs and security, device plugins, storage, and load balancers on the
 * node. An asterisk matches any letters.
 */
const componentNames = wildcards(`
  kube-proxy k8s-dns-node-cache node-cache node-local-dns nodelocaldns node-problem-detector kube-vip
  node-exporter prometheus-node-exporter *-node-exporter cadvisor kepler dcgm-exporter
  csi-node-driver-registrar *csi-node* *csi-driver* *csi-plugin* *csiplugin nfsplugin smbplugin secrets-store-csi* cephcsi
  aws-ebs-csi* aws-efs-csi* azuredisk-csi* azurefile-csi* gcp-compute-persistent-disk-csi* blob-csi
  aws-node amazon-k8s-cni* azure-cni* azure-cns antrea-agent* calico-node cilium cilium-agent cilium-envoy tetragon
  flannel* kube-flannel* kindnet kindnetd kube-ovn kube-router multus* ovnkube* weave-kube weave-npc install-cni
  istio-cni* linkerd-cni* linkerd2-cni* cni-plugin* ztunnel retina-agent speaker sriov-*
  fluentd* fluent-bit* filebeat* metricbeat* promtail* vector datadog-agent*
  falco falco-* sysdig-agent* spire-agent* inspektor-gadget gadget kured
  nvidia-device-plugin* k8s-device-plugin nvidia-container-toolkit* intel-*-plugin amd-gpu-device-plugin*
  longhorn-manager longhorn-engine longhorn-instance-manager rook-ceph-* openebs-* node-disk-manager* linstor-* piraeus-*
`);

function wildcards(text: string): RegExp {
  const names = text.trim().split(/\s+/);
  return new RegExp(`^(?:${names.map((name) => name.replaceAll("*", "[^/]*")).join("|")})$`);
}

/** Where the name of a known component is trusted: an application's Deployment can be called `vector`, too. */
function isInComponentsPlace({ kind, namespace }: Workload): boolean {
  return kind === "DaemonSet" || kind === "Pod" || namespace === "kube-system";
}

/**
 * Whether a container sets up the network of its pod: an init container with NET_ADMIN has no other purpose, and
 * tunnels and VPNs need it while they run. Sources:
 * https://istio.io/latest/docs/ops/deployment/application-requirements/,
 * https://linkerd.io/2/reference/architecture/#linux-init-container
 */
function setsUpNetwork(container: Container): boolean {
  if (networkSetup.test(imageName(container)) || networkSetup.test(container.name)) return true;
  const added = container.at("securityContext", "capabilities", "add")?.items() ?? [];
  const names = added.map(({ string }) => baseName(string ?? ""));
  const isOfNetwork = names.includes("NET_ADMIN") && !names.some((name) => /^(?:ALL$|SYS_|BPF$)/.test(name));
  return isOfNetwork && container.role === "init";
}

const networkSetup =
  /^(?:istio-init|istio-validation|linkerd-init|linkerd-network-validator|proxy-init|kuma-init|kuma-validation|osm-init|consul-connect-inject-init|aws-appmesh-proxy-route-manager|proxyinit|gluetun|wireguard(?:-.*)?|tailscale|openvpn(?:-.*)?|strongswan(?:-.*)?|keepalived(?:-.*)?)$/;

/** Whether the container's command or arguments call a program that requires root. */
export function needsRoot({ value }: Container): boolean {
  return commandWords(value).some((word) => rootProgram.test(word.string ?? ""));
}

/**
 * Whether the container's command or arguments install packages of a distribution, which requires root, or packages of
 * a language for all users. Without a home directory, another user cannot install those either.
 */
export function installsPackages({ value }: Container): boolean {
  const words = commandWords(value);
  return installation.test(words.map((word) => word.string ?? "").join(" "));
}

const installation =
  /(?:^|[\s;&|(`/])(?:(?:apt|apt-get|yum|dnf|microdnf)\s+(?:-\S+\s+)*install|apk\s+(?:-\S+\s+)*add|(?:python\d?(?:\.\d+)?\s+-m\s+)?pip\d?(?:\.\d+)?\s+install|npm\s+(?:-\S+\s+)*(?:install|i)\s+(?:\S+\s+){0,9}?(?:-g|--global))(?:$|[\s;&|)`])/;

/** As a separate word or in the text of a script: owners, the kernel, mounts, the network, packages and users. */
const rootProgram =
  /(?:^|[\s;&|(`/])(?:chown|chgrp|sysctl\s+(?:-\w+\s+)*-?w|sysctl$|ip6?tables(?:-\w+)?|nft|ip\s+(?:link|route|rule|addr|address)|mount|umount|modprobe|insmod|setcap|mkfs(?:\.\w+)?|useradd|adduser|usermod|apt|apt-get|apk|yum|dnf|microdnf|su-exec|gosu|setpriv|runuser|nsenter|tcpdump|chroot)(?:$|[\s;&|)`])/m;
