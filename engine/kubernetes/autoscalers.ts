import { groupOf } from "./kinds.ts";
import { literal, type Resource } from "./resource.ts";

/** What an autoscaler scales, and between which numbers of pods. */
export interface Autoscaler {
  readonly target: ScaleTarget;
  /** `undefined` where it is filled in later. */
  readonly min: number | undefined;
  readonly max: number | undefined;
}

export interface ScaleTarget {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/** Which fields of an autoscaler hold the limits, and the default minimum. */
const kinds: ReadonlyMap<string, { readonly min: string; readonly max: string; readonly least: number }> =
  new Map([
    ["autoscaling/HorizontalPodAutoscaler", { min: "minReplicas", max: "maxReplicas", least: 1 }],
    // https://keda.sh/docs/latest/reference/scaledobject-spec/
    ["keda.sh/ScaledObject", { min: "minReplicaCount", max: "maxReplicaCount", least: 0 }],
  ]);

/** The kinds of autoscalers, as `group/Kind`. */
export const autoscalerKinds: readonly string[] = [...kinds.keys()];

/** Reads an autoscaler; `undefined` for other kinds, or if its target is filled in later. */
export function autoscalerOf(resource: Resource): Autoscaler | undefined {
  const fields = kinds.get(`${resource.group}/${resource.kind}`);
  const spec = resource.root.at("spec");
  const target = spec?.at("scaleTargetRef");
  const name = literal(target?.at("name"));
  if (!fields || !spec || !target || name === undefined) return undefined;
  const byDefault = resource.kind === "ScaledObject" ? ["apps/v1", "Deployment"] : ["", ""];
  const [version, kind] = ["apiVersion", "kind"].map(
    (key, at) => literal(target.at(key)) ?? byDefault[at]!,
  ) as [string, string];
  const min = spec.at(fields.min);
  return {
    target: { group: groupOf(version), kind, name },
    min: min ? min.number : fields.least,
    max: spec.at(fields.max)?.number,
  };
}
