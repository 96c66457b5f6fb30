import { literal } from "../../kubernetes/resource.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "gatekeeper-prefix-ambiguous",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0124"] },
  summary: "A Gatekeeper constraint allows images by a prefix that ends in the middle of a name.",
  why: "Somebody who registers a longer name passes, as ghcr.io/acme-evil does for ghcr.io/acme.",
  links: ["https://open-policy-agent.github.io/gatekeeper-library/website/validation/allowedrepos/"],
  on: kinds("constraints.gatekeeper.sh/K8sAllowedRepos"),

  *check(resource) {
    for (const at of resource.root.at("spec", "parameters", "repos")?.items() ?? []) {
      const prefix = literal(at);
      // A tag or a digest ends a reference.
      if (prefix === undefined || prefix.endsWith("/") || /:[^/]*$|@/.test(prefix.replace(/^[^/]*/, "")))
        continue;
      yield { at, data: { prefix } };
    }
  },

  message: ({ prefix }) =>
    `The prefix "${prefix}" allows every image whose name begins so, as ${prefix}-evil${prefix.includes("/") ? "" : ".example"} does.`,

  fixes: [
    {
      // Review: an image of just this name no longer passes.
      class: "review",
      title: ({ prefix }) => `Allow only what is below ${prefix}/`,
      edits: ({ at, data: { prefix } }, edit) => [edit.setValue(at, `${prefix}/`)],
    },
  ],
});
