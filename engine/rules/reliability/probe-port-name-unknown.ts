import { longRunningContainersOf, quotedName } from "../../kubernetes/containers.ts";
import { probedPort, probeKinds, probePeers, probesOf } from "../../kubernetes/probes.ts";
import { isTemplated, literal } from "../../kubernetes/resource.ts";
import { names } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import { isTypo } from "../../workspace/typo.ts";

const results = {
  liveness: "it is restarted again and again",
  readiness: "it never gets requests",
  startup: "it never starts",
};

export default defineRule({
  id: "probe-port-name-unknown",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  peers: { "kube-linter": ["liveness-port", "readiness-port", "startup-port"] },
  summary: "A probe asks a port by a name that its container does not have.",
  why: "The kubelet cannot tell which port is meant, so every try of the probe fails.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port",
  ],
  options: { probes: names("The probes that are checked.", probeKinds) },
  on: workloads,

  *check(workload, { options }) {
    for (const container of longRunningContainersOf(workload)) {
      const ports = container.at("ports")?.items() ?? [];
      const known = ports.map((port) => port.at("name")?.value);
      if (known.some((name) => typeof name === "string" && isTemplated(name))) continue;
      for (const probe of probesOf(container)) {
        if (!options.probes.includes(probe.kind)) continue;
        const at = probedPort(probe);
        const wanted = literal(at);
        if (!at || wanted === undefined || known.includes(wanted)) continue;
        const named = known.filter((name) => typeof name === "string");
        const typo = named.find((name) => isTypo(wanted, name));
        const unnamed = ports.filter((port) => port.isMap && !port.at("name"));
        const data = { name: quotedName(container), kind: probe.kind, wanted, names: named, typo, unnamed };
        yield { at, data, peers: probePeers[probe.kind] };
      }
    }
  },

  message: ({ name, kind, wanted, names }) => {
    const has = names.length === 0 ? "has no named ports" : `only has ${names.join(", ")}`;
    return `The ${kind} probe asks port "${wanted}", but container ${name} ${has}, so ${results[kind]}.`;
  },

  fixes: [
    {
      // Safe: a name in digits is refused, and can only mean the number.
      class: "safe",
      title: ({ wanted }) => `Ask port ${wanted} by its number`,
      edits: ({ at, data: { wanted } }, edit) =>
        /^\d{1,5}$/.test(wanted) ? [edit.setValue(at, Number(wanted))] : undefined,
    },
    {
      // Review: the container answers there, or not.
      class: "review",
      title: ({ typo, names }) => `Ask port "${typo ?? names[0]}"`,
      edits: ({ at, data: { wanted, typo, names } }, edit) => {
        const name = typo ?? (names.length === 1 ? names[0] : undefined);
        return name === undefined || /^\d+$/.test(wanted) ? undefined : [edit.setValue(at, name)];
      },
    },
    {
      // Review: that the only port without a name is meant is an assumption.
      class: "review",
      title: ({ wanted, unnamed }) => `Name port ${unnamed[0]?.at("containerPort")?.number} "${wanted}"`,
      edits: ({ data: { wanted, typo, names, unnamed } }, edit) =>
        unnamed.length === 1 && typo === undefined && names.length !== 1 && isPortName(wanted)
          ? [edit.set(unnamed[0]!, ["name"], wanted, { before: ["containerPort"] })]
          : undefined,
    },
  ],
});

/** Source: IsValidPortName in k8s.io/apimachinery/pkg/util/validation/validation.go */
function isPortName(text: string): boolean {
  return text.length <= 15 && /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text);
}
