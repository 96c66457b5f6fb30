import { type Container, containersOf, quotedName } from "../../kubernetes/containers.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { asPortName, portNameProblem } from "../../kubernetes/ports.ts";
import { asWorkload, isTemplated, type Resource } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, resources } from "../../rule/rule.ts";

export default defineRule({
  id: "port-name-invalid",
  category: "networking",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  peers: { "kube-linter": ["invalid-target-ports"], "kube-score": ["container-ports-check"] },
  summary: "A port has an invalid name or number.",
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

  message: ({ owner, text, problem }) => `${owner} has an invalid port ${text}: ${problem}.`,

  fixClasses: ["safe", "review"],
  *fixes({ data: { number, uses, name, isDeclaration } }, edit) {
    if (number !== undefined) {
      // Safe: the API server rejects the text, and a quoted number can only mean the number.
      yield {
        class: "safe",
        title: `Remove the quotes around ${number}`,
        edits: uses.map((use) => edit.setValue(use, number)),
      };
    }
    if (name !== undefined && number === undefined) {
      // Review: references to the port in other objects must be changed as well.
      yield {
        class: "review",
        title: isDeclaration ? `Rename the port to "${name}"` : `Use port "${name}"`,
        edits: uses.map((use) => edit.setValue(use, name)),
      };
    }
  },
});

interface Fault {
  readonly owner: string;
  /** The port in the message: `name "web_http"`, `number 70000`. */
  readonly text: string;
  readonly problem: string;
  /** The declaration of the name, and references to it in the container itself. */
  readonly uses: readonly Value[];
  /** A valid name; absent if a different port already has it. */
  readonly name: string | undefined;
  /** The number that the text means, if a number is allowed. */
  readonly number: number | undefined;
  /** The name is declared here; other objects can refer to it. */
  readonly isDeclaration: boolean;
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
    const allUses = [at, ...uses.filter((use) => use.string === at.string)];
    yield { at, data: { ...fault, name, number: undefined, uses: allUses, isDeclaration: true } };
  }
  for (const at of uses) {
    // Reported at its declaration.
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

/** The problem with a port's name or number, unless it is incomplete or filled in later. */
function faultOf(at: Value, owner: string): Fault | undefined {
  const { string: text, number } = at;
  // KubeLinter and the API server treat 0 as not set.
  if (number !== undefined && number !== 0 && (number < 0 || 65535 < number || !Number.isInteger(number)))
    return {
      owner,
      text: `number ${number}`,
      problem: "it must be between 1 and 65535",
      uses: [],
      name: undefined,
      number: undefined,
      isDeclaration: false,
    };
  if (text === undefined || text === "" || isTemplated(text)) return undefined;
  const problem = portNameProblem(text);
  if (problem === undefined) return undefined;
  const asNumber = /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined;
  const label = `name "${text}"`;
  return {
    owner,
    text: label,
    problem,
    uses: [at],
    name: asPortName(text),
    number: asNumber,
    isDeclaration: false,
  };
}
