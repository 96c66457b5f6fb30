import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { literal } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

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
  why: "The last one wins, and an apply may drop either of them, so what the process gets is a matter of luck.",
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
        // What builds upon the value before it hides nothing.
        if (before === undefined || buildsUpon(entry, name)) continue;
        const hidden = entries[before]!.entry;
        const isUsed = entries.slice(before + 1, at).some((one) => refersTo(one.entry, name));
        const related = [{ at: entry.at("name")!, message: "The value that counts stands here." }];
        yield {
          at: hidden.at("name")!,
          data: { container: quotedName(container), name, hidden, isUsed },
          related,
        };
      }
    }
  },

  message: ({ container, name }) =>
    `Container ${container} sets ${name} again further down, so this value does not reach its process.`,

  fixes: [
    {
      // Review: applied to a cluster that has both, either could have been in effect.
      class: "review",
      title: ({ name }) => `Remove the ${name} that does not count`,
      edits: ({ data: { hidden, isUsed } }, edit) => (isUsed ? undefined : [edit.remove(hidden)]),
    },
  ],
});

/** Source: the warnings of the API server in k8s.io/kubernetes/pkg/api/pod/warnings.go */
function buildsUpon(entry: Value, name: string): boolean {
  return refersTo(entry, name) && entry.at("value")?.string !== `$(${name})`;
}

function refersTo(entry: Value, name: string): boolean {
  return entry.at("value")?.string?.includes(`$(${name})`) ?? false;
}
