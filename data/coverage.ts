import type { Peers } from "../engine/lint/rule.ts";

type Tool = keyof Peers;

/** What the ids that rules share with a concept do not tell about it, by the concept's number. */
export const concepts: Readonly<
  Record<number, { readonly rules?: readonly string[]; readonly note?: string }>
> = {
  23: {
    note: 'No rule of its own: each missing field has one, and "Harden this pod" writes the whole block.',
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
  37: { note: "Not a fault in a manifest: the kubelet's hole was closed before Kubernetes 1.24." },
  47: { note: "Needs a registry and keys, which a manifest does not have." },
  54: { rules: ["request-above-limit"] },
  61: { rules: ["probe-timing-implicit", "probe-success-threshold-invalid"] },
  62: { rules: ["pre-stop-hook-missing"] },
  68: { rules: ["provider-token"] },
  75: { rules: ["ingress-host-missing"] },
  105: {
    rules: ["cron-job-schedule-invalid", "cron-job-time-zone-unknown", "cron-job-concurrency-implicit"],
  },
  108: {
    note: "Access mode and size of a claim's template are required fields: a question of the schema, which comes next.",
  },
  113: { rules: ["name-missing"] },
  114: { note: "The life cycle of APIs is a capability of its own, which comes next." },
  115: { note: "Checking against the schema is a capability of its own, which comes next." },
  116: {
    note: "Not a fault in a manifest: the API knows no order of keys, and authors order them by meaning (apiVersion, kind, metadata, spec).",
  },
  141: {
    note: "Fields of custom resources for sandboxes of agents; the pods in them are judged as all others are.",
  },
  142: {
    note: "Fields of Argo's own resources; the images and the pods in them are judged as all others are.",
  },
  143: { rules: ["resource-duplicate"] },
};

const podSecurityPolicy = "Judges a PodSecurityPolicy, which Kubernetes 1.25 removed.";
const perField = "Each missing field has a rule of its own.";
const sandboxes = "Asks fields of custom resources for sandboxes of agents.";
const lifeCycle = "The life cycle of APIs comes next.";

/** Why no rule claims an id. */
export const unclaimed: Partial<Readonly<Record<Tool, Readonly<Record<string, string>>>>> = {
  "kube-linter": {
    "no-extensions-v1beta": lifeCycle,
    "schema-validation": "Checking against the schema comes next.",
    "sorted-keys": "Not a fault in a manifest: the API knows no order of keys.",
  },
  "kube-score": {
    "pod-topology-spread-constraints":
      "Asks whether a constraint is valid, which the schema says; checking against it comes next.",
  },
  polaris: {
    metadataAndInstanceMismatched:
      "Not a fault in a manifest: one instance of an application is rightly several objects of other names.",
  },
  trivy: {
    "KSV-0118": perField,
    "KSV-0032": "Trivy has deprecated it for KSV-0125.",
    "KSV-0033": "Trivy has deprecated it for KSV-0125.",
    "KSV-0034": "Trivy has deprecated it for KSV-0125.",
    "KSV-0035": "Trivy has deprecated it for KSV-0125.",
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
    "C-0058": "The kubelet's hole was closed before Kubernetes 1.24.",
    "C-0236": "Needs a registry and keys.",
    "C-0237": "Needs a registry and keys.",
    "C-0256": "Needs a live cluster: it asks what is reachable from outside.",
    "C-0297": sandboxes,
    "C-0301": sandboxes,
    "C-0303": sandboxes,
    "C-0304": sandboxes,
  },
};

/** Ids that rules claim beyond the catalog of checks of manifests: names of templates, and checks of Dockerfiles. */
export const extras: Peers = {
  "kube-linter": ["image-pull-policy"],
  trivy: ["DS-0001"],
  checkov: ["CKV_DOCKER_7"],
  hadolint: ["DL3006", "DL3007", "DL3026"],
};
