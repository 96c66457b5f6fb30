/** The parts of standards that require what a rule reports. */
export interface Standards {
  /** Sections of the CIS Kubernetes Benchmark, such as `5.2.2`. */
  readonly cis?: readonly string[];
  /** Sections of the Kubernetes Hardening Guide of NSA and CISA, by title, because they are not numbered. */
  readonly nsa?: readonly (
    | "Non-root containers"
    | "Immutable container file systems"
    | "Pod security enforcement"
    | "Protecting Pod service account tokens"
    | "Hardening container environments"
    | "Namespaces"
    | "Network policies"
    | "Resource policies"
    | "Secrets"
    | "Role-based access control"
  )[];
}

/** The editions that the sections refer to. */
export const standards: Readonly<Record<keyof Standards, { readonly title: string; readonly link: string }>> =
  {
    // Source of the sections: https://github.com/aquasecurity/kube-bench/blob/main/cfg/cis-1.11/policies.yaml
    cis: {
      title: "CIS Kubernetes Benchmark 1.11",
      link: "https://www.cisecurity.org/benchmark/kubernetes",
    },
    nsa: {
      title: "NSA/CISA Kubernetes Hardening Guide 1.2",
      link: "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
    },
  };
