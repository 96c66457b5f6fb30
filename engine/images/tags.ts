/** A tag as a version and a flavor; `{}` in the flavor marks the position of the version. */
export interface TagParts {
  /** `1.27.4`, `8u482-b08`, `20260803`; empty if the tag has none. */
  readonly version: string;
  /** What remains, dashes included: `-fpm-alpine`, `-bookworm-{}-slim`; empty for `1.27` and for `latest`. */
  readonly flavor: string;
}

const PRE_RELEASE = "(?:rc|RC|beta|alpha|ea|M|m|milestone|a|b|p)[-.]?\\d*(?:\\.\\d+)*(?![a-z])";
const LEADING = new RegExp(
  `^v?\\d+(?:[._]\\d+)*(?:u\\d+(?:-b\\d+)?|[-.]?${PRE_RELEASE})?(?:[-_]\\d+)?(?=$|[-.])`,
);
const INNER = /\d{8}(?:\.\d+)*|\d+\.\d+\.\d+(?:\.\d+)*(?:-(?:alpha|beta|rc)-?\d+)?/;

/**
 * Splits a tag so that tags of the same flavor differ only in the version. A tag without a version has the same flavor
 * as its equivalents with one: `alpine` has an empty version and the flavor `-alpine`, and `latest` has an empty
 * flavor.
 */
export function splitTag(tag: string): TagParts {
  if (tag === "latest") return { version: "", flavor: "" };
  const leading = LEADING.exec(tag);
  if (leading) return { version: leading[0], flavor: tag.slice(leading[0].length) };
  const inner = INNER.exec(tag);
  if (!inner) return { version: "", flavor: `-${tag}` };
  const rest = tag.slice(inner.index + inner[0].length);
  return { version: inner[0], flavor: `-${tag.slice(0, inner.index)}{}${rest}` };
}

/** The reverse of `splitTag`. */
export function joinTag({ version, flavor }: TagParts): string {
  if (flavor.includes("{}")) return flavor.slice(1).replace("{}", version);
  if (version !== "") return version + flavor;
  return flavor === "" ? "latest" : flavor.slice(1);
}
