import { flavorWords } from "./packed.ts";

/** Debian's releases, oldest first: https://www.debian.org/releases/ */
const DEBIAN = "squeeze wheezy jessie stretch buster bullseye bookworm trixie forky duke sid".split(" ");
/** Ubuntu's releases, oldest first: https://wiki.ubuntu.com/Releases */
const UBUNTU = (
  "lucid maverick natty oneiric precise quantal raring saucy trusty utopic vivid wily xenial yakkety zesty artful " +
  "bionic cosmic disco eoan focal groovy hirsute impish jammy kinetic lunar mantic noble oracular plucky questing " +
  "resolute stonking"
).split(" ");
/** Names of the long-term lines of Node.js, oldest first: https://nodejs.org/en/about/previous-releases */
const NODE = "argon boron carbon dubnium erbium fermium gallium hydrogen iron jod krypton".split(" ");

const CODENAMES: readonly (readonly string[])[] = [DEBIAN, UBUNTU, NODE];
const WINDOWS = /nanoserver|windowsservercore|(?:^|-)ltsc\d|(?:^|-)sac\d/;
const ALPINE = /(?:^|-)alpine/;
const SLIM = /(?:^|-)slim(?=-|$)/;

/** The parts of a flavor that only name a release of its base distribution; `slim` does not. */
const RELEASE = new RegExp(
  `-(?:${[...DEBIAN, ...UBUNTU].join("|")}|(?:debian|ubuntu)(?:-?\\d[\\d.]*)?|ubi\\d*(?:-minimal)?|al\\d+|oraclelinux\\d*|oracle|centos\\d*)(?=-|$)`,
  "g",
);

/** Distributions without a release. */
const MOVING = /^-(?:debian|ubuntu|ubi|ubi-minimal|oraclelinux|oracle|centos)$/;

export function isWindowsTag(tag: string): boolean {
  return WINDOWS.test(tag);
}

export function isAlpineTag(tag: string): boolean {
  return ALPINE.test(tag);
}

export function isSlimTag(tag: string): boolean {
  return SLIM.test(tag);
}

/** The flavor without the release it is pinned to: `-fpm-bookworm` → `-fpm`, `-jre-ubi9-minimal` → `-jre`. */
export function withoutRelease(flavor: string): string {
  return flavor.replace(RELEASE, "");
}

/**
 * Below 0 if flavor `a` should be shown before `b`: plain, Alpine, slim, others, Windows; the newest release first.
 */
export function flavorOrder(a: string, b: string): number {
  const rank = (flavor: string) =>
    flavor === "" ? 0 : isWindowsTag(flavor) ? 4 : isAlpineTag(flavor) ? 1 : isSlimTag(flavor) ? 2 : 3;
  return (
    rank(a) - rank(b) ||
    wordCount(a) - wordCount(b) ||
    (releasesBetween(a, b) ?? 0) - (releasesBetween(b, a) ?? 0)
  );
}

function wordCount(flavor: string): number {
  return flavorWords(flavor).length;
}

/** Whether the flavor is pinned to a release: `-bookworm`, `-ubuntu-24.04`; `-ubuntu` alone moves. */
export function namesRelease(flavor: string): boolean {
  return flavor.match(RELEASE)?.some((words) => !MOVING.test(words)) ?? false;
}

/**
 * The releases of distributions that a flavor is pinned to, with their usual names: `-fpm-alpine3.19` → `Alpine 3.19`.
 */
export function releaseNames(flavor: string): readonly string[] {
  return releaseWords(flavor).flatMap((word) => {
    const name = word.replace(/^-/, "");
    if (DEBIAN.includes(name)) return [`Debian ${name}`];
    if (UBUNTU.includes(name)) return [`Ubuntu ${name}`];
    const [, family = "", version = ""] =
      /^(alpine|debian|ubuntu|ubi|oraclelinux)(\d+(?:\.\d+)*)$/.exec(name) ?? [];
    return Object.hasOwn(FAMILIES, family) ? [`${FAMILIES[family]} ${version}`] : [];
  });
}

const FAMILIES: Readonly<Record<string, string>> = {
  alpine: "Alpine",
  debian: "Debian",
  ubuntu: "Ubuntu",
  ubi: "UBI",
  oraclelinux: "Oracle Linux",
};

/** Whether the flavor of a tag without a version begins with the name of a Node.js line: `-boron-slim`. */
export function isNodeLine(flavor: string): boolean {
  return NODE.includes(flavorWords(flavor)[0]?.slice(1) ?? "");
}

/** A word of a flavor as its family and its position in it: `-alpine3.24`, `-bookworm`, `-ltsc2022`, `-php8.4`. */
interface Release {
  readonly family: string;
  readonly order: readonly number[];
}

/** Undefined for a word that does not name a release: `-fpm`. */
function releaseOf(word: string): Release | undefined {
  const name = word.replace(/^-/, "");
  for (const names of CODENAMES) {
    const order = names.indexOf(name);
    if (0 <= order) return { family: names[0] ?? "", order: [order] };
  }
  const numbered = /^(alpine|debian|ubuntu|php|ubi|ltsc|oraclelinux|al)(\d+(?:\.\d+)*)$/.exec(name);
  if (!numbered) return undefined;
  return { family: numbered[1] ?? "", order: (numbered[2] ?? "").split(".").map(Number) };
}

/**
 * How many releases newer a flavor is than another, if it differs in nothing but the releases of the same distributions
 * (or PHP versions): `-slim-buster` → `-slim-bookworm` is 2 releases. Used to prefer the closest. Undefined if it
 * differs in anything else or is older; 0 for the same flavor.
 */
export function releasesBetween(old: string, flavor: string): number | undefined {
  if (old === flavor) return 0;
  const [before, after] = [releaseWords(old), releaseWords(flavor)];
  if (before.length !== after.length) return undefined;
  let distance = 0;
  for (const [index, word] of before.entries()) {
    const other = after[index] ?? "";
    if (word === other) continue;
    const [from, to] = [releaseOf(word), releaseOf(other)];
    const step = from && to && from.family === to.family ? difference(from.order, to.order) : 0;
    if (step <= 0) return undefined;
    distance += step;
  }
  return distance;
}

/** Eclipse Temurin uses `-alpine-3.24` instead of `-alpine3.24`. */
function releaseWords(flavor: string): readonly string[] {
  return flavorWords(flavor.replace(/-(alpine|debian|ubuntu)-(?=\d)/, "-$1"));
}

/** Positive if `to` is newer; a major release counts as a thousand minor ones. */
function difference(from: readonly number[], to: readonly number[]): number {
  return ((to[0] ?? 0) - (from[0] ?? 0)) * 1000 + (to[1] ?? 0) - (from[1] ?? 0);
}
