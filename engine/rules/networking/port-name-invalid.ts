import { type Container, containersOf, quotedName } from "../../kubernetes/containers.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { asPortName, portNameProblem } from "../../kubernetes/ports.ts";
import { asWorkload, isTemplated, type Resource } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, resources } from "../../lint/rule.ts";

export default defineRule({
  id: "port-name-invalid",
  category: "networking",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  peers: { "kube-linter": ["invalid-target-ports"], "kube-score": ["container-ports-check"] },
  summary: "A port has a name that is none, or a number that is none.",
  why: "The API server rejects the object.",
  links: [
    "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports",
    "https://www.rfc-editor.org/rfc/rfc6335.html#section-5.1",
  ],
  on: resources,

  *check(resource) {
    const workload = asWorkload(resource);
    for (const container of workload ? containersOf(workload) : []) yield* inContainer(container);
    if (resource.group === "" && resource.kind === "Service") yield* inService(resource);
  },

  message: ({ owner, text, problem }) =>
    `${owner} has the port "${text}", but ${problem}, so it is rejected.`,

  fixes: [
    {
      // Safe: the text could not be accepted, and a number in quotes has one reading.
      class: "safe",
      title: ({ number }) => `Take the quotes from ${number}`,
      edits: ({ data: { number, uses } }, edit) =>
        number === undefined ? undefined : uses.map((use) => edit.setValue(use, number)),
    },
    {
      // Review: what refers to the port from elsewhere has to be called the same.
      class: "review",
      title: ({ name }) => `Call it ${name}`,
      edits: ({ data: { name, uses, number } }, edit) =>
        name === undefined || number !== undefined ? undefined : uses.map((use) => edit.setValue(use, name)),
    },
  ],
});

interface Fault {
  readonly owner: string;
  readonly text: string;
  readonly problem: string;
  /** Where the name stands: where it is declared, and where the container itself uses it. */
  readonly uses: readonly Value[];
  /** A name that it can have; absent where another port has that already. */
  readonly name: string | undefined;
  /** What the text means as a number, where a number is allowed. */
  readonly number: number | undefined;
}

function* inContainer(container: Container) {
  const ports = container.at("ports")?.items() ?? [];
  const names = new Set(ports.map((port) => port.at("name")?.string));
  const probes = [
    ...["livenessProbe", "readinessProbe", "startupProbe"].map((probe) => container.at(probe)),
    ...["postStart", "preStop"].map((hook) => container.at("lifecycle", hook)),
  ];
  const uses = probes.flatMap((probe) =>
    ["httpGet", "tcpSocket"].flatMap((handler) => probe?.at(handler, "port") ?? []),
  );
  const owner = `Container ${quotedName(container)}`;
  for (const port of ports) {
    const at = port.at("name");
    const fault = at && faultOf(at, owner);
    if (!at || !fault) continue;
    const name = fault.name !== undefined && names.has(fault.name) ? undefined : fault.name;
    const all = [at, ...uses.filter((use) => use.string === fault.text)];
    yield { at, data: { ...fault, name, number: undefined, uses: all } };
  }
  for (const at of uses) {
    // Reported where it is declared.
    const fault = names.has(at.string) ? undefined : faultOf(at, owner);
    if (fault) yield { at, data: fault };
  }
}

function* inService(service: Resource) {
  for (const port of service.root.at("spec", "ports")?.items() ?? []) {
    const at = port.at("targetPort");
    const fault = at && faultOf(at, titleOf(service));
    if (at && fault) yield { at, data: fault };
  }
}

/** What is wrong with a name or number of a port, unless it is half-typed or filled in later. */
function faultOf(at: Value, owner: string): Fault | undefined {
  const { string: text, number } = at;
  // KubeLinter takes a zero for a field that is not set, and so does the API server.
  if (number !== undefined && number !== 0 && (number < 0 || 65535 < number || !Number.isInteger(number)))
    return {
      owner,
      text: `${number}`,
      problem: "a port is from 1 to 65535",
      uses: [],
      name: undefined,
      number: undefined,
    };
  if (text === undefined || text === "" || isTemplated(text)) return undefined;
  const problem = portNameProblem(text);
  if (problem === undefined) return undefined;
  const asNumber = /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined;
  return { owner, text, problem, uses: [at], name: asPortName(text), number: asNumber };
}
