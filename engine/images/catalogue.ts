import packedImages from "../../data/official-images.json" with { type: "json" };
import { type Repository, unpack } from "./packed.ts";
import type { ImageReference } from "./reference.ts";

/** An image of Docker's official set and the tags its maintainers listed. */
export interface OfficialImage extends Repository {
  /** Without registry and `library/`: `nginx`. */
  readonly name: string;
}

/** `unknown`: never listed as far as the data goes; it may be newer than the data, so it is never wrong. */
export type TagStatus = "supported" | "unsupported" | "unknown";

/** The day up to which the data goes, as `2026-08-21`. */
export const catalogueDate: string = packedImages.date;

const PACKED: Readonly<Record<string, string>> = packedImages.images;
/** Unpacking takes milliseconds and its result never changes, so each image is unpacked once, when asked for. */
const unpacked = new Map<string, OfficialImage>();

/** The official image behind a reference to Docker Hub's `library/`, undefined for any other. */
export function officialImage(reference: ImageReference): OfficialImage | undefined {
  const [namespace, name = "", ...rest] = reference.repository.split("/");
  if (reference.registry !== "docker.io" || namespace !== "library" || 0 < rest.length) return undefined;
  const packed = Object.hasOwn(PACKED, name) ? PACKED[name] : undefined;
  if (packed === undefined) return undefined;
  const image = unpacked.get(name) ?? { name, ...unpack(packed, packedImages.words.split(" ")) };
  unpacked.set(name, image);
  return image;
}

/** Whether the maintainers list the tag now, did so once, or never did; no tag means `latest`. */
export function tagStatus(image: OfficialImage, tag: string | undefined): TagStatus {
  const meant = tag ?? "latest";
  if (image.builds.has(meant)) return "supported";
  return image.everHad(meant) ? "unsupported" : "unknown";
}
