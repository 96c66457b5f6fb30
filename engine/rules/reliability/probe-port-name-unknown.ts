import { longRunningContainersOf, quotedName } from "../../kubernetes/containers.ts";
import { probedPort, probeKinds, probePeers, probesOf } from "../../kubernetes/probes.ts";
import { isTemplated, literal } from "../../kubernetes/resource.ts";
import { names } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";
import { isTypo } from "../../workspace/typo.ts";

export default defineRule({
  id: "probe-port-name-unknown",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  peers: { "kube-linter": ["liveness-port", "readiness-port", "startup-port"] },
  summary: "A probe uses a port name that its container does not declare.",
  why: "The kubelet cannot find the port, so the probe always fails.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port",
  ],
  options: { probes: names("The kinds of probes to check.", probeKinds) },
  on: workloads,

  *check(workload, { options }) {
    for (const container of longRunningContainersOf(workload)) {
      const ports = container.at("ports")?.items() ?? [];
      const declaredNames = ports.map((port) => port.at("name")?.value);
      if (declaredNames.some((name) => typeof name === "string" && isTemplated(name))) continue;
      for (const probe of probesOf(container)) {
        if (!options.probes.includes(probe.kind)) continue;
        const at = probedPort(probe);
        const portName = literal(at);
        if (!at || portName === undefined || declaredNames.includes(portName)) continue;
        const names = declaredNames.filter((name) => typeof name === "string");
        const typo = names.find((name) => isTypo(portName, name));
        const unnamed = ports.filter((port) => port.isMap && !port.at("name"));
        const data = {
          name: quotedName(container),
          kind: probe.kind,
          portName,
          names,
          typo,
          unnamed,
        };
        yield { at, data, peers: probePeers[probe.kind] };
      }
    }
  },

  message: ({ name, kind, portName, names }) => {
    if (!isPortName(portName)) {
      const fact = /^\d+$/.test(portName) ? `"${portName}" in quotes` : `"${portName}"`;
      return `The ${kind} probe of container ${name} uses ${fact}, which is not a valid port name, so the API server rejects it.`;
    }
    const quoted = names.map((text) => `"${text}"`);
    const declares = names.length === 0 ? "has no named ports" : `declares only ${sentenceList(quoted)}`;
    return `The ${kind} probe uses port "${portName}", but container ${name} ${declares}, so the probe always fails.`;
  },

  fixClasses: ["safe", "review"],
  *fixes({ data: { portName, typo, names, unnamed }, at }, edit) {
    if (/^\d{1,5}$/.test(portName)) {
      // Safe: the API server rejects a number in quotes, and only the number can be meant.
      yield {
        class: "safe",
        title: `Remove the quotes around ${portName}`,
        edits: [edit.setValue(at, Number(portName))],
      };
    }
    {
      const name = typo ?? (names.length === 1 ? names[0] : undefined);
      if (name !== undefined && !/^\d+$/.test(portName)) {
        // Review: the container might not answer probes on that port.
        yield { class: "review", title: `Use port "${typo ?? names[0]}"`, edits: [edit.setValue(at, name)] };
      }
    }
    if (unnamed.length === 1 && typo === undefined && names.length !== 1 && isPortName(portName)) {
      // Review: the only port without a name might not be the intended one.
      yield {
        class: "review",
        title: `Set the name of port ${unnamed[0]?.at("containerPort")?.number} to "${portName}"`,
        edits: [edit.set(unnamed[0]!, ["name"], portName, { before: ["containerPort"] })],
      };
    }
  },
});

/** Source: IsValidPortName in k8s.io/apimachinery/pkg/util/validation/validation.go */
function isPortName(text: string): boolean {
  return text.length <= 15 && /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text);
}
