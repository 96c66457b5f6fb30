import { needsAuthentication } from "../../images/registries.ts";
import { imagesOf } from "../../kubernetes/images.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "image-pull-policy-needless",
  category: "images",
  severity: "hint",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The image pull policy is Always although the image is pinned by digest.",
  why: "A digest always identifies the same image, so checking the registry only slows down each start and makes it depend on the registry.",
  links: ["https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy"],
  on: workloads,

  *check(workload, { settings }) {
    // With credentials, Always also verifies that this pod can access an image that a different pod pulled.
    if (workload.pod.at("imagePullSecrets")) return;
    for (const { container, name, parsed } of imagesOf(workload)) {
      const policy = container.at("imagePullPolicy");
      if (policy?.value !== "Always" || parsed.digest === undefined) continue;
      if (needsAuthentication(parsed.registry, settings.registries.private)) continue;
      yield { at: policy, data: { name } };
    }
  },

  message: ({ name }) =>
    `Image "${name}" is pinned by digest, so imagePullPolicy Always never gets a newer image but makes every start depend on the registry.`,

  fixClasses: ["review"],
  *fixes({ at }, edit) {
    // Review: nodes start the container with their local copy, without contacting the registry.
    yield {
      class: "review",
      title: "Set imagePullPolicy to IfNotPresent (uses the copy on the node)",
      edits: [edit.setValue(at, "IfNotPresent")],
    };
  },
});
