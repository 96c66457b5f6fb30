import type { Meter } from "../cel/meter.ts";
import type { Outcome, Program } from "../cel/program.ts";
import { toCel } from "../cel/value.ts";
import { type CustomEdit, customChanges } from "../edits/custom.ts";
import { type FieldStep, nearestAt } from "../edits/field-path.ts";
import { once } from "../kubernetes/once.ts";
import type { Resource } from "../kubernetes/resource.ts";
import type { Value } from "../kubernetes/value.ts";
import {
  type CustomSource,
  defineRule,
  type FixClass,
  inWorkspace,
  type Rule,
  type Severity,
  type Target,
} from "../rule/rule.ts";
import type { WorkspaceView } from "../workspace/index.ts";
import { holdsForResource, type Where } from "./override.ts";

/** A rule as defined in a configuration, with its expressions compiled. */
export interface CustomRule {
  readonly id: string;
  readonly summary: string;
  readonly why: string;
  readonly severity: Severity;
  readonly where: Where;
  readonly params: unknown;
  /** By name, in order. A variable can refer to the ones before it. */
  readonly variables: ReadonlyMap<string, Program>;
  readonly expression: Program;
  readonly message: string;
  readonly messageExpression: Program | undefined;
  readonly at: readonly FieldStep[] | undefined;
  readonly fix: CustomFix | undefined;
  readonly source: CustomSource;
  readonly meter: Meter;
}

export interface CustomFix {
  readonly title: string;
  readonly class: FixClass;
  readonly edits: readonly CustomEdit[];
}

/** The variables of expressions, as in a ValidatingAdmissionPolicy. */
export const customVariables = ["object", "oldObject", "namespaceObject", "params", "variables"] as const;

/** The limit of steps for one object: a fixed number, and more for a larger one, so that the total stays linear. */
const fewestSteps = 100_000;

/** Steps that every object can take, however expensive the previous ones were: far more than rules need. */
const allowance = 5000;

interface Data {
  readonly message: string;
  /** The expression could not be evaluated, so its result is unknown. */
  readonly unknown: boolean;
}

/** An ordinary rule from a configuration. */
export function customRule(custom: CustomRule): Rule {
  const { id, summary, why, severity, fix, source } = custom;
  const programs = [custom.expression, custom.messageExpression, ...custom.variables.values()];
  const asksNamespace = programs.some((program) => program?.names.has("namespaceObject"));
  const target: Target<Resource> = {
    of: "resource",
    select: (resource) => (holdsForResource(custom, resource) ? resource : undefined),
  };
  return defineRule({
    id,
    category: "custom",
    severity,
    since: "",
    presets: [],
    summary,
    why,
    links: [],
    custom: source,
    on: { ...inWorkspace(target), inWorkspace: asksNamespace },

    *check(resource, { workspace }) {
      const namespaceObject = asksNamespace ? namespaceOf(resource, workspace) : null;
      const { meter, expression, messageExpression, at } = custom;
      const { node } = resource.root;
      const size = node ? node.end - node.start : 0;
      meter.refill(fewestSteps + size, allowance + size);
      const names = variablesOf(custom, resource, namespaceObject);
      const outcome = expression.evaluate(names);
      if ("error" in outcome) {
        // The namespace might be in another file or in the cluster.
        if (asksNamespace && namespaceObject === null) return;
        const message = `The rule ${id} cannot be evaluated here: ${outcome.error}.`;
        yield { at: resource.anchor, data: { message, unknown: true }, severity: "information" };
        return;
      }
      if (outcome.value === true) return;
      const messageOutcome = messageExpression?.evaluate(names);
      const message = textOf(messageOutcome) ?? custom.message;
      yield {
        at: (at && nearestAt(resource.root, at)) ?? resource.anchor,
        data: { message, unknown: false },
      };
    },

    message: ({ message }: Data) => message,

    fixClasses: fix ? [fix.class] : [],
    *fixes({ at, data }, edit) {
      if (!fix || data.unknown) return;
      yield { class: fix.class, title: fix.title, edits: customChanges(rootOf(at), fix.edits, edit) };
    },
  });
}

/** As in a ValidatingAdmissionPolicy, a missing, empty or multi-line message is replaced by the fixed one. */
function textOf(outcome: Outcome | undefined): string | undefined {
  const text = outcome && "value" in outcome ? String(outcome.value).trim() : "";
  return text === "" || text.includes("\n") ? undefined : text;
}

function variablesOf(
  { params, variables }: CustomRule,
  resource: Resource,
  namespaceObject: unknown,
): Readonly<Record<string, unknown>> {
  const object = once(resource, objectOf);
  const inputs = { object, oldObject: null, namespaceObject, params };
  const values = new Map<string, unknown>();
  const lazy = new Map<string, unknown>();
  // Variables are evaluated only when they are used, and only once.
  lazy.get = (name) => {
    if (values.has(name)) return values.get(name);
    const outcome = variables.get(name)?.evaluate({ ...inputs, variables: lazy });
    if (outcome && "error" in outcome) throw new Error(`variables.${name}: ${outcome.error}`);
    values.set(name, outcome?.value);
    return outcome?.value;
  };
  return { ...inputs, variables: lazy };
}

function objectOf({ root }: Resource): unknown {
  return toCel(root);
}

/** The values that all objects of the namespace in the workspace agree on; null if the workspace does not have it. */
function namespaceOf({ namespace }: Resource, workspace: WorkspaceView): unknown {
  if (namespace === undefined) return null;
  const namespaces = workspace.named("/Namespace", undefined, namespace);
  const [first] = namespaces;
  const alike = new Set(namespaces.map(({ labels }) => JSON.stringify([...labels].sort())));
  if (!first || alike.size > 1) return null;
  const labels = new Map([...first.labels, ["kubernetes.io/metadata.name", namespace]]);
  return new Map([
    [
      "metadata",
      new Map<string, unknown>([
        ["name", namespace],
        ["labels", labels],
      ]),
    ],
  ]);
}

function rootOf(value: Value): Value {
  let root = value;
  while (root.parent) root = root.parent;
  return root;
}
