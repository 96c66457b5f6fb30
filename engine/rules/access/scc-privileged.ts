import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "scc-privileged",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { "kube-linter": ["scc-deny-privileged-container"] },
  summary: "SecurityContextConstraints allow privileged containers.",
  why: "A pod that runs with them can take over the node.",
  links: [
    "https://docs.redhat.com/en/documentation/openshift_container_platform/4.19/html/authentication_and_authorization/managing-pod-security-policies",
  ],
  on: kinds("security.openshift.io/SecurityContextConstraints", "/SecurityContextConstraints"),

  *check(resource) {
    const value = resource.root.at("allowPrivilegedContainer");
    if (value?.value === true) yield { at: value, data: { title: titleOf(resource) } };
  },

  message: ({ title }) =>
    `${title} allows privileged containers, so a pod that uses it can take over its node.`,

  fixClasses: ["review"],
  *fixes({ at }, edit) {
    // Review: privileged pods are rejected the next time they are created.
    yield {
      class: "review",
      title: "Set allowPrivilegedContainer to false",
      caveat: "privileged pods are rejected",
      edits: [edit.setValue(at, false)],
    };
  },
});
