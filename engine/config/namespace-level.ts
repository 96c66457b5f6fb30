import type { Resource } from "../kubernetes/resource.ts";
import type { Rule } from "../rule/rule.ts";
import type { ResourceFacts } from "../workspace/facts.ts";
import type { WorkspaceView } from "../workspace/index.ts";
import type { PresetName } from "./choices.ts";
import { type ActiveRule, activeRules, isInPreset, type Layered } from "./config.ts";

/** The effect of a namespace's Pod Security level on its resources. */
export interface Enforcement {
  /** The rules of the level, at its strictness and for its version. */
  readonly rules: readonly ActiveRule[];
  /** The ids of rules whose findings under the configuration's preset are dropped here. */
  readonly overruled: ReadonlySet<string>;
}

/** The enforcement in the namespace of a resource; `undefined` if the workspace does not have the Namespace. */
export type EnforcementOf = (resource: Resource, workspace: WorkspaceView) => Enforcement | undefined;

const labels = {
  level: "pod-security.kubernetes.io/enforce",
  version: "pod-security.kubernetes.io/enforce-version",
};
const levels = ["privileged", "baseline", "restricted"] as const;
type Level = (typeof levels)[number];

/**
 * Lets the labels of namespaces choose the Pod Security level, if the settings enable that. The rules of each level and
 * version are computed once for each configuration.
 * Source: https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces
 */
export function enforcementOf(registry: readonly Rule[], config: Layered): EnforcementOf | undefined {
  if (config.settings.podSecurity !== "fromNamespace") return undefined;
  const enforcements = new Map<string, Enforcement>();
  return ({ namespace }, workspace) => {
    if (namespace === undefined) return undefined;
    const enforced = agreedLevel(workspace.named("/Namespace", undefined, namespace));
    if (!enforced) return undefined;
    const version = enforced.version ?? config.settings.kubernetesVersion;
    const key = `${enforced.level} ${version}`;
    const enforcement = enforcements.get(key) ?? enforce(registry, config, enforced.level, version);
    enforcements.set(key, enforcement);
    return enforcement;
  };
}

function enforce(registry: readonly Rule[], config: Layered, level: Level, version: string): Enforcement {
  const rules = level === "privileged" ? [] : rulesOfLevel(registry, config, level, version);
  const ids = rules.map(({ rule }) => rule.id);
  // A Pod Security preset is replaced as a whole; any other preset stays in addition to the namespace's level.
  const presetRules = isLevel(config.preset)
    ? registry.filter((rule) => isInPreset(rule, config.preset) && !config.rules[rule.id])
    : [];
  return { rules, overruled: new Set([...ids, ...presetRules.map(({ id }) => id)]) };
}

/** The rules of a Pod Security level, at its strictness, for a version of Kubernetes. */
export function rulesOfLevel(
  registry: readonly Rule[],
  config: Layered,
  level: Exclude<Level, "privileged">,
  version: string,
): readonly ActiveRule[] {
  const preset = `pod-security-${level}` as const;
  const settings = { ...config.settings, kubernetesVersion: version };
  return activeRules(registry, { ...config, preset })
    .filter(({ rule }) => isInPreset(rule, preset))
    .map((active) => ({ ...active, settings }));
}

function isLevel(preset: PresetName): boolean {
  return preset === "pod-security-baseline" || preset === "pod-security-restricted";
}

/** The level that all Namespace objects of one name agree on. Overlays for different clusters can differ. */
function agreedLevel(
  namespaces: readonly ResourceFacts[],
): { readonly level: Level; readonly version: string | undefined } | undefined {
  const choices = new Set(
    namespaces.map((facts) => `${facts.labels.get(labels.level)} ${facts.labels.get(labels.version)}`),
  );
  const [only] = namespaces;
  const level = levels.find((candidate) => candidate === only?.labels.get(labels.level));
  if (!only || !level || choices.size > 1) return undefined;
  // Without a version, and with "latest", the version of the cluster applies.
  return { level, version: /^v(1\.\d+)$/.exec(only.labels.get(labels.version) ?? "")?.[1] };
}
