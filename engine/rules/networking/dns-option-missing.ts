import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import { names } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "dns-option-missing",
  category: "networking",
  severity: "hint",
  since: "0.1.0",
  presets: [],
  peers: { "kube-linter": ["dnsconfig-options"] },
  summary: "A pod does not set an option of its resolver.",
  why: "With the default of ndots:5, every name with fewer dots is first looked for in the cluster, which is several questions for each address outside.",
  links: ["https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config"],
  options: { options: names("Options that pods must have, as name:value.", ["ndots:2"]) },
  on: workloads,

  *check(workload, { options: { options } }) {
    const { pod, anchor } = workload;
    const list = pod.at("dnsConfig", "options");
    if (!list?.isSequence && !isUnset(pod, "dnsConfig", "options")) return;
    for (const wanted of options) {
      const [name = "", value = ""] = wanted.split(":");
      const known = list?.items().find((one) => one.at("name")?.string === name);
      const actual = known?.at("value");
      if (known && (actual?.scalar?.text ?? "") === value) continue;
      // Filled in later.
      if (actual && literal(actual) === undefined && !actual.scalar) continue;
      yield { at: actual ?? anchor, data: { title: titleOf(workload), wanted, name, value, pod, known } };
    }
  },

  message: ({ title, wanted }) =>
    `${title} has no DNS option ${wanted}, so its resolver does as the cluster's default says.`,

  fixes: [
    {
      // Review: names with dots that are meant for the cluster may be asked for outside first.
      class: "review",
      title: ({ wanted }) => `Set the DNS option ${wanted}`,
      edits: ({ data: { pod, known, name, value } }, edit) => [
        known
          ? edit.set(known, ["value"], value)
          : edit.append(pod, ["dnsConfig", "options"], value === "" ? { name } : { name, value }),
      ],
    },
  ],
});
