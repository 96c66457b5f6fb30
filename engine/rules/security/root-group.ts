import { placeholder } from "../../edits/edit.ts";
import type { Container } from "../../kubernetes/containers.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import type { Workload } from "../../kubernetes/resource.ts";
import { inherited, inheritedFaults, type Verdict } from "../../kubernetes/security-context.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

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
  summary: "A pod or container runs with group 0, the root group.",
  why: "Its processes can access files in the image and on host paths that only root is supposed to use.",
  links: ["https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"],
  options: {
    volumes: flag("Also report group 0 in fsGroup and supplementalGroups.", true),
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
    `${subject} ${field === "supplementalGroups" ? "includes 0 in supplementalGroups" : `sets ${field} to 0`}, so its processes can access files that belong to the root group.`,

  fixClasses: ["review", "template"],
  *fixes({ at, data: { field, user } }, edit) {
    const caveat = "files that only the root group can access become inaccessible";
    if (field !== "runAsGroup") {
      const title = field === "fsGroup" ? "Remove fsGroup" : "Remove group 0 from supplementalGroups";
      // Review: files that only group 0 can access become inaccessible.
      yield { class: "review", title, caveat, edits: [edit.remove(at)] };
    } else if (user !== undefined) {
      // Review: as above.
      yield {
        class: "review",
        title: `Set runAsGroup to ${user} (same as runAsUser)`,
        edits: [edit.setValue(at, user)],
      };
    } else {
      // Template: only the user knows which group the image's files belong to.
      yield {
        class: "template",
        title: "Set runAsGroup to a group other than 0, such as 10001",
        edits: [edit.setValue(at, placeholder(10001))],
      };
    }
  },
});

function verdictOf(container: Container): Verdict {
  const group = inherited(container, "runAsGroup");
  return group !== "unset" && group !== "unfinished" && group.number === 0 ? group : "held";
}

/** The user that is set together with the group, unless it is root. */
function userOf({ pod }: Workload, group: Value): number | undefined {
  const user = group.parent?.at("runAsUser")?.number ?? pod.at("securityContext", "runAsUser")?.number;
  return user || undefined;
}
