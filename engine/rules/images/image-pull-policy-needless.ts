import { needsAuthentication } from "../../images/registries.ts";
import { imagesOf } from "../../kubernetes/images.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "image-pull-policy-needless",
  category: "images",
  severity: "hint",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An image is pinned by digest and still looked for at every start.",
  why: "A digest never means another image, so the question only makes each start wait for the registry, and fail with it.",
  links: ["https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy"],
  on: workloads,

  *check(workload, { settings }) {
    // With credentials in play the question is also whether this pod may have the image that another one pulled.
    if (workload.pod.at("imagePullSecrets")) return;
    for (const { container, name, parsed } of imagesOf(workload)) {
      const policy = container.at("imagePullPolicy");
      if (policy?.value !== "Always" || parsed.digest === undefined) continue;
      if (needsAuthentication(parsed.registry, settings.registries.private)) continue;
      yield { at: policy, data: { name } };
    }
  },

  message: ({ name }) =>
    `Image "${name}" is pinned by digest, so "Always" asks the registry at every start for what cannot change.`,

  fixes: [
    {
      // Review: nodes then start the pod with the copy they have, without asking the registry.
      class: "review",
      title: () => "Set imagePullPolicy to IfNotPresent",
      edits: ({ at }, edit) => [edit.setValue(at, "IfNotPresent")],
    },
  ],
});
