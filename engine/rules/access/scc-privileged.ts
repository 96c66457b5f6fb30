import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "scc-privileged",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { "kube-linter": ["scc-deny-privileged-container"] },
  summary: "SecurityContextConstraints allow privileged containers.",
  why: "Whoever may use them can take over the nodes of an OpenShift cluster.",
  links: [
    "https://docs.redhat.com/en/documentation/openshift_container_platform/4.19/html/authentication_and_authorization/managing-pod-security-policies",
  ],
  on: kinds("security.openshift.io/SecurityContextConstraints", "/SecurityContextConstraints"),

  *check(resource) {
    const value = resource.root.at("allowPrivilegedContainer");
    if (value?.value === true) yield { at: value, data: { title: titleOf(resource) } };
  },

  message: ({ title }) =>
    `${title} allows privileged containers, so whoever may use it can take over the nodes.`,

  fixes: [
    {
      // Review: pods that are privileged are refused when they are next made.
      class: "review",
      title: () => "Allow no privileged containers",
      edits: ({ at }, edit) => [edit.setValue(at, false)],
    },
  ],
});
