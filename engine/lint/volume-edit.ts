import type { Volume } from "../kubernetes/volumes.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";

/** Changes that take a volume's path of the node away and leave an empty directory in its place. */
export function replaceByEmptyDir({ value }: Volume, edit: EditBuilder): readonly MaybeChange[] | undefined {
  const source = value.at("hostPath");
  return source ? [edit.remove(source), edit.set(value, ["emptyDir"], {})] : undefined;
}

/** Changes that remove a volume and everything that mounts it. */
export function removeVolume({ value, mounts }: Volume, edit: EditBuilder): readonly MaybeChange[] {
  return [edit.remove(value), ...mounts.map((mount) => edit.remove(mount.value))];
}
