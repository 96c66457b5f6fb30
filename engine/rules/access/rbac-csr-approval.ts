import { defineRule } from "../../rule/rule.ts";
import { permissionCheck } from "../shared/grants.ts";

/** Approval is an update of the subresource. It also requires the verb `approve` on the signer. */
const powers = [
  {
    apiGroups: ["certificates.k8s.io"],
    resources: ["certificatesigningrequests/approval"],
    verbs: ["update", "patch"],
    clusterOnly: true,
  },
];

export default defineRule({
  id: "rbac-csr-approval",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { checkov: ["CKV_K8S_156"], kubescape: ["C-0280"] },
  standards: { cis: ["5.1.11"] },
  summary: "A role allows approving certificate signing requests.",
  why: "A client certificate from the cluster's signer authenticates as the user that the request names.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#csrs-and-certificate-issuing"],
  ...permissionCheck(powers, consequence),
});

function consequence(): string {
  return 'a subject with "approve" on a client certificate signer can get a certificate for any user';
}
