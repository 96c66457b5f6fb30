import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { type ProbeKind, probeDefaults, probesOf } from "../../kubernetes/probes.ts";
import { names } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";

type TimingField = keyof typeof probeDefaults;

export default defineRule({
  id: "probe-timing-implicit",
  category: "reliability",
  severity: "hint",
  since: "0.1.0",
  // The defaults are documented and suit most probes.
  presets: [],
  summary: "A probe relies on default values for its timing.",
  why: "The default timeout is only 1 second, which a busy node can exceed, and readers of the file do not see it.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes",
  ],
  options: {
    fields: names("The fields that every probe must set.", [
      "periodSeconds",
      "timeoutSeconds",
      "failureThreshold",
    ]),
  },
  on: workloads,

  *check(workload, { options }) {
    for (const container of containersOf(workload)) {
      for (const { kind, value } of probesOf(container)) {
        const missingFields = options.fields.filter(isTimingField).filter((field) => !value.at(field));
        if (missingFields.length === 0) continue;
        yield {
          at: value,
          onKey: true,
          data: { name: quotedName(container), kind, probe: value, missing: missingFields },
        };
      }
    }
  },

  message: ({ name, kind, missing }) => {
    const fields = missing.length === 1 ? missing[0] : "timing";
    return `The ${kind} probe of container ${name} relies on the default ${fields}, so ${consequenceOf(kind, missing)}.`;
  },

  fixClasses: ["safe"],
  *fixes({ data: { missing, probe } }, edit) {
    // Safe: the values are the defaults.
    yield {
      class: "safe",
      title: `Set ${sentenceList(missing.map((field) => `${field} to ${probeDefaults[field]}`))} (the default${missing.length === 1 ? "" : "s"})`,
      edits: missing.map((field) => edit.set(probe, [field], probeDefaults[field])),
    };
  },
});

/** The effect of the default that matters most. */
function consequenceOf(kind: ProbeKind, missing: readonly TimingField[]): string {
  if (missing.includes("timeoutSeconds")) return "a check that takes longer than 1 second fails";
  if (missing.includes("failureThreshold")) {
    const reaction = kind === "readiness" ? "the pod gets no traffic" : "the container is restarted";
    return `${reaction} after 3 failed checks`;
  }
  if (missing.includes("periodSeconds")) return "the kubelet runs it every 10 seconds";
  return missing.includes("initialDelaySeconds")
    ? "the first check runs as soon as the container starts"
    : "1 successful check is enough";
}

function isTimingField(name: string): name is TimingField {
  return name in probeDefaults;
}
