import { removeVolume, removeVolumeTitle } from "../../edits/volume.ts";
import { literal } from "../../kubernetes/resource.ts";
import { hostPathsOf, placesOf } from "../../kubernetes/volumes.ts";
import { names } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "sensitive-host-path",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict", "kube-linter"],
  // Source: https://github.com/stackrox/kube-linter/blob/main/pkg/builtinchecks/yamls/host-mounts.yaml
  presetOptions: {
    "kube-linter": { paths: ["/", "/boot", "/dev", "/etc", "/lib", "/proc", "/sys", "/usr"] },
  },
  peers: {
    "kube-linter": ["sensitive-host-mounts"],
    trivy: ["KSV-0121"],
    kubescape: ["C-0020"],
    "pod-security-standards": ["hostPathVolumes"],
  },
  standards: { cis: ["5.2.12"], nsa: ["Pod security enforcement"] },
  summary: "A container mounts a sensitive directory or file of the node.",
  why: "Such paths contain the node's keys, programs or devices or the data of other pods, so an attacker needs no exploit to escape the container.",
  links: [
    "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath",
    "https://attack.mitre.org/techniques/T1611/",
  ],
  options: {
    paths: names("Host paths that no container should mount. Directories below them are not included.", [
      "/",
      "/boot",
      "/dev",
      "/etc",
      "/etc/kubernetes",
      "/etc/kubernetes/manifests",
      "/etc/kubernetes/admin.conf",
      "/etc/kubernetes/kubelet.conf",
      "/etc/kubernetes/pki",
      "/etc/kubernetes/azure.json",
      "/etc/kubernetes/cloud-config",
      "/home",
      "/lib",
      "/proc",
      "/root",
      "/root/.aws",
      "/root/.aws/config",
      "/root/.aws/credentials",
      "/root/.azure",
      "/root/.config/gcloud",
      "/root/.config/gcloud/application_default_credentials.json",
      "/root/.kube",
      "/root/.kube/config",
      "/root/.oci",
      "/root/.ssh",
      "/run",
      "/sys",
      "/usr",
      "/var",
      "/var/lib",
      "/var/lib/containerd",
      "/var/lib/docker",
      "/var/lib/etcd",
      "/var/lib/kubelet",
      "/var/lib/kubelet/config.json",
      "/var/lib/kubelet/kubeconfig",
      "/var/lib/kubelet/pki",
      "/var/run",
    ]),
  },
  neededBy: "nodes",
  on: workloads,

  *check(workload, { options }) {
    for (const volume of hostPathsOf(workload)) {
      const path = normalized(literal(volume.path)!);
      const [first] = volume.mounts;
      if (!first || !isSensitive(path, options.paths)) continue;
      yield {
        at: volume.path,
        data: { volume, path, container: first.container },
        related: placesOf(volume),
      };
    }
  },

  message: ({ path, container }) =>
    path === "/"
      ? `Container ${container} mounts the node's entire filesystem, so an attacker who compromises it can take over the node.`
      : `Container ${container} mounts the node's ${path}, so an attacker who compromises it ${credentials.test(path) ? "can steal credentials from the node" : "may be able to take over the node"}.`,

  fixClasses: ["template"],
  *fixes({ data: { volume } }, edit) {
    // Template: only the user knows what the container needs from the volume.
    yield { class: "template", title: removeVolumeTitle(volume), edits: removeVolume(volume, edit) };
  },
});

/** Paths that contain credentials and little else. */
const credentials =
  /\/\.(?:aws|azure|config|kube|oci|ssh)(?:\/|$)|^\/etc\/kubernetes\/(?!manifests)|^\/var\/lib\/kubelet\/(?:pki|kubeconfig|config\.json)/;

/** The path without doubled and trailing slashes. */
function normalized(path: string): string {
  return path.replace(/\/{2,}/g, "/").replace(/(?<=.)\/$/, "");
}

/** The home directory of any user can contain the same credentials as that of root. */
function isSensitive(path: string, paths: readonly string[]): boolean {
  return paths.includes(path) || paths.includes(path.replace(/^\/home\/[^/]+(?=\/)/, "/root"));
}
