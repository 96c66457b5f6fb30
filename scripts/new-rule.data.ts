/** A new rule and its page. The page fails, because `check` yields nothing. */
export interface Scaffold {
  /** The line `HEAD` is replaced by the properties that all rules have. */
  readonly code: string;
  readonly language: "yaml" | "dockerfile";
  /** A short rule with the same target. */
  readonly model: string;
  /** An example with markers around the range that the rule should underline. */
  readonly bad: string;
  readonly good: string;
}

const containers: Scaffold = {
  code: `import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  HEAD
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      const field = container.at("TODO", "path", "of", "the", "field");
      if (field?.value !== true) continue;
      // The value to underline, and what the message and the fixes need.
      yield { at: field, data: { name: quotedName(container) } };
    }
  },

  // The name is \`"web" of Deployment "shop"\`.
  message: ({ name }) => \`Container \${name} TODO: fact, so consequence.\`,

  fixClasses: ["review"],
  *fixes({ at }, edit) {
    // Review: TODO: what can change in the cluster.
    yield { class: "review", title: "Remove TODO", edits: [edit.remove(at)] };
  },
});
`,
  language: "yaml",
  model: "security/proc-mount-unmasked",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: ⟦web⟧
      image: ghcr.io/acme/web:1.4.2
`,
  good: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2" }]
`,
};

const objects: Scaffold = {
  code: `import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";

export default defineRule({
  HEAD
  on: inWorkspace(kinds("policy/PodDisruptionBudget")),

  *check(resource, { workspace }) {
    const at = resource.root.at("TODO", "path", "of", "the", "reference");
    // Undefined if it is missing or filled in later.
    const name = literal(at);
    // For an object without a namespace, pass undefined instead of resource.namespace.
    if (!at || name === undefined || workspace.named("apps/Deployment", resource.namespace, name).length > 0)
      return;
    const [similar] = workspace.similar("apps/Deployment", resource.namespace, name);
    yield {
      at,
      data: { title: titleOf(resource), name, meant: similar?.name },
      related: similar ? [{ at: similar.place, message: "This Deployment has a similar name." }] : [],
    };
  },

  message: ({ title, name }) =>
    \`\${title} refers to Deployment "\${name}", which does not exist, so TODO: consequence.\`,

  fixClasses: ["review"],
  *fixes({ at, data: { meant } }, edit) {
    if (meant === undefined) return;
    // Review: TODO: what can change in the cluster.
    yield { class: "review", title: \`Use "\${meant}"\`, edits: [edit.setValue(at, meant)] };
  },
});
`,
  language: "yaml",
  model: "networking/service-target-port-missing",
  bad: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: ⟦web⟧, namespace: shop }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: web } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2" }] }
`,
  good: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: shop }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: web } }
`,
};

const dockerfile: Scaffold = {
  code: `import { defineRule, images } from "../../rule/rule.ts";

export default defineRule({
  HEAD
  on: images,

  *check({ dockerfile }) {
    for (const stage of dockerfile?.stages ?? []) {
      for (const { keyword, keywordRange, words } of stage.instructions) {
        const [first] = words;
        if (keyword !== "TODO" || !first || first.text.includes("$")) continue;
        // The range to underline, and what the message and the fixes need.
        yield { at: keywordRange, data: { keyword, text: first.text } };
      }
    }
  },

  message: ({ keyword, text }) => \`\${keyword} of "\${text}" TODO: fact, so consequence.\`,

  fixClasses: ["review"],
  *fixes({ at }, edit) {
    // Review: TODO: what can change in the image.
    yield { class: "review", title: "Use TODO", edits: [edit.splice(at.start, at.end, "TODO")] };
  },
});
`,
  language: "dockerfile",
  model: "images/apt-on-alpine",
  bad: `FROM debian:13
⟦COPY⟧ web /web
USER 65532
CMD ["/web"]
`,
  good: `FROM debian:13
COPY web /web
USER 65532
CMD ["/web"]
`,
};

/** By the name of the target. */
export const scaffolds: Readonly<Record<string, Scaffold>> = { containers, objects, dockerfile };
