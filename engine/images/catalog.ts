import packedImages from "../../data/official-images.json" with { type: "json" };
import { type Repository, unpack } from "./packed.ts";
import type { ImageReference } from "./reference.ts";

/** An image of Docker's official set and the tags its maintainers listed. */
export interface OfficialImage extends Repository {
  /** Without registry and `library/`: `nginx`. */
  readonly name: string;
  /** The result of `lineDepths` in `data/lines.ts`: how many numbers identify a line, by major version, if not 1. */
  readonly lineDepths: ReadonlyMap<string, number>;
  /** By question and tag; see `answers.ts`. */
  readonly answers: Map<unknown, Map<string, unknown>>;
}

/**
 * `unknown`: never listed as far as the data goes; it can be newer than the data, so it is never reported as
 * wrong.
 */
export type TagStatus = "supported" | "unsupported" | "unknown";

/** The date of the data, such as `2026-08-21`. */
export const catalogDate: string = packedImages.date;

/** Unpacking takes milliseconds and its result never changes, so each image is unpacked once, on demand. */
const unpacked = new Map<string, OfficialImage>();

/** One image in the packed data: the tags as `packed.ts` describes them, and the line depths. */
interface PackedImage {
  readonly depths: string;
  readonly tags: string;
}

let table: ReadonlyMap<string, PackedImage> | undefined;

/** The packed data by image, split on demand; images with supported tags come first. */
function packedByName(): ReadonlyMap<string, PackedImage> {
  table ??= new Map(
    packedImages.images.split("\n").map((line): [string, PackedImage] => {
      const [name = "", depths = "", tags = ""] = line.split("\t");
      return [name, { depths, tags }];
    }),
  );
  return table;
}

/** The official image behind a reference to Docker Hub's `library/`, undefined for any other. */
export function officialImage(reference: ImageReference): OfficialImage | undefined {
  const [namespace, name = "", ...rest] = reference.repository.split("/");
  if (reference.registry !== "docker.io" || namespace !== "library" || 0 < rest.length) return undefined;
  return officialImageOf(name);
}

/** The official image with this name, without registry and `library/`; undefined if there never was one. */
export function officialImageOf(name: string): OfficialImage | undefined {
  const packed = packedByName().get(name);
  if (packed === undefined) return undefined;
  const image = unpacked.get(name) ?? {
    name,
    ...unpack(packed.tags, packedImages.words.split(" ")),
    lineDepths: readDepths(packed.depths),
    answers: new Map(),
  };
  unpacked.set(name, image);
  return image;
}

/**
 * The names of all official images, past and present, without registry and `library/`; those with supported tags first.
 */
export function officialImageNames(): readonly string[] {
  return [...packedByName().keys()];
}

/** Whether the maintainers list the tag now, did so once, or never did; no tag means `latest`. */
export function tagStatus(image: OfficialImage, tag: string | undefined): TagStatus {
  const meant = tag ?? "latest";
  if (image.builds.has(meant)) return "supported";
  return image.everHad(meant) ? "unsupported" : "unknown";
}

/** Whether a run of lowercase letters is part of any flavor of any official image. */
export function isCatalogWord(letters: string): boolean {
  words ??= new Set(packedImages.words.toLowerCase().match(/[a-z]+/g));
  return words.has(letters) && letters !== MISSPELLED;
}

/** A tag of MediaWiki that was listed for a day. */
const MISSPELLED = "alpline";
let words: ReadonlySet<string> | undefined;

/** `5 8 26:3` → 5: 2, 8: 2, 26: 3. */
function readDepths(text: string): ReadonlyMap<string, number> {
  return new Map(
    text.split(" ").map((entry): [string, number] => {
      const [major = "", depth = "2"] = entry.split(":");
      return [major, Number(depth)];
    }),
  );
}
