import { removeVolume, removeVolumeTitle } from "../../edits/volume.ts";
import { literal } from "../../kubernetes/resource.ts";
import { hostPathsOf, placesOf } from "../../kubernetes/volumes.ts";
import { names } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "container-runtime-socket",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  // Source: https://github.com/stackrox/kube-linter/blob/main/pkg/builtinchecks/yamls/docker-sock.yaml
  presetOptions: { "kube-linter": { sockets: ["docker.sock"] } },
  peers: {
    "kube-linter": ["docker-sock"],
    trivy: ["KSV-0006"],
    checkov: ["CKV_K8S_27"],
    kubescape: ["C-0074"],
    "pod-security-standards": ["hostPathVolumes"],
  },
  standards: { cis: ["5.2.12"] },
  summary: "A container mounts the socket of the node's container runtime.",
  why: "A process that can connect to the socket can start a privileged container, and a read-only mount does not prevent it.",
  links: [
    "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath",
    "https://docs.docker.com/engine/security/#docker-daemon-attack-surface",
  ],
  options: {
    sockets: names("Endings of host paths that are sockets of a container runtime.", [
      "docker.sock",
      "containerd.sock",
      "crio.sock",
      "cri-dockerd.sock",
      "podman.sock",
      "docker_engine",
      "containerd-containerd",
    ]),
  },
  on: workloads,

  *check(workload, { options }) {
    for (const volume of hostPathsOf(workload)) {
      const path = literal(volume.path)!;
      const [first] = volume.mounts;
      if (!first || !options.sockets.some((socket) => path.endsWith(socket))) continue;
      yield {
        at: volume.path,
        data: { volume, path, container: first.container },
        related: placesOf(volume),
      };
    }
  },

  message: ({ path, container }) =>
    `Container ${container} mounts the node's ${path}, so an attacker who compromises it can control the node.`,

  fixClasses: ["template"],
  *fixes({ data: { volume } }, edit) {
    // Template: a program that builds images or watches containers needs a different way to do so.
    yield { class: "template", title: removeVolumeTitle(volume), edits: removeVolume(volume, edit) };
  },
});
