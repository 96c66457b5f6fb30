import { scopeOf } from "./kinds.ts";
import { portNameProblem } from "./ports.ts";
import { asWorkload, type Resource } from "./resource.ts";
import type { Value } from "./value.ts";
import { valuesAt } from "./values-at.ts";

/**
 * Why a value does not have the form that its field requires, as a clause after the value and a comma; `undefined` if
 * it does.
 */
type Check = (at: Value) => string | undefined;

type Row = readonly [path: string, check: Check];

const port: Check = ({ number }) =>
  number !== undefined && Number.isInteger(number) && (number < 1 || 65535 < number)
    ? "but it must be between 1 and 65535"
    : undefined;

const optionalPort: Check = (at) => (at.number === 0 ? undefined : port(at));

const portName: Check = ({ string }) => {
  const problem = string === undefined ? undefined : portNameProblem(string);
  return problem === undefined ? undefined : `which is not a valid port name (${problem})`;
};

const absolutePath: Check = ({ string }) =>
  string === undefined || string.startsWith("/") ? undefined : "but it must start with a slash";

const notNegative: Check = ({ number }) =>
  number !== undefined && number < 0 ? "but it must not be negative" : undefined;

const positive: Check = ({ number }) =>
  number !== undefined && number < 1 ? "but it must be greater than 0" : undefined;

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

/** IPv4 addresses only: IPv6 addresses have many forms. */
const cidr: Check = ({ string }) => {
  if (string === undefined || string.includes(":")) return undefined;
  const [address = "", length, ...rest] = string.split("/");
  const octets = address.split(".");
  const isAddress =
    octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255);
  const isLength = length !== undefined && /^\d{1,2}$/.test(length) && Number(length) <= 32;
  return isAddress && isLength && rest.length === 0
    ? undefined
    : "but it must be an address range such as 10.0.0.0/8";
};

const inContainer: readonly Row[] = [
  ["ports.*.containerPort", port],
  ["ports.*.hostPort", optionalPort],
  ["env.*.valueFrom.fieldRef.fieldPath", fieldPath],
  ...["livenessProbe", "readinessProbe", "startupProbe"].flatMap((probe): readonly Row[] => [
    [`${probe}.httpGet.port`, port],
    [`${probe}.tcpSocket.port`, port],
    [`${probe}.grpc.port`, port],
    [`${probe}.initialDelaySeconds`, notNegative],
    [`${probe}.periodSeconds`, notNegative],
    [`${probe}.timeoutSeconds`, notNegative],
    [`${probe}.failureThreshold`, notNegative],
  ]),
];

const inPod: readonly Row[] = [
  ["activeDeadlineSeconds", positive],
  ...["containers", "initContainers", "ephemeralContainers"].flatMap((list) =>
    inContainer.map(([path, check]): Row => [`${list}.*.${path}`, check]),
  ),
];

const inKinds: Readonly<Record<string, readonly Row[]>> = {
  "/Service": [["spec.ports.*.port", port]],
  "apps/Deployment": [["spec.replicas", notNegative]],
  "apps/ReplicaSet": [["spec.replicas", notNegative]],
  "apps/StatefulSet": [["spec.replicas", notNegative]],
  "autoscaling/HorizontalPodAutoscaler": [["spec.maxReplicas", positive]],
  "batch/Job": [
    ["spec.backoffLimit", notNegative],
    ["spec.parallelism", notNegative],
    ["spec.completions", notNegative],
    ["spec.ttlSecondsAfterFinished", notNegative],
  ],
  "batch/CronJob": [
    ["spec.startingDeadlineSeconds", notNegative],
    ["spec.successfulJobsHistoryLimit", notNegative],
    ["spec.failedJobsHistoryLimit", notNegative],
    ["spec.jobTemplate.spec.backoffLimit", notNegative],
  ],
  "networking.k8s.io/Ingress": [
    ["spec.rules.*.http.paths.*.path", absolutePath],
    ["spec.rules.*.http.paths.*.backend.service.port.name", portName],
    ["spec.rules.*.http.paths.*.backend.service.port.number", port],
    ["spec.defaultBackend.service.port.name", portName],
    ["spec.defaultBackend.service.port.number", port],
  ],
  "networking.k8s.io/NetworkPolicy": ["ingress.*.from", "egress.*.to"].flatMap((peers): readonly Row[] => [
    [`spec.${peers}.*.ipBlock.cidr`, cidr],
    [`spec.${peers}.*.ipBlock.except.*`, cidr],
    [`spec.${peers.replace(/\.\w+$/, "")}.ports.*.port`, port],
  ]),
};

/** A value whose form the API server rejects. */
export interface MalformedValue {
  readonly at: Value;
  readonly problem: string;
}

/** All values of built-in kinds and of pods whose form is invalid. Placeholders are treated as any other value. */
export function* malformedValues(resource: Resource): Iterable<MalformedValue> {
  const { apiVersion, group, kind, root } = resource;
  const workload = asWorkload(resource);
  if (workload) yield* malformedIn(workload.pod, inPod);
  if (scopeOf(apiVersion, kind) !== "unknown") yield* malformedIn(root, inKinds[`${group}/${kind}`] ?? []);
}

function* malformedIn(owner: Value, rows: readonly Row[]): Iterable<MalformedValue> {
  for (const [path, check] of rows)
    for (const at of valuesAt(owner, path)) {
      const problem = check(at);
      if (problem !== undefined) yield { at, problem };
    }
}
