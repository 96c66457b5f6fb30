import type { ImageSlots, ImageUse } from "../kubernetes/image-use.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";

/** The new parts of a reference; omitted parts do not change. */
export interface ImageChange {
  /** The new registry and repository as they are written. */
  readonly name?: string;
  readonly tag?: string;
  /** `null` removes the digest. */
  readonly digest?: string | null;
}

/** The whole reference after a change. */
function changedImage({ name, parsed }: ImageUse, to: ImageChange): string {
  const tag = to.tag ?? parsed.tag;
  const digest = to.digest === undefined ? parsed.digest : to.digest;
  return `${to.name ?? name}${tag === undefined ? "" : `:${tag}`}${digest == null ? "" : `@${digest}`}`;
}

/** The changes for a different image; undefined if the text cannot be changed to it. */
export function changeImage(
  use: ImageUse,
  to: ImageChange,
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  const { slots } = use;
  if (slots.kind === "whole") return [edit.setValue(slots.value, changedImage(use, to))];
  if (slots.kind === "text") return changeText(use, to, slots, edit);
  const { owner } = slots;
  const changes: MaybeChange[] = [];
  if (to.name !== undefined) {
    const [host, path] = slots.registry === undefined ? [undefined, to.name] : split(to.name, slots);
    if (slots.registry !== undefined && host !== undefined)
      changes.push(edit.set(owner, [slots.registry], host));
    changes.push(edit.set(owner, [slots.name], path));
  }
  if (to.tag !== undefined) changes.push(edit.set(owner, [slots.tag], to.tag));
  const digest = owner.at(slots.digest);
  if (to.digest === null && digest) changes.push(edit.remove(digest));
  if (typeof to.digest === "string") changes.push(edit.set(owner, [slots.digest], to.digest));
  return changes;
}

/**
 * The changes for a different official image, such as `eclipse-temurin:25-jdk`, without the digest; `undefined` if
 * there is no such image.
 */
export function useInstead(
  use: ImageUse,
  image: string | undefined,
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  const [name, tag] = image?.split(":") ?? [];
  if (name === undefined || tag === undefined) return undefined;
  const newName = use.parsed.registryIsExplicit ? `docker.io/library/${name}` : name;
  return changeImage(use, { name: newName, tag, digest: null }, edit);
}

/** Edits text without a tree: as a whole if it is contiguous, otherwise part by part. */
function changeText(
  use: ImageUse,
  to: ImageChange,
  slots: TextSlots,
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  const { whole } = slots;
  if (whole) return [edit.splice(whole.start, whole.end, changedImage(use, to))];
  const changes: MaybeChange[] = [];
  for (const part of ["name", "tag", "digest"] as const) {
    const text = to[part];
    if (text === undefined || (text === null && use.parsed.digest === undefined)) continue;
    const change = text === null ? undefined : changePart(use, part, text, slots, edit);
    if (!change) return undefined;
    changes.push(change);
  }
  return changes;
}

type TextSlots = Extract<ImageSlots, { kind: "text" }>;

/** Replaces a part of a reference, or adds a tag after the name. */
function changePart(
  use: ImageUse,
  part: "name" | "tag" | "digest",
  text: string,
  { nameEnd, within }: TextSlots,
  edit: EditBuilder,
): MaybeChange {
  const isNew = part === "tag" && use.parsed.tag === undefined && nameEnd !== undefined;
  const range = isNew ? { start: nameEnd, end: nameEnd } : use.rangeOf(part);
  const isOutside = range && within && (range.start < within.start || within.end < range.end);
  return !range || isOutside ? undefined : edit.splice(range.start, range.end, isNew ? `:${text}` : text);
}

/**
 * Splits a name with an explicit registry into registry and path. If the registry's key includes a path, such as
 * Istio's `hub`, the other key keeps only the last component: with a slash in it, the chart would use it as the whole
 * image.
 */
function split(
  name: string,
  { owner, registry = "" }: Extract<ImageSlots, { kind: "keys" }>,
): readonly [string | undefined, string] {
  const hasPath = owner.at(registry)?.string?.includes("/") ?? false;
  const slash = hasPath ? name.lastIndexOf("/") : name.indexOf("/");
  const first = slash === -1 ? "" : name.slice(0, slash);
  return /[.:]|^localhost$/.test(first) ? [first, name.slice(slash + 1)] : [undefined, name];
}
