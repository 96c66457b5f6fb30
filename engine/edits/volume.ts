import type { Container } from "../kubernetes/containers.ts";
import { volumeNames } from "../kubernetes/process-user.ts";
import type { Volume } from "../kubernetes/volumes.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";

/** Changes that replace a volume's hostPath with an emptyDir. */
export function replaceByEmptyDir({ value }: Volume, edit: EditBuilder): readonly MaybeChange[] | undefined {
  const source = value.at("hostPath");
  return source ? [edit.remove(source), edit.set(value, ["emptyDir"], {})] : undefined;
}

/** Changes that mount an empty directory at each of these places; `undefined` if every name for a volume is taken. */
export function mountEmptyDirs(
  container: Container,
  directories: readonly string[],
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  const names = volumeNames(container, directories);
  return names?.flatMap((name, at) => [
    edit.append(container.value, ["volumeMounts"], { name, mountPath: directories[at]! }),
    edit.append(container.workload.pod, ["volumes"], { name, emptyDir: {} }),
  ]);
}

/** The title of a fix that calls `removeVolume`. */
export function removeVolumeTitle({ name }: Volume): string {
  return name === undefined ? "Remove the volume and its mounts" : `Remove volume "${name}" and its mounts`;
}

/** Changes that remove a volume and everything that mounts it. */
export function removeVolume({ value, mounts }: Volume, edit: EditBuilder): readonly MaybeChange[] {
  return [edit.remove(value), ...mounts.map((mount) => edit.remove(mount.value))];
}
