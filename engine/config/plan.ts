import type { Resource } from "../kubernetes/resource.ts";
import type { Rule } from "../rule/rule.ts";
import type { Settings } from "../settings/settings.ts";
import { type ActiveRule, activeRules, type Config, type Layered, withLayer } from "./config.ts";
import { type EnforcementOf, enforcementOf } from "./namespace-level.ts";
import type { Override } from "./override.ts";
import { asksResource, holdsForResource, holdsInFile } from "./override.ts";

/** The rules and settings for a file or for one of its resources. */
export interface Judgment {
  readonly rules: readonly ActiveRule[];
  readonly settings: Settings;
  /** The effect of the Pod Security level of a resource's namespace. */
  readonly enforcement: EnforcementOf | undefined;
}

/**
 * The rules and settings that apply to a file. The same object until the configuration or the set of matching overrides
 * changes.
 */
export interface Plan {
  /** For the file itself, and for resources that no override matches. */
  readonly common: Judgment;
  /** For one resource. Absent if no override depends on resources, so that the feature costs nothing when unused. */
  readonly of: ((resource: Resource) => Judgment) | undefined;
  /** Whether rules across files see only files of the same folder, as in KubeLinter. */
  readonly byFolder: boolean;
}

/** Computes the plan of a configuration for each file, with all rules or only some. */
export class Plans {
  readonly #registry: readonly Rule[];
  readonly #includes: (rule: Rule) => boolean;
  readonly #plans = new WeakMap<Config, Map<string, Plan>>();

  constructor(registry: readonly Rule[], includes: (rule: Rule) => boolean = () => true) {
    this.#registry = registry;
    this.#includes = includes;
  }

  of(config: Config, uri: string): Plan {
    let plans = this.#plans.get(config);
    if (!plans) {
      plans = new Map();
      this.#plans.set(config, plans);
    }
    const overrides = config.overrides.filter((override) => holdsInFile(override, uri));
    const key =
      config.overrides.length === 0
        ? ""
        : marks(config.overrides, (override) => overrides.includes(override));
    let plan = plans.get(key);
    if (!plan) {
      plan = planOf([...this.#registry, ...config.customRules].filter(this.#includes), config, overrides);
      plans.set(key, plan);
    }
    return plan;
  }
}

function planOf(registry: readonly Rule[], config: Config, overrides: readonly Override[]): Plan {
  const judge = (matches: readonly Override[]): Judgment => {
    const result = matches.reduce<Layered>(withLayer, config);
    const enforcement = enforcementOf(registry, result);
    return { rules: activeRules(registry, result), settings: result.settings, enforcement };
  };
  const byFolder = config.preset === "kube-linter";
  const common = judge(overrides.filter((override) => !asksResource(override)));
  if (!overrides.some(asksResource)) return { common, of: undefined, byFolder };
  const judgments = new Map<string, Judgment>();
  return {
    common,
    byFolder,
    of: (resource) => {
      const holds = (override: Override) => holdsForResource(override, resource);
      const key = marks(overrides, holds);
      let judgment = judgments.get(key);
      if (!judgment) {
        judgment = judge(overrides.filter(holds));
        judgments.set(key, judgment);
      }
      return judgment;
    },
  };
}

/** A key for the overrides that match. */
function marks(overrides: readonly Override[], holds: (override: Override) => boolean): string {
  return overrides.map((override) => (holds(override) ? "1" : "0")).join("");
}
