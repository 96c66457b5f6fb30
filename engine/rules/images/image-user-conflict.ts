import { questionOf } from "../../images/registry.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { imagesOf } from "../../kubernetes/images.ts";
import { isWindows } from "../../kubernetes/pods.ts";
import { inherited } from "../../kubernetes/security-context.ts";
import { placeholder } from "../../lint/edit.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "image-user-conflict",
  category: "images",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "runAsNonRoot is demanded of an image whose user is root, or has no number.",
  why: "The kubelet refuses to start the container: it compares numbers, and cannot look a name up in the image.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
    "https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/kuberuntime/security_context.go",
  ],
  asksWorkspace: true,
  on: workloads,

  *check(workload, { workspace, uri }) {
    if (isWindows(workload)) return;
    for (const use of imagesOf(workload)) {
      const { container } = use;
      const demand = inherited(container, "runAsNonRoot");
      if (
        typeof demand === "string" ||
        demand.value !== true ||
        inherited(container, "runAsUser") !== "unset"
      )
        continue;
      const answer = workspace.image(questionOf(use.parsed));
      if (answer?.kind !== "found" || workspace.isReplaced(use.name, uri)) continue;
      const users = new Set(answer.platforms.flatMap(({ os, user }) => (os === "linux" ? (user ?? []) : [])));
      const [user] = users;
      if (user === undefined || users.size > 1) continue;
      const name = user.split(":")[0]!;
      if (/^[1-9]\d*$/.test(name)) continue;
      yield {
        at: use.at,
        range: rangeOfFirst(use, "name"),
        data: { text: use.text, name, owner: container.value },
        related: [{ at: demand, message: "runAsNonRoot is demanded here" }],
      };
    }
  },

  message: ({ text, name }) =>
    name === "" || name === "0" || name === "root"
      ? `Image "${text}" runs as root, but runAsNonRoot is true, so the kubelet refuses to start it.`
      : `Image "${text}" runs as the user "${name}", of which the kubelet cannot tell that it is not root, so it refuses to start it.`,

  fixes: [
    {
      // Template: which user the image's files belong to only its maker knows.
      class: "template",
      title: () => "Set the user by its number",
      edits: ({ data: { owner } }, edit) => [
        edit.set(owner, ["securityContext", "runAsUser"], placeholder(10001)),
      ],
    },
  ],
});
