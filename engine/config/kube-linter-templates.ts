import type { Value } from "../kubernetes/value.ts";
import { kindsOf } from "./kube-linter-checks.ts";

/**
 * KubeLinter's templates that take parameters, as CEL expressions that are true for objects that a check does not flag.
 * Sources: https://docs.kubelinter.io/#/generated/templates, and for the meaning of parameters
 * https://github.com/stackrox/kube-linter/tree/main/pkg/templates
 */
export interface TemplateExpression {
  /** The kinds that the template applies to. */
  readonly kinds: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly expression: string;
  /** The expression for the message, if the template defines the message. */
  readonly messageExpression?: string;
}

/** The parameters of a custom check. */
class Parameters {
  readonly #params: Value | undefined;

  constructor(params: Value | undefined) {
    this.#params = params;
  }

  text(name: string): string {
    return this.#params?.at(name)?.scalar?.text ?? "";
  }

  /** `fallback` if it is missing; `NaN` if it is not a number. */
  number(name: string, fallback: number): number {
    const value = this.#params?.at(name);
    return value === undefined || value.isNull ? fallback : (value.number ?? Number.NaN);
  }

  texts(name: string): readonly string[] {
    return (this.#params?.at(name)?.items() ?? []).flatMap((item) => item.scalar?.text ?? []);
  }

  get names(): readonly string[] {
    return (this.#params?.entries() ?? []).map(({ name }) => name);
  }
}

interface Template {
  readonly kinds: string;
  readonly params: readonly string[];
  /** Names of `variables` below. */
  readonly variables?: readonly (keyof typeof variables)[];
  /** `undefined` if the parameters have no equivalent here. */
  readonly expression: (params: Parameters) => string | undefined;
  readonly messageExpression?: (params: Parameters) => string;
}

const variables = {
  pod: [
    `object.kind == "Pod" ? object.?spec.orValue({})`,
    `object.kind == "CronJob" ? object.?spec.?jobTemplate.?spec.?template.?spec.orValue({})`,
    "object.?spec.?template.?spec.orValue({})",
  ].join(" : "),
  containers: "variables.pod.?initContainers.orValue([]) + variables.pod.?containers.orValue([])",
  group: `object.apiVersion.contains("/") ? object.apiVersion.split("/")[0] : ""`,
  version: `object.apiVersion.split("/")[object.apiVersion.contains("/") ? 1 : 0]`,
};

const ofContainers = ["pod", "containers"] as const;

const templates: ReadonlyMap<string, Template> = new Map<string, Template>([
  [
    "cel-expression",
    {
      kinds: "Any",
      params: ["check"],
      // The result is the message. Rules here check one object at a time, so an expression over all objects cannot be
      // converted.
      expression: (params) =>
        /\bobjects\b/.test(params.text("check")) ? undefined : `(${params.text("check")}) == ""`,
      messageExpression: (params) => params.text("check"),
    },
  ],
  [
    "required-label",
    { kinds: "Any", params: ["key", "value"], expression: (params) => hasEntry("labels", params) },
  ],
  [
    "required-annotation",
    { kinds: "Any", params: ["key", "value"], expression: (params) => hasEntry("annotations", params) },
  ],
  [
    "forbidden-annotation",
    { kinds: "Any", params: ["key", "value"], expression: (params) => `!${hasEntry("annotations", params)}` },
  ],
  [
    "disallowed-api-obj",
    {
      kinds: "Any",
      params: ["group", "version", "kind"],
      variables: ["group", "version"],
      expression: (params) =>
        `!(${matched(params.text("group"), "variables.group")} && ${matched(params.text("version"), "variables.version")} && ${matched(params.text("kind"), "object.kind")})`,
    },
  ],
  [
    "env-var",
    {
      kinds: "DeploymentLike",
      params: ["name", "value"],
      variables: ofContainers,
      expression: (params) =>
        `!variables.containers.exists(c, c.?env.orValue([]).exists(e, ${matched(params.text("name"), "e.name")} && ${matched(params.text("value"), `string(e.?value.orValue(""))`)}))`,
    },
  ],
  [
    "latest-tag",
    {
      kinds: "DeploymentLike",
      params: ["blockList", "allowList"],
      variables: ofContainers,
      expression: (params) => {
        const [blocked, allowed] = [params.texts("blockList"), params.texts("allowList")];
        if (blocked.length > 0 === allowed.length > 0) return undefined;
        return blocked.length > 0
          ? `!variables.containers.exists(c, ${anyMatched(blocked, `c.?image.orValue("")`)})`
          : `variables.containers.all(c, ${anyMatched(allowed, `c.?image.orValue("")`)})`;
      },
    },
  ],
  [
    "image-pull-policy",
    {
      kinds: "DeploymentLike",
      params: ["forbiddenPolicies"],
      variables: ofContainers,
      expression: (params) =>
        `!variables.containers.exists(c, c.?imagePullPolicy.orValue("") in ${list(params.texts("forbiddenPolicies"))})`,
    },
  ],
  [
    "ports",
    {
      kinds: "DeploymentLike",
      params: ["port", "protocol"],
      variables: ofContainers,
      expression: (params) =>
        `!variables.containers.exists(c, c.?ports.orValue([]).exists(p, p.?containerPort.orValue(0) == ${params.number("port", 0)} && ${matched(params.text("protocol"), `p.?protocol.orValue("TCP")`)}))`,
    },
  ],
  [
    "host-mounts",
    {
      kinds: "DeploymentLike",
      params: ["dirs"],
      variables: ofContainers,
      expression: (params) =>
        `!variables.pod.?volumes.orValue([]).exists(v, v.?hostPath.?path.hasValue() && ${anyMatched(params.texts("dirs"), "v.hostPath.path")} && variables.containers.exists(c, c.?volumeMounts.orValue([]).exists(m, m.name == v.name)))`,
    },
  ],
  [
    "unsafe-sysctls",
    {
      kinds: "DeploymentLike",
      params: ["unsafeSysCtls"],
      variables: ["pod"],
      expression: (params) =>
        `!variables.pod.?securityContext.?sysctls.orValue([]).exists(s, ${list(params.texts("unsafeSysCtls"))}.exists(u, s.name.startsWith(u)))`,
    },
  ],
  [
    "priority-class-name",
    {
      kinds: "DeploymentLike",
      params: ["acceptedPriorityClassNames"],
      variables: ["pod"],
      expression: (params) =>
        `variables.pod.?priorityClassName.orValue("") in ${list(["", ...params.texts("acceptedPriorityClassNames")])}`,
    },
  ],
  ["cpu-requirements", requirements("cpu", "Millis", "m")],
  ["memory-requirements", requirements("memory", "MB", "Mi")],
  [
    "minimum-replicas",
    {
      kinds: "DeploymentLike",
      params: ["minReplicas"],
      expression: (params) =>
        `!(object.kind in ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController", "DeploymentConfig"]) || object.?spec.?replicas.orValue(1) >= ${params.number("minReplicas", 0)}`,
    },
  ],
  [
    "hpa-minimum-replicas",
    {
      kinds: "HorizontalPodAutoscaler",
      params: ["minReplicas"],
      expression: (params) => `object.?spec.?minReplicas.orValue(1) >= ${params.number("minReplicas", 0)}`,
    },
  ],
  [
    "forbidden-service-types",
    {
      kinds: "Service",
      params: ["forbiddenServiceTypes"],
      expression: (params) =>
        `!(object.?spec.?type.orValue("ClusterIP") in ${list(params.texts("forbiddenServiceTypes"))})`,
    },
  ],
]);

/** A check flags values in the range, with both ends included. */
function requirements(resource: string, suffix: string, unit: string): Template {
  const flagged = (params: Parameters, kind: string) => {
    const amount = `quantity(string(c.?resources.?${kind}.?${resource}.orValue("0")))`;
    const lower = params.number(`lowerBound${suffix}`, 0);
    const upper = params.number(`upperBound${suffix}`, -1);
    const above = `!${amount}.isLessThan(quantity("${lower}${unit}"))`;
    return upper < 0 ? above : `${above} && !${amount}.isGreaterThan(quantity("${upper}${unit}"))`;
  };
  return {
    kinds: "DeploymentLike",
    params: ["requirementsType", `lowerBound${suffix}`, `upperBound${suffix}`],
    variables: ofContainers,
    expression: (params) => {
      const type = params.text("requirementsType");
      const kinds = type === "any" ? ["requests", "limits"] : type === "" ? [] : [`${type}s`];
      if (!kinds.every((kind) => kind === "requests" || kind === "limits") || kinds.length === 0)
        return undefined;
      const parts = kinds.map((kind) => `(${flagged(params, kind)})`);
      return `!variables.containers.exists(c, ${parts.join(" || ")})`;
    },
  };
}

function hasEntry(field: string, params: Parameters): string {
  const map = `object.metadata.?${field}.orValue({})`;
  return `${map}.exists(k, ${matched(params.text("key"), "k")} && ${matched(params.text("value"), `string(object.metadata.${field}[k])`)})`;
}

/** KubeLinter matches a pattern anywhere in a text. An empty pattern matches everything, and a leading "!" negates it. */
function matched(pattern: string, text: string): string {
  if (pattern === "") return "true";
  return pattern.startsWith("!")
    ? `!${text}.matches(${quoted(pattern.slice(1))})`
    : `${text}.matches(${quoted(pattern)})`;
}

function anyMatched(patterns: readonly string[], text: string): string {
  return patterns.length === 0
    ? "false"
    : `(${patterns.map((alternative) => `${text}.matches(${quoted(alternative)})`).join(" || ")})`;
}

function list(texts: readonly string[]): string {
  return `[${texts.map(quoted).join(", ")}]`;
}

/** CEL accepts the escapes of JSON. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A template with its parameters; `undefined` if it has none or they have no equivalent here. */
export function templateExpression(
  template: string,
  values: Value | undefined,
): TemplateExpression | undefined {
  const definition = templates.get(template);
  const params = new Parameters(values);
  if (!definition?.params.some((name) => params.names.includes(name))) return undefined;
  const expression =
    params.names.every((name) => definition.params.includes(name)) && definition.expression(params);
  if (!expression || expression.includes("NaN")) return undefined;
  return {
    kinds: kindsOf(definition.kinds).filter((kind) => kind !== "*"),
    variables: Object.fromEntries((definition.variables ?? []).map((name) => [name, variables[name]])),
    expression,
    ...(definition.messageExpression && { messageExpression: definition.messageExpression(params) }),
  };
}
