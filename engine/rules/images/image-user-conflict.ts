import { placeholder } from "../../edits/edit.ts";
import { questionOf } from "../../images/registry.ts";
import { quotedName } from "../../kubernetes/containers.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { imagesOf } from "../../kubernetes/images.ts";
import { isWindows } from "../../kubernetes/pods.ts";
import { inherited } from "../../kubernetes/security-context.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "image-user-conflict",
  category: "images",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "runAsNonRoot is true, but the image runs as root or as a user without a numeric ID.",
  why: "The kubelet refuses to start the container. It compares user IDs and cannot resolve a user name in the image.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
    "https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/kuberuntime/security_context.go",
  ],
  on: inWorkspace(workloads),

  *check(workload, { workspace, uri }) {
    if (isWindows(workload)) return;
    for (const use of imagesOf(workload)) {
      const { container } = use;
      const runAsNonRoot = inherited(container, "runAsNonRoot");
      if (
        typeof runAsNonRoot === "string" ||
        runAsNonRoot.value !== true ||
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
        data: { text: use.text, name, container: quotedName(container), owner: container.value },
        related: [{ at: runAsNonRoot, message: "runAsNonRoot is set here" }],
      };
    }
  },

  message: ({ text, name, container }) =>
    name === "" || name === "0" || name === "root"
      ? `Image "${text}" runs as root, but runAsNonRoot is true, so the kubelet refuses to start container ${container}.`
      : `Image "${text}" runs as user "${name}", but runAsNonRoot needs a numeric user ID, so the kubelet refuses to start container ${container}.`,

  fixClasses: ["template"],
  *fixes({ data: { owner } }, edit) {
    // Template: only the user knows which account can access the files in the image.
    yield {
      class: "template",
      title: "Set runAsUser to a numeric user ID other than 0",
      edits: [edit.set(owner, ["securityContext", "runAsUser"], placeholder(10001))],
    };
  },
});
