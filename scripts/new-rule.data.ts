/** A new rule and its page. The page fails, because `check` yields nothing. */
export interface Scaffold {
  /** The line `HEAD` is replaced by the properties that all rules have. */
  readonly code: string;
  readonly language: "yaml" | "dockerfile";
  /** An example with markers around the range that the rule should underline. */
  readonly bad: string;
  readonly good: string;
}

const containers: Scaffold = {
  code: `import { containersOf, nameOf, quotedName } from "../../kubernetes/containers.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  HEAD
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      const field = container.at("change", "this", "path");
      if (field?.value !== true) continue;
      yield { at: field, data: { name: quotedName(container), owner: nameOf(container) } };
    }
  },

  message: ({ name }) => \`Container \${name} does something, so something follows.\`,

  fixClasses: ["review"],
  *fixes({ at }, edit) {
    // Review: what can change in the cluster.
    yield { class: "review", title: "Remove the field", edits: [edit.remove(at)] };
  },
});
`,
  language: "yaml",
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
    const at = resource.root.at("spec", "change", "this", "path");
    const name = literal(at);
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
    \`\${title} refers to Deployment "\${name}", which does not exist, so something follows.\`,

  fixClasses: ["review"],
  *fixes({ at, data: { meant } }, edit) {
    if (meant === undefined) return;
    // Review: what can change in the cluster.
    yield { class: "review", title: \`Use "\${meant}"\`, edits: [edit.setValue(at, meant)] };
  },
});
`,
  language: "yaml",
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

  *check({ dockerfile, images: uses }) {
    for (const { at, parsed, text } of uses) {
      if (!dockerfile || parsed.kind !== "image" || parsed.tag !== "change-this") continue;
      yield { at, data: { text } };
    }
  },

  message: ({ text }) => \`Base image "\${text}" is something, so something follows.\`,
});
`,
  language: "dockerfile",
  bad: `FROM ⟦debian:12⟧
COPY web /web
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
