import type { ImageReference } from "./reference.ts";
import { splitTag } from "./tags.ts";
import { compareVersions } from "./versions.ts";

/** The images that a line of a table applies to. */
interface ImageRow {
  /** With the registry; `*` at the end matches the rest of the path. */
  readonly image: string;
  /** The first version that it applies to. */
  readonly from: string | undefined;
  /** The first version that it no longer applies to. */
  readonly before: string | undefined;
}

/** A line of a table about the users that unofficial images start as. */
export interface UserRow extends ImageRow {
  /** The user; undefined in a table without users. */
  readonly user: string | undefined;
  /** Where `USER` is set, or would be. */
  readonly source: string;
}

/**
 * Reads lines of `IMAGE [USER] [>=VERSION] [<VERSION] OWNER/REPOSITORY:PATH`.
 *
 * @param hasUser whether each line has a user
 */
export function parseUserRows(text: string, hasUser = false): readonly UserRow[] {
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const [image = "", ...words] = line.trim().split(/\s+/);
      const user = hasUser ? words.shift() : undefined;
      const [repository, path] = (words.pop() ?? "").split(":");
      const from = words.find((word) => word.startsWith(">="))?.slice(2);
      const before = words.find((word) => word.startsWith("<"))?.slice(1);
      return { image, user, from, before, source: `https://github.com/${repository}/blob/HEAD/${path}` };
    });
}

/** The line that applies to an image. */
export function userRowOf<Row extends ImageRow>(
  rows: readonly Row[],
  image: ImageReference,
): Row | undefined {
  const full = `${image.registry}/${image.repository}`;
  return rows.find((row) => isOf(row, full) && holdsFor(row, image));
}

function isOf({ image }: ImageRow, full: string): boolean {
  return image.endsWith("*") ? full.startsWith(image.slice(0, -1)) : image === full;
}

function holdsFor({ from, before }: ImageRow, { tag, digest }: ImageReference): boolean {
  if (from === undefined && before === undefined) return true;
  // A digest alone can be any version.
  if (tag === undefined && digest !== undefined) return false;
  const { version } = splitTag(tag ?? "latest");
  // A tag without a version means the newest one.
  if (version === "") return before === undefined;
  const isFrom = from === undefined || 0 <= compareVersions(version, from);
  return isFrom && (before === undefined || compareVersions(version, before) < 0);
}
