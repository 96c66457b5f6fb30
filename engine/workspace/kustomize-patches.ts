import type { Value } from "../kubernetes/value.ts";

/** A patch of a kustomization: in a file or inline. */
export interface PatchSource {
  /** URI of the file. */
  readonly file: string | undefined;
  readonly text: string | undefined;
  /** What it is applied to; without a target, to the object that the patch itself names. */
  readonly target: PatchTarget | undefined;
}

/** Regular expressions that must match the whole text; a missing field matches everything. */
export interface PatchTarget {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  /** Such as `app=web`; also used for annotations, which facts do not contain. */
  readonly selects: boolean;
}

/** The replica count that a kustomization sets for workloads with a name. */
export interface ReplicaCount {
  readonly name: string;
  readonly count: number;
}

/**
 * The patches of a kustomization in the order in which they are applied.
 *
 * @param resolve the URI of a path, if it is one
 */
export function patchSources(
  kustomization: Value,
  resolve: (path: string) => string | undefined,
): readonly PatchSource[] {
  const list = (name: string) => kustomization.at(name)?.items() ?? [];
  const written = (value: Value | undefined, target?: Value): PatchSource => {
    const text = value?.string ?? "";
    const file = text.includes("\n") || text.includes("{") ? undefined : resolve(text);
    return { file, text: file === undefined ? text : undefined, target: target && targetOf(target) };
  };
  const either = (patch: Value) => written(patch.at("path") ?? patch.at("patch"), patch.at("target"));
  return [
    ...list("patchesStrategicMerge").map((patch) => written(patch)),
    ...list("patches").map((patch) => (patch.isMap ? either(patch) : written(patch))),
    ...list("patchesJson6902").map(either),
  ];
}

export function replicaCounts(kustomization: Value): readonly ReplicaCount[] {
  return (kustomization.at("replicas")?.items() ?? []).flatMap((item) => {
    const name = item.at("name")?.string;
    const count = item.at("count")?.number;
    return name === undefined || count === undefined ? [] : [{ name, count }];
  });
}

function targetOf(target: Value): PatchTarget {
  const fields = ["group", "version", "kind", "name", "namespace"] as const;
  return {
    ...Object.fromEntries(
      fields.flatMap((name) => {
        const text = target.at(name)?.string;
        return text ? [[name, text]] : [];
      }),
    ),
    selects: ["labelSelector", "annotationSelector"].some((name) => target.at(name)?.string),
  };
}
