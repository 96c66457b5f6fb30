/** Compares tags of an image; `version` is always the part that `splitTag` finds. */

/** Words between the numbers that only separate them: `v3.7`, `8u482-b08`. */
const SEPARATORS = /^v(?=\d)|u(?=\d)|-b(?=\d)/g;
/** A date or the number of a nightly build, which is compared separately: `20260803`, `20260816.0.574111`. */
const DATE = /^\d{8}/;

/** The numbers before any pre-release: `v3.7.11` → 3, 7, 11; `8u482-b08` → 8, 482, 8; `9.0.0-M22` → 9, 0, 0. */
export function numbersOf(version: string): readonly number[] {
  const [stable = ""] = version
    .replace(SEPARATORS, (word) => (word === "v" ? "" : "."))
    .split(/[-.]?[A-Za-z]/);
  return stable.split(/[-._]/).filter(Boolean).map(Number);
}

/** Whether the version comes before a release: `3.15-rc`, `19beta3`, `9.0.0-M22`, `26-ea-11`. */
export function isPreRelease(version: string): boolean {
  return /[A-Za-z]/.test(version.replace(SEPARATORS, ""));
}

/** Whether the version is a date: `20260803`. */
export function isDate(version: string): boolean {
  return DATE.test(version);
}

/**
 * Below 0 if `a` is older than `b`. Numbers compare as numbers; the shorter of two is older (`1.31` < `1.31.4`), and
 * a pre-release is older than its release (`3.15-rc` < `3.15`).
 */
export function compareVersions(a: string, b: string): number {
  const byNumbers = compareNumbers(numbersOf(a), numbersOf(b));
  if (byNumbers !== 0) return byNumbers;
  if (isPreRelease(a) !== isPreRelease(b)) return isPreRelease(a) ? -1 : 1;
  if (!isPreRelease(a)) return 0;
  const word = (version: string) =>
    /[A-Za-z]+/.exec(version.replace(SEPARATORS, ""))?.[0].toLowerCase() ?? "";
  const counter = (version: string) =>
    (/[A-Za-z][-.]?(\d.*)$/.exec(version)?.[1] ?? "").split(/\D+/).map(Number);
  if (word(a) !== word(b)) return word(a) < word(b) ? -1 : 1;
  return compareNumbers(counter(a), counter(b));
}

/**
 * Whether `longer` is a more specific form of the same version: `1.31.4` for `1.31`, `8u482-b08` for `8`. A version is
 * not more specific than itself, nor a pre-release than its release.
 */
export function extendsVersion(longer: string, version: string): boolean {
  return longer.startsWith(version) && /^(?:[._-]|u)\d/.test(longer.slice(version.length));
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = (a[at] ?? -1) - (b[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
