import {
  type Container,
  commandWords,
  longRunningContainersOf,
  quotedName,
} from "../../kubernetes/containers.ts";
import { probedPort, probeKinds, probePeers, probesOf, tcpPortsOf } from "../../kubernetes/probes.ts";
import { flag, names } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";

export default defineRule({
  id: "probe-port-undeclared",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "kube-linter"],
  presetOptions: { "kube-linter": { every: true } },
  peers: { "kube-linter": ["liveness-port", "readiness-port", "startup-port"] },
  summary: "A probe uses a port that its container does not declare.",
  why: "The probe works if the container listens on that port, but often only one of the two numbers was changed.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
  ],
  options: {
    every: flag("Also report containers that do not declare any ports.", false),
    probes: names("The kinds of probes to check.", probeKinds),
  },
  on: workloads,

  *check(workload, { options }) {
    for (const container of longRunningContainersOf(workload)) {
      const list = container.at("ports");
      const declaredPorts = tcpPortsOf(container);
      const ports = list?.items() ?? [];
      const isReadable = ports.every((port) => port.at("containerPort")?.number !== undefined);
      if (!isReadable || list?.isNull || (!options.every && declaredPorts.length === 0)) continue;
      for (const probe of probesOf(container)) {
        if (!options.probes.includes(probe.kind)) continue;
        const at = probedPort(probe);
        const number = at?.number;
        if (!at || number === undefined || declaredPorts.some((port) => port.number === number)) continue;
        const data = {
          name: quotedName(container),
          owner: container.value,
          kind: probe.kind,
          number,
          declaredPorts,
          isTcpOnly: ports.length === declaredPorts.length,
          isConfigured: configuresPort(container, number),
        };
        yield { at, data, peers: probePeers[probe.kind] };
      }
    }
  },

  message: ({ name, kind, number, declaredPorts, isTcpOnly, isConfigured }) => {
    const numbers = declaredPorts.map((port) => String(port.number));
    const ports = `${isTcpOnly ? "" : "TCP "}port${declaredPorts.length === 1 ? "" : "s"}`;
    const declares = declaredPorts.length === 0 ? `no ${ports}` : `only ${ports} ${sentenceList(numbers)}`;
    const consequence = isConfigured
      ? "tools that rely on declared ports miss it"
      : "the probe might use the wrong port";
    return `The ${kind} probe uses port ${number}, but container ${name} declares ${declares}, so ${consequence}.`;
  },

  fixClasses: ["review"],
  *fixes(
    {
      data: {
        number,
        owner,
        declaredPorts: [first],
        declaredPorts,
        isConfigured,
      },
      at,
    },
    edit,
  ) {
    // Review: on the host network, a declared port is reserved on the node.
    yield {
      class: "review",
      title: `Add port ${number} to the container's ports`,
      edits: [edit.append(owner, ["ports"], { containerPort: number }, { after: ["image"] })],
    };
    if (declaredPorts.length === 1 && !isConfigured) {
      // Review: the container might not answer probes on that port, in particular if it is configured for the probed
      // one.
      yield {
        class: "review",
        title: `Use port ${first?.number}`,
        edits: [edit.setValue(at, declaredPorts[0]!.number)],
      };
    }
  },
});

/** Whether a container's command, arguments or environment contain the port number, as in `--addr=:8081`. */
function configuresPort(container: Container, port: number): boolean {
  const word = new RegExp(`(?<!\\d)${port}(?!\\d)`);
  const texts = [
    ...commandWords(container),
    ...(container.at("env")?.items() ?? []).flatMap((variable) => variable.at("value") ?? []),
  ];
  return texts.some(({ scalar }) => scalar !== undefined && word.test(scalar.text));
}
