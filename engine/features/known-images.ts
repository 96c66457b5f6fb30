import { type ImageReference, parseImageReference } from "../images/reference.ts";
import type { ImageUse } from "../kubernetes/image-use.ts";
import { type SourceFile, sourcesOf } from "../lint/file.ts";
import type { WorkspaceView } from "../workspace/index.ts";

/** An image that the workspace uses. */
export interface KnownImage {
  /** As written, without tag and digest. */
  readonly name: string;
  readonly reference: ImageReference;
  /** The number of uses. */
  readonly count: number;
  /** The number of uses with a tag. */
  readonly tags: ReadonlyMap<string, number>;
}

/**
 * The images of all workloads in the workspace, and of the current file except for the one that is being typed; most used
 * first.
 *
 * @param file the current file, with the image completed
 */
export function knownImages(
  file: SourceFile,
  typed: ImageUse | undefined,
  workspace: WorkspaceView,
): readonly KnownImage[] {
  return byName(countUses(file, typed, workspace)).sort(
    (a, b) => b.count - a.count || (a.name < b.name ? -1 : 1),
  );
}

/** How often each image is used, by its text. */
function countUses(
  file: SourceFile,
  typed: ImageUse | undefined,
  workspace: WorkspaceView,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (text: string) => counts.set(text, (counts.get(text) ?? 0) + 1);
  for (const { place, pod } of workspace.workloadsIn(undefined))
    if (place.uri !== file.uri) for (const image of pod.images) count(image);
  const sources = file.entries.flatMap(({ entry }) => sourcesOf(entry));
  for (const use of sources.flatMap(({ images }) => images)) if (use !== typed) count(use.text);
  return counts;
}

function byName(counts: ReadonlyMap<string, number>): KnownImage[] {
  const images = new Map<string, KnownImage & { count: number; readonly tags: Map<string, number> }>();
  for (const [text, times] of counts) {
    const reference = parseImageReference(text);
    if (reference.kind !== "image") continue;
    const name = text.slice(0, reference.ranges.repository.end);
    const image = images.get(name) ?? { name, reference, count: 0, tags: new Map<string, number>() };
    images.set(name, image);
    image.count += times;
    const { tag } = reference;
    if (tag !== undefined) image.tags.set(tag, (image.tags.get(tag) ?? 0) + times);
  }
  return [...images.values()];
}
