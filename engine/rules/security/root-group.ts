import type { Container } from "../../kubernetes/containers.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import type { Workload } from "../../kubernetes/resource.ts";
import { inherited, inheritedFaults, type Verdict } from "../../kubernetes/security-context.ts";
import type { Value } from "../../kubernetes/value.ts";
import { placeholder } from "../../lint/edit.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "root-group",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: {
    trivy: ["KSV-0116"],
    kubescape: ["C-0013", "C-0211"],
  },
  standards: { nsa: ["Non-root containers"] },
  summary: "A pod or container is given the group 0, which is root's.",
  why: "The group's rights reach files of the image and of the node that only root should touch.",
  links: ["https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"],
  options: {
    volumes: flag("Look at the groups that volumes belong to as well: fsGroup and supplementalGroups.", true),
  },
  neededBy: "nodes",
  on: workloads,

  *check(workload, { options }) {
    for (const { subject, value } of inheritedFaults(workload, verdictOf))
      if (value) yield { at: value, data: { subject, field: "runAsGroup", user: userOf(workload, value) } };
    if (!options.volumes) return;
    const context = workload.pod.at("securityContext");
    const title = titleOf(workload);
    const fsGroup = context?.at("fsGroup");
    if (fsGroup?.number === 0)
      yield { at: fsGroup, data: { subject: title, field: "fsGroup", user: undefined } };
    for (const group of context?.at("supplementalGroups")?.items() ?? [])
      if (group.number === 0)
        yield { at: group, data: { subject: title, field: "supplementalGroups", user: undefined } };
  },

  message: ({ subject, field }) =>
    `${subject} has the group 0 in ${field}, so its processes may do what the files of root's group allow.`,

  fixes: [
    {
      // Review: files that only group 0 may touch are out of reach.
      class: "review",
      title: ({ field, user }) =>
        field === "runAsGroup" ? `Use group ${user}, as the user` : "Leave out group 0",
      edits: ({ at, data: { field, user } }, edit) => {
        if (field !== "runAsGroup") return [edit.remove(at)];
        return user === undefined ? undefined : [edit.setValue(at, user)];
      },
    },
    {
      // Template: which group the image's files belong to, only a person knows.
      class: "template",
      title: () => "Use another group",
      edits: ({ at, data: { field, user } }, edit) =>
        field !== "runAsGroup" || user !== undefined ? undefined : [edit.setValue(at, placeholder(10001))],
    },
  ],
});

function verdictOf(container: Container): Verdict {
  const group = inherited(container, "runAsGroup");
  return group !== "unset" && group !== "unfinished" && group.number === 0 ? group : "held";
}

/** The user that stands beside the group, if it is not root. */
function userOf({ pod }: Workload, group: Value): number | undefined {
  const user = group.parent?.at("runAsUser")?.number ?? pod.at("securityContext", "runAsUser")?.number;
  return user || undefined;
}
