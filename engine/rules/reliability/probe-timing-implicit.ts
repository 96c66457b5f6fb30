import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { probeDefaults, probesOf } from "../../kubernetes/probes.ts";
import { names } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

type TimingField = keyof typeof probeDefaults;

export default defineRule({
  id: "probe-timing-implicit",
  category: "reliability",
  severity: "hint",
  since: "0.1.0",
  // The defaults are documented and fit most probes.
  presets: [],
  summary: "A probe leaves its times to the defaults.",
  why: "A probe that must be answered within a second fails first when the node is busy, and nobody sees that limit in the file.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes",
  ],
  options: {
    fields: names("Times that every probe must say.", [
      "periodSeconds",
      "timeoutSeconds",
      "failureThreshold",
    ]),
  },
  on: workloads,

  *check(workload, { options }) {
    for (const container of containersOf(workload)) {
      for (const { kind, value } of probesOf(container)) {
        const missing = options.fields.filter(isTimingField).filter((field) => !value.at(field));
        if (missing.length === 0) continue;
        yield { at: value, onKey: true, data: { name: quotedName(container), kind, probe: value, missing } };
      }
    }
  },

  message: ({ name, kind, missing }) => {
    const values = missing.map((field) => `${field} ${probeDefaults[field]}`);
    return `The ${kind} probe of container ${name} goes by times that are not written down: ${values.join(", ")}.`;
  },

  fixes: [
    {
      // Safe: the values are the defaults.
      class: "safe",
      title: () => "Write the defaults down",
      edits: ({ data: { probe, missing } }, edit) =>
        missing.map((field) => edit.set(probe, [field], probeDefaults[field])),
    },
  ],
});

function isTimingField(name: string): name is TimingField {
  return name in probeDefaults;
}
