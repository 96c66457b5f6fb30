import { quotedName } from "../../kubernetes/containers.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { imagesOf } from "../../kubernetes/images.ts";
import { names } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "software-unsafe",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  presetOptions: { strict: { software: ["tiller", "ingress-nginx"] } },
  peers: {
    trivy: ["KSV-0102"],
    checkov: ["CKV_K8S_33", "CKV_K8S_34", "CKV_K8S_45"],
    kubescape: ["C-0014", "C-0292"],
  },
  summary: "A workload runs software that exposes the cluster or is no longer maintained.",
  why: "Such software often has extensive permissions, so an attacker who compromises it can control the cluster.",
  links: [
    "https://helm.sh/blog/helm-v2-deprecation-timeline/",
    "https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/",
    "https://github.com/kubernetes-retired/dashboard",
  ],
  options: {
    software: names("The software that is reported: tiller, ingress-nginx, kubernetes-dashboard.", [
      "tiller",
      "ingress-nginx",
      "kubernetes-dashboard",
    ]),
  },
  on: workloads,

  *check(workload, { options }) {
    for (const use of imagesOf(workload)) {
      const row = rows.find(({ repository }) => repository.test(use.parsed.repository));
      if (!row || !options.software.includes(row.software)) continue;
      yield {
        at: use.at,
        range: rangeOfFirst(use, "repository", "name"),
        data: { container: quotedName(use.container), fact: row.fact },
      };
    }
  },

  message: ({ container, fact }) => `Container ${container} runs ${fact}.`,
});

const rows = [
  {
    software: "tiller",
    repository: /(?:^|\/)tiller$/,
    fact: "Tiller, which has been unsupported since November 2020, so pods that can reach it can use its permissions",
  },
  {
    software: "ingress-nginx",
    repository: /(?:^|\/)(?:ingress-nginx\/controller(?:-chroot)?|nginx-ingress-controller)$/,
    fact: "ingress-nginx, which has been unsupported since March 2026, so new vulnerabilities in it are not fixed",
  },
  {
    software: "kubernetes-dashboard",
    repository: /(?:^|\/)(?:kubernetesui\/dashboard(?:-\w+)?|kubernetes-dashboard-\w+)$/,
    fact: "the Kubernetes Dashboard, which has been unsupported since January 2026, so new vulnerabilities in it are not fixed",
  },
];
