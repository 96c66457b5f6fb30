import { defineRule } from "../../rule/rule.ts";
import { permissionCheck } from "../shared/grants.ts";

const powers = [{ apiGroups: [""], resources: ["services/status"], verbs: ["update", "patch"] }];

export default defineRule({
  id: "rbac-service-status",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: { checkov: ["CKV2_K8S_4"] },
  summary: "A role allows changing the status of Services.",
  why: "A load balancer IP in the status sends the cluster's traffic for that address to the Service's pods (CVE-2020-8554).",
  links: ["https://github.com/kubernetes/kubernetes/issues/97076"],
  ...permissionCheck(powers, consequence),
});

function consequence(): string {
  return "its subjects can claim any IP address for a Service and intercept pod traffic to that address";
}
