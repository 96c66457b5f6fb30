import { officialImageNames, officialImageOf } from "../images/catalog.ts";
import { type ImageReference, parseImageReference } from "../images/reference.ts";

/** One of Docker's official images. */
export interface OfficialName {
  /** `nginx`. */
  readonly name: string;
  readonly reference: ImageReference;
  /** Whether none of its tags is listed any more. */
  readonly ended: boolean;
}

let known: readonly OfficialName[] | undefined;

/** All of Docker's official images, by name; those with supported tags first. */
export function officialNames(): readonly OfficialName[] {
  if (known) return known;
  const names = officialImageNames();
  const end = supportedCount(names);
  const inOrder = [...names.slice(0, end).toSorted(), ...names.slice(end).toSorted()];
  known = inOrder.flatMap((name, at) => {
    const reference = parseImageReference(name);
    return reference.kind === "image" ? [{ name, reference, ended: end <= at }] : [];
  });
  return known;
}

/** The number of names with supported tags, by binary search, because unpacking the tags of all images is slow. */
function supportedCount(names: readonly string[]): number {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (officialImageOf(names[middle] ?? "")?.builds.size === 0) high = middle;
    else low = middle + 1;
  }
  return low;
}
