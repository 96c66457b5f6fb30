import type { OfficialImage } from "./catalog.ts";
import { isNodeLine } from "./distributions.ts";
import { splitTag } from "./tags.ts";
import { extendsVersion, isDate, numbersOf } from "./versions.ts";

/**
 * The release line of a version, which gets its own patches: `16` for `postgres:16.3`, `9.6` for `postgres:9.6.24`,
 * `3.12` for `python:3.12.1`, `22` for `node:22.1.0`. A version that is shorter than its line is a line itself (`3` of
 * Python); all dates are one line, as are all tags without a version.
 */
export function lineOf(image: OfficialImage, version: string): string {
  if (version === "") return "";
  if (isDate(version)) return "date";
  const numbers = numbersOf(version);
  const depth = Math.min(numbers.length, lineDepth(image, numbers));
  // As written: `24.04`, not `24.4`.
  return (version.match(/\d+/g) ?? []).slice(0, depth).join(".");
}

/** Whether the version is a line or within one, rather than covering several lines: `3.12`, not `3` of Python. */
export function isWithinLine(image: OfficialImage, version: string): boolean {
  const numbers = numbersOf(version);
  return isDate(version) || lineDepth(image, numbers) <= numbers.length;
}

/** Whether a longer version that this one pointed to was ever listed: `1.27`, not `1.27.4`. */
export function floats(image: OfficialImage, version: string): boolean {
  return [...image.flavors.keys()].some((other) => extendsVersion(other, version));
}

/** Images whose tags name a distribution's release, so that another release is a different system. */
const SYSTEMS = ["buildpack-deps", "debian", "ubuntu", "ubuntu-debootstrap"];

/**
 * Whether a tag without a version, but possibly with a date, begins with its line's name: `debian:buster`,
 * `node:argon`.
 */
export function namesLine(image: OfficialImage, tag: string): boolean {
  const { version, flavor } = splitTag(tag);
  if (version !== "" && !isDate(version)) return false;
  return flavor !== "" && (SYSTEMS.includes(image.name) || isNodeLine(flavor));
}

/** How many of these numbers identify the line. */
function lineDepth(image: OfficialImage, [major = 0]: readonly number[]): number {
  return image.lineDepths.get(String(major)) ?? 1;
}
