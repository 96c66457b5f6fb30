import { type Container, longRunningContainersOf, quotedName } from "../../kubernetes/containers.ts";
import { probedPort, probeKinds, probePeers, probesOf, tcpPortsOf } from "../../kubernetes/probes.ts";
import { flag, names } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "probe-port-undeclared",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "kube-linter"],
  presetOptions: { "kube-linter": { every: true } },
  peers: { "kube-linter": ["liveness-port", "readiness-port", "startup-port"] },
  summary: "A probe uses a port that its container does not declare.",
  why: "The probe works if the container listens there, but often one number was changed and the other was not.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
  ],
  options: {
    every: flag("Report containers that declare no ports at all, too.", false),
    probes: names("The probes that are checked.", probeKinds),
  },
  on: workloads,

  *check(workload, { options }) {
    for (const container of longRunningContainersOf(workload)) {
      const list = container.at("ports");
      const declared = tcpPortsOf(container);
      const settled = (list?.items() ?? []).every((port) => port.at("containerPort")?.number !== undefined);
      if (!settled || list?.isNull || (!options.every && declared.length === 0)) continue;
      for (const probe of probesOf(container)) {
        if (!options.probes.includes(probe.kind)) continue;
        const at = probedPort(probe);
        const number = at?.number;
        if (!at || number === undefined || declared.some((port) => port.number === number)) continue;
        const data = {
          name: quotedName(container),
          owner: container.value,
          kind: probe.kind,
          number,
          declared,
        };
        const isSet = namesPort(container, number);
        yield { at, data: { ...data, isSet }, peers: probePeers[probe.kind] };
      }
    }
  },

  message: ({ name, kind, number, declared, isSet }) => {
    const ports = declared.map((port) => port.number).join(", ");
    const declares =
      declared.length === 0 ? "no ports" : `only port${declared.length === 1 ? "" : "s"} ${ports}`;
    const consequence = isSet
      ? "tools that read the declared ports do not know of it"
      : "the probe might use the wrong port";
    return `The ${kind} probe uses port ${number}, but container ${name} declares ${declares}, so ${consequence}.`;
  },

  fixes: [
    {
      // Review: on the host network, a declared port is taken on the node.
      class: "review",
      title: ({ number }) => `Declare port ${number}`,
      edits: ({ data: { owner, number } }, edit) => [
        edit.append(owner, ["ports"], { containerPort: number }, { after: ["image"] }),
      ],
    },
    {
      // Review: the container answers there, or not. One that is told to listen on the probed port does not.
      class: "review",
      title: ({ declared: [first] }) => `Use port ${first?.number}, which the container declares`,
      edits: ({ at, data: { declared, isSet } }, edit) =>
        declared.length === 1 && !isSet ? [edit.setValue(at, declared[0]!.number)] : undefined,
    },
  ],
});

/** Whether a container's command, arguments or environment have the number as a word of its own, as `--addr=:8081` does. */
function namesPort(container: Container, port: number): boolean {
  const word = new RegExp(`(?<!\\d)${port}(?!\\d)`);
  const texts = [
    ...["command", "args"].flatMap((list) => container.at(list)?.items() ?? []),
    ...(container.at("env")?.items() ?? []).flatMap((variable) => variable.at("value") ?? []),
  ];
  return texts.some(({ scalar }) => scalar !== undefined && word.test(scalar.text));
}
