import { containersOf, quotedName } from "./containers.ts";
import { addTo } from "./lists.ts";
import { once } from "./once.ts";
import { literal, type Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/** A place in a pod's list of volumes. */
export interface Volume {
  readonly value: Value;
  /** `undefined` if it is missing or filled in later. */
  readonly name: string | undefined;
  /** Where containers mount it. */
  readonly mounts: readonly Mount[];
}

export interface Mount {
  /** In the form of `quotedName`. */
  readonly container: string;
  /** The item of `volumeMounts` or `volumeDevices`. */
  readonly value: Value;
}

/** The volumes of a workload's pods with their mounts. Walks once for all rules. */
export function volumesOf(workload: Workload): readonly Volume[] {
  return once(workload, read);
}

/** The hostPath volumes with their paths, except those that are filled in later. */
export function hostPathsOf(workload: Workload): readonly (Volume & { readonly path: Value })[] {
  return volumesOf(workload).flatMap((volume) => {
    const path = volume.value.at("hostPath", "path");
    return path && literal(path) !== undefined ? [{ ...volume, path }] : [];
  });
}

/** Whether a pod's data can outlive it: it has a volume that does, or an unknown one. */
export function keepsData({ root, pod }: Workload): boolean {
  if ((root.at("spec", "volumeClaimTemplates")?.items() ?? []).length > 0) return true;
  const volumes = pod.at("volumes");
  if (volumes && !volumes.isSequence && !volumes.isNull) return true;
  return (volumes?.items() ?? []).some((volume) => !PASSING.some((kind) => volume.at(kind)));
}

/** Kinds of volumes that are deleted with their pod, or that only hold what the cluster writes into them. */
const PASSING: readonly string[] = ["configMap", "downwardAPI", "emptyDir", "image", "projected", "secret"];

/** The places where containers mount a volume, as related places of a finding. */
export function placesOf({ mounts }: Volume): readonly { readonly at: Value; readonly message: string }[] {
  return mounts.map(({ container, value }) => ({
    at: value.at("mountPath") ?? value,
    message: `Container ${container} mounts the volume here.`,
  }));
}

function read(workload: Workload): readonly Volume[] {
  const volumes = (workload.pod.at("volumes")?.items() ?? []).filter(({ isMap }) => isMap);
  if (volumes.length === 0) return [];
  const mounts = mountsOf(workload);
  return volumes.map((value) => {
    const name = literal(value.at("name"));
    return { value, name, mounts: (name !== undefined && mounts.get(name)) || [] };
  });
}

/** The mounts in all containers, by the name of their volume. */
function mountsOf(workload: Workload): ReadonlyMap<string, readonly Mount[]> {
  const mounts = new Map<string, Mount[]>();
  for (const container of containersOf(workload)) {
    for (const list of ["volumeMounts", "volumeDevices"]) {
      for (const value of container.at(list)?.items() ?? []) {
        const name = literal(value.at("name"));
        if (name !== undefined) addTo(mounts, name, { container: quotedName(container), value });
      }
    }
  }
  return mounts;
}
