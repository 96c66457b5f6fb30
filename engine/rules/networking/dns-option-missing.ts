import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import { names } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "dns-option-missing",
  category: "networking",
  severity: "hint",
  since: "0.1.0",
  presets: [],
  peers: { "kube-linter": ["dnsconfig-options"] },
  summary: "A pod does not set a required DNS option.",
  why: "With the usual default of `ndots:5`, a name with fewer than 5 dots is first tried in every search domain, which adds several DNS queries to each lookup of an external name.",
  links: ["https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config"],
  options: { options: names("DNS options that pods must set, as `name:value` or `name`.", ["ndots:2"]) },
  on: workloads,

  *check(workload, { options: { options } }) {
    const { pod, anchor } = workload;
    const list = pod.at("dnsConfig", "options");
    if (!list?.isSequence && !isUnset(pod, "dnsConfig", "options")) return;
    for (const required of options) {
      const [name = "", value = ""] = required.split(":");
      const option = list?.items().find((item) => item.at("name")?.string === name);
      const actual = option?.at("value");
      if (option && (actual?.scalar?.text ?? "") === value) continue;
      // Filled in later.
      if (actual && literal(actual) === undefined && !actual.scalar) continue;
      yield { at: actual ?? anchor, data: { title: titleOf(workload), required, name, value, pod, option } };
    }
  },

  message: ({ title, required, name, value, option }) => {
    const actual = option?.at("value")?.scalar?.text ?? "";
    const fact =
      option === undefined
        ? `${title} does not set the DNS option ${required}`
        : `${title} sets the DNS option ${name} to "${actual}" instead of "${value}"`;
    if (name !== "ndots" || (option && !(Number(value) < Number(actual)))) {
      return option ? `${fact}.` : `${fact}, so its containers use the default.`;
    }
    return option
      ? `${fact}, so lookups of external names send extra DNS queries.`
      : `${fact}, so with the usual default ndots:5, lookups of external names send extra DNS queries.`;
  },

  fixClasses: ["review"],
  *fixes({ data: { name, value, pod, option } }, edit) {
    // Review: names of Services with dots might be looked up outside the cluster first.
    yield {
      class: "review",
      title: value === "" ? `Add the DNS option ${name}` : `Set the DNS option ${name} to ${value}`,
      edits: [
        option
          ? edit.set(option, ["value"], value)
          : edit.append(pod, ["dnsConfig", "options"], value === "" ? { name } : { name, value }),
      ],
    };
  },
});
