import type { Container } from "../kubernetes/containers.ts";
import { volumeNames } from "../kubernetes/process-user.ts";
import type { Volume } from "../kubernetes/volumes.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";

/** Changes that take a volume's path of the node away and leave an empty directory in its place. */
export function replaceByEmptyDir({ value }: Volume, edit: EditBuilder): readonly MaybeChange[] | undefined {
  const source = value.at("hostPath");
  return source ? [edit.remove(source), edit.set(value, ["emptyDir"], {})] : undefined;
}

/** Changes that mount an empty directory at each of these places; `undefined` where no name is left for a volume. */
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

/** Changes that remove a volume and everything that mounts it. */
export function removeVolume({ value, mounts }: Volume, edit: EditBuilder): readonly MaybeChange[] {
  return [edit.remove(value), ...mounts.map((mount) => edit.remove(mount.value))];
}
