import { constraintProblem, nameFormOf } from "./constraints.ts";
import { type CustomTypes, invalidValues } from "./field-problems.ts";
import { scopeOf } from "./kinds.ts";
import { asWorkload, type Resource } from "./resource.ts";
import type { Value } from "./value.ts";
import { valuesAt } from "./values-at.ts";

/**
 * Why a value does not have the form that its field requires, as a clause after the value and a comma; `undefined` if
 * it does.
 */
type Check = (at: Value) => string | undefined;

type Row = readonly [path: string, check: Check];

/** Source: `validEnvDownwardAPIFieldPathExpressions` in k8s.io/kubernetes/pkg/apis/core/validation/validation.go */
const fieldPaths =
  /^(?:metadata\.(?:name|namespace|uid|(?:labels|annotations)\['[^']+'\])|spec\.(?:nodeName|serviceAccountName)|status\.(?:hostIPs?|podIPs?))$/;

const fieldPath: Check = ({ string }) =>
  string === undefined ||
  fieldPaths.test(string) ||
  string === "spec.host" ||
  string === "spec.serviceAccount"
    ? undefined
    : "which environment variables cannot refer to";

const inPod: readonly Row[] = ["containers", "initContainers", "ephemeralContainers"].map(
  (list): Row => [`${list}.*.env.*.valueFrom.fieldRef.fieldPath`, fieldPath],
);

const inKinds: Readonly<Record<string, readonly Row[]>> = {
  "networking.k8s.io/NetworkPolicy": ["ingress.*.from", "egress.*.to"].map(
    (peers): Row => [
      `spec.${peers}.*.ipBlock.except.*`,
      ({ string }) =>
        string === undefined
          ? undefined
          : constraintProblem({ value: string }, { kind: "form", form: "cidr" }),
    ],
  ),
};

/** A value whose form the API server rejects. */
export interface MalformedValue {
  readonly at: Value;
  readonly problem: string;
}

/**
 * All values whose form is invalid, and those out of range. Placeholders are treated as any other value.
 *
 * @param custom the types of a custom kind
 */
export function* malformedValues(resource: Resource, custom?: CustomTypes): Iterable<MalformedValue> {
  const { apiVersion, group, kind, root } = resource;
  for (const { at, constraint, problem } of invalidValues(resource, custom))
    if (nameFormOf(constraint) === undefined) yield { at, problem };
  const workload = asWorkload(resource);
  if (workload) yield* malformedIn(workload.pod, inPod);
  if (scopeOf(apiVersion, kind) !== "unknown") yield* malformedIn(root, inKinds[`${group}/${kind}`] ?? []);
}

function* malformedIn(owner: Value, rows: readonly Row[]): Iterable<MalformedValue> {
  for (const [path, check] of rows)
    for (const at of valuesAt(owner, path)) {
      const problem = at.string === "" ? undefined : check(at);
      if (problem !== undefined) yield { at, problem };
    }
}
