import type { Peers } from "../engine/rule/rule.ts";

type Tool = keyof Peers;

/** Information about concepts, by number, that the shared ids of rules and concepts do not contain. */
export const concepts: Readonly<
  Record<number, { readonly rules?: readonly string[]; readonly note?: string }>
> = {
  23: {
    note: 'No single rule: each missing field has its own rule, and "Harden this pod" adds the whole block.',
  },
  24: {
    rules: [
      "seccomp-profile-missing",
      "seccomp-unconfined",
      "apparmor-unconfined",
      "capabilities-not-dropped",
    ],
  },
  25: { rules: ["user-namespace-missing"] },
  37: {
    note: "Not a problem of the manifest: the vulnerability in the kubelet was fixed before Kubernetes 1.24.",
  },
  47: { note: "Needs a registry and keys, which are not in a manifest." },
  54: { rules: ["request-above-limit"] },
  61: { rules: ["probe-timing-implicit", "probe-success-threshold-invalid"] },
  62: { rules: ["pre-stop-hook-missing"] },
  68: { rules: ["provider-token"] },
  75: { rules: ["ingress-host-missing"] },
  105: {
    rules: ["cron-job-schedule-invalid", "cron-job-time-zone-unknown", "cron-job-concurrency-implicit"],
  },
  108: {
    note: "The access mode and size of a claim template are required fields, which schema validation will cover.",
  },
  113: { rules: ["name-missing"] },
  114: { note: "`api-version-removed` reports API versions that the cluster no longer serves." },
  115: {
    note: "Covered in part by `value-wrong-type`, `value-not-allowed`, `value-malformed` and other rules.",
  },
  116: {
    note: "Not a problem: the order of keys has no meaning in the API, and people order them by purpose (apiVersion, kind, metadata, spec).",
  },
  141: {
    note: "Fields of custom resources for agent sandboxes. Their pods are checked like all others.",
  },
  142: {
    note: "Fields of Argo's own resources. Their images and pods are checked like all others.",
  },
  143: { rules: ["resource-duplicate"] },
};

const podSecurityPolicy = "Checks PodSecurityPolicies, which Kubernetes 1.25 removed.";
const perField = "Each missing field has its own rule.";
const sandboxes = "Checks fields of custom resources for agent sandboxes.";
const lifeCycle = "`api-version-removed` reports API versions that the cluster no longer serves.";

/** Why an id has no rule. */
export const unclaimed: Partial<Readonly<Record<Tool, Readonly<Record<string, string>>>>> = {
  "kube-linter": {
    "no-extensions-v1beta": lifeCycle,
    "schema-validation":
      "Covered in part by `value-wrong-type`, `value-not-allowed`, `value-malformed` and other rules.",
    "sorted-keys": "Not a problem: the order of keys has no meaning in the API.",
  },
  "kube-score": {
    "pod-topology-spread-constraints":
      "Checks whether a constraint is valid, which schema validation will cover.",
  },
  polaris: {
    metadataAndInstanceMismatched:
      "Not a problem: one instance of an application often consists of several objects with different names.",
  },
  trivy: {
    "KSV-0118": perField,
    "KSV-0032": "Trivy replaced it with KSV-0125.",
    "KSV-0033": "Trivy replaced it with KSV-0125.",
    "KSV-0034": "Trivy replaced it with KSV-0125.",
    "KSV-0035": "Trivy replaced it with KSV-0125.",
  },
  checkov: {
    ...Object.fromEntries(
      [1, 2, 3, 4, 5, 6, 7, 24, 32, 36].map((number) => [`CKV_K8S_${number}`, podSecurityPolicy]),
    ),
    CKV_K8S_44: "A Service without pods does nothing; software-unsafe reports the pods of Tiller.",
    CKV_K8S_29: perField,
    CKV_K8S_30: perField,
  },
  kubescape: {
    "C-0058": "The vulnerability in the kubelet was fixed before Kubernetes 1.24.",
    "C-0236": "Needs a registry and keys.",
    "C-0237": "Needs a registry and keys.",
    "C-0256": "Needs a live cluster: it checks what is reachable from outside.",
    "C-0297": sandboxes,
    "C-0301": sandboxes,
    "C-0303": sandboxes,
    "C-0304": sandboxes,
  },
};

/** Ids in the `peers` of rules that are not in `catalog.tsv`: names of templates, and checks of Dockerfiles. */
export const extras: Peers = {
  "kube-linter": ["image-pull-policy"],
  trivy: ["DS-0001"],
  checkov: ["CKV_DOCKER_7"],
  hadolint: ["DL3006", "DL3007", "DL3026"],
};
