import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "gatekeeper-prefix-ambiguous",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0124"] },
  summary: "A Gatekeeper constraint allows images by a prefix without a trailing slash.",
  why: "The prefix ghcr.io/acme also allows ghcr.io/acme-evil, a name that anyone can register.",
  links: ["https://open-policy-agent.github.io/gatekeeper-library/website/validation/allowedrepos/"],
  on: kinds("constraints.gatekeeper.sh/K8sAllowedRepos"),

  *check(resource) {
    for (const at of resource.root.at("spec", "parameters", "repos")?.items() ?? []) {
      const prefix = literal(at);
      // A prefix with a tag or a digest is a complete image reference.
      if (prefix === undefined || prefix.endsWith("/") || /:[^/]*$|@/.test(prefix.replace(/^[^/]*/, "")))
        continue;
      yield { at, data: { title: titleOf(resource), prefix } };
    }
  },

  message: ({ title, prefix }) =>
    `${title} allows the prefix "${prefix}" without a trailing slash, so it also allows ${prefix}-evil${prefix.includes("/") ? "" : ".example"}/app.`,

  fixClasses: ["review"],
  *fixes({ data: { prefix }, at }, edit) {
    // Review: an image with exactly this name is no longer allowed.
    yield {
      class: "review",
      title: `Add a trailing slash (allows only images that start with ${prefix}/)`,
      edits: [edit.setValue(at, `${prefix}/`)],
    };
  },
});
