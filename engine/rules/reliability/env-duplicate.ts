import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { literal } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "env-duplicate",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  peers: {
    "kube-linter": ["duplicate-env-var"],
    "kube-score": ["environment-variable-key-duplication"],
    kubescape: ["C-0295"],
  },
  summary: "A container sets an environment variable twice.",
  why: "The container gets the last value. When the object is applied again, either of the two entries can be dropped.",
  links: ["https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/"],
  tags: ["unnecessary"],
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      const entries = (container.at("env")?.items() ?? []).map((entry) => ({
        entry,
        name: literal(entry.at("name")),
      }));
      const seen = new Map<string, number>();
      for (const [at, { entry, name }] of entries.entries()) {
        if (name === undefined) continue;
        const before = seen.get(name);
        seen.set(name, at);
        // A value that extends the one before it does not hide it.
        if (before === undefined || extendsValue(entry, name)) continue;
        const hidden = entries[before]!.entry;
        const between = entries.slice(before + 1, at);
        const isUsed = between.some((variable) => refersTo(variable.entry, name));
        const related = [{ at: entry.at("name")!, message: "This later value takes precedence." }];
        yield {
          at: hidden.at("name")!,
          data: { container: quotedName(container), name, hidden, isUsed },
          related,
        };
      }
    }
  },

  message: ({ container, name, isUsed }) =>
    `Container ${container} sets ${name} again further down, so ${isUsed ? "only variables in between use this value" : "this value is ignored"}.`,

  fixClasses: ["review"],
  *fixes({ data: { name, hidden, isUsed } }, edit) {
    // Review: in a cluster that has both entries, either can be in effect.
    yield {
      class: "review",
      title: `Remove the overridden ${name}`,
      edits: isUsed ? undefined : [edit.remove(hidden)],
    };
  },
});

/** Source: the API server's warnings in k8s.io/kubernetes/pkg/api/pod/warnings.go */
function extendsValue(entry: Value, name: string): boolean {
  return refersTo(entry, name) && entry.at("value")?.string !== `$(${name})`;
}

function refersTo(entry: Value, name: string): boolean {
  return entry.at("value")?.string?.includes(`$(${name})`) ?? false;
}
