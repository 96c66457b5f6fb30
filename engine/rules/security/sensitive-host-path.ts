import { literal } from "../../kubernetes/resource.ts";
import { hostPathsOf, placesOf } from "../../kubernetes/volumes.ts";
import { names } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import { removeVolume } from "../../lint/volume-edit.ts";

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
  summary: "A container mounts a folder that its node's safety hangs on.",
  why: "There are the node's keys, programs, devices or the data of other pods, so leaving the container takes no exploit.",
  links: [
    "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath",
    "https://attack.mitre.org/techniques/T1611/",
  ],
  options: {
    paths: names("Folders of the node that no container should mount; folders below them are not meant.", [
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
      ? `Container ${container} mounts all of its node's files, so whoever breaks into it has the node.`
      : `Container ${container} mounts ${path} of its node, on which the safety of the node hangs.`,

  fixes: [
    {
      // Template: only a person knows what the container needs of it.
      class: "template",
      title: () => "Remove the volume and its mounts",
      edits: ({ data: { volume } }, edit) => removeVolume(volume, edit),
    },
  ],
});

/** The path without what makes no difference: doubled slashes, and those at its end. */
function normalized(path: string): string {
  return path.replace(/\/{2,}/g, "/").replace(/(?<=.)\/$/, "");
}

/** A user's home directory holds the same credentials as that of root. */
function isSensitive(path: string, paths: readonly string[]): boolean {
  return paths.includes(path) || paths.includes(path.replace(/^\/home\/[^/]+(?=\/)/, "/root"));
}
