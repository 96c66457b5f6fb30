import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import type { Unedited } from "../engine/index.ts";

/** Why a file is not edited, judging by its path. */
export interface UneditedPlace {
  readonly why: Unedited;
  /** The outermost folder that the user does not edit, or the file itself if only its name shows it. */
  readonly path: string;
  /** Whether it is not read, because no applied object refers to its contents. */
  readonly unread: boolean;
}

/** Names of folders with third-party files. */
const vendoredFolders = new Set(["vendor", "third_party", "third-party", "upstream"]);

/** Folders with test data. One program can have several: `testdata2`. */
const testFolder = /^(?:testdata.*|__fixtures__)$/;

/** Names of files and folders that are wrong on purpose, if what is right is next to them. */
const wrong = /^(?:(bad)|(invalid)|(fail(?:ed|ing|s|ure)?))(?![a-z])/i;

/** Folders with what is no longer deployed. Without the mark in front, it can be an application of this name. */
const archive = /^[._]archived?$/;
const maybeArchive = /^archived?$/;

/** Folders with tests of a cluster, whose manifests live as long as a test. */
const clusterTests =
  /^(?:(?:.*[-_])?e2e(?:[-_].*)?|conformance|(?:.*[-_])?(?:integration|acceptance)[-_]tests?|(?:.*[-_])?test[-_]support)$/;

/** Folders with tests of any kind, or with the manifests of an environment of that name. */
const anyTests = /^tests?$/;

/** Folders that have one folder for each environment. */
const environments = /^(?:overlays?|env(?:ironment)?s?|clusters?|stages?|regions?|tenants?|profiles?)$/;
const environment = /^(?:dev|development|int|live|pre-?prod|prod|production|qa|sandbox|stage|staging|uat)$/;

/** Folders with packages that are never applied, and too many to list. */
export function isPackageFolder(name: string): boolean {
  return name === "node_modules";
}

/**
 * Why a file in a folder is not edited, judging by its path. The name of the folder itself is ignored, because the user
 * named it.
 *
 * @param root absolute folder that contains the file
 * @param isMeant whether the user named a folder of that name
 */
export function uneditedPlaceOf(
  path: string,
  root: string,
  isMeant: (folder: string) => boolean = () => false,
): UneditedPlace | undefined {
  const steps = path.slice(root.length).split(/[\\/]/).filter(Boolean).slice(0, -1);
  let folder = root;
  for (const name of steps) {
    folder = join(folder, name);
    if (isMeant(name)) continue;
    const place = uneditedFolder(folder);
    if (place) return place;
    if (isOfTests(folder, path)) return { why: "test", path: folder, unread: false };
  }
  if (steps.length > 0 && isChartTest(path)) return { why: "test", path, unread: true };
  if (isWrongOnPurpose(path)) return { why: "test", path, unread: true };
  return isReleased(path) ? { why: "released", path, unread: false } : undefined;
}

function uneditedFolder(folder: string): UneditedPlace | undefined {
  const name = basename(folder);
  if (vendoredFolders.has(name)) return { why: "vendored", path: folder, unread: false };
  if (isPackageFolder(name)) return { why: "vendored", path: folder, unread: true };
  // Source: https://maven.apache.org/guides/introduction/introduction-to-the-standard-directory-layout.html
  if (testFolder.test(name) || folder.endsWith(`${sep}src${sep}test`))
    return { why: "test", path: folder, unread: true };
  if (isWrongOnPurpose(folder)) return { why: "test", path: folder, unread: true };
  if (archive.test(name) || (maybeArchive.test(name) && !isApplication(folder)) || isSketch(folder))
    return { why: "archived", path: folder, unread: true };
  if (name === "_site" && isBuiltByJekyll(folder)) return { why: "generated", path: folder, unread: true };
  if (isVersion.test(name) || isBuildNumber.test(name) || isReleasedFolder(folder))
    return { why: "released", path: folder, unread: false };
  return undefined;
}

/** Whether a folder is one of several that are named `v` and two numbers, such as the versions of a website. */
function isReleasedFolder(folder: string): boolean {
  const isMinor = (name: string) => /^v\d{1,3}\.\d{1,3}$/i.test(name);
  return isMinor(basename(folder)) && namesIn(dirname(folder)).filter(isMinor).length > 1;
}

/** Whether a folder has a proof of concept of a design document. */
function isSketch(folder: string): boolean {
  return (
    /^(?:poc|proof[-_]of[-_]concept)$/i.test(basename(folder)) &&
    /[\\/](?:designs?|proposals?)[\\/]/i.test(folder)
  );
}

/**
 * Whether a folder has the tests of a program and not the manifests of an environment. Objects are referred to from
 * outside of it, so that it is read.
 */
function isOfTests(folder: string, path: string): boolean {
  const name = basename(folder);
  if (!clusterTests.test(name) && !anyTests.test(name)) return false;
  const parent = dirname(folder);
  if (environments.test(basename(parent)) || namesIn(parent).some((other) => environment.test(other)))
    return false;
  if (isApplication(folder)) return false;
  return clusterTests.test(name) || foldersBetween(folder, dirname(path)).some(hasProgram);
}

/**
 * Whether a file or folder is one of the bad examples of a test or a lesson: `bad_resources` next to `good_resources`.
 * Something can also fail or pass in production (`fail-open.yaml`), so that the rest of those names must be the same.
 */
function isWrongOnPurpose(path: string): boolean {
  const name = basename(path);
  const match = wrong.exec(name);
  if (!match) return false;
  const [whole, bad, invalid] = match;
  const rest = name.slice(whole.length).toLowerCase();
  const right = bad ? /^good(?![a-z])/i : invalid ? /^valid(?![a-z])/i : /^pass(?:ed|ing|es)?(?![a-z])/i;
  return namesIn(dirname(path)).some((other) => {
    const [word] = right.exec(other) ?? [];
    if (word === undefined) return false;
    return bad !== undefined || invalid !== undefined || other.slice(word.length).toLowerCase() === rest;
  });
}

/** An overlay, or an application of this name. */
function isApplication(folder: string): boolean {
  return namesIn(folder).some((name) => /^(?:kustomization\.ya?ml|Kustomization|Chart\.yaml)$/.test(name));
}

/**
 * Whether a folder is the website that Jekyll makes of the folder around it, with copies of all files that are no pages.
 * Source: https://jekyllrb.com/docs/configuration/options/
 */
function isBuiltByJekyll(folder: string): boolean {
  return [...namesIn(dirname(folder)), ...namesIn(folder)].some((name) => /^_config\.ya?ml$/.test(name));
}

/** A folder and those on the way to one in it. */
function foldersBetween(folder: string, inner: string): readonly string[] {
  const folders = [inner];
  while (folders.at(-1) !== folder && folder.length < folders.at(-1)!.length)
    folders.push(dirname(folders.at(-1)!));
  return folders;
}

/** Programs, or the steps of a declarative test: https://kyverno.github.io/chainsaw/, https://kuttl.dev/docs/cli.html */
function hasProgram(folder: string): boolean {
  return namesIn(folder).some((name) =>
    /\.(?:bats|go|[cm]?js|py|sh|ts)$|_test$|^(?:chainsaw|kuttl)-test\.ya?ml$/.test(name),
  );
}

/** Values for tests of a chart. Source: https://github.com/helm/chart-testing#configuration */
function isChartTest(path: string): boolean {
  const folder = dirname(path);
  return (
    basename(folder) === "ci" &&
    /values.*\.ya?ml$/i.test(basename(path)) &&
    existsSync(join(dirname(folder), "Chart.yaml"))
  );
}

const preRelease = String.raw`[-._]?(?:alpha|beta|rc)[-._]?\d*`;
/**
 * At most three parts of three digits, so that dates and IP addresses do not match. Two parts alone can also be the size
 * of a model, or the API version of what is in the folder.
 */
const version = String.raw`v?\d{1,3}(?:([._])\d{1,3}\1\d{1,3}(?:${preRelease})?|[._]\d{1,3}${preRelease})`;
/** A version with a build number: `11.0.1.6929-1`, `10.2.15.5958-1_4.2.11-ent` */
const isBuildNumber = /^v?\d{1,3}(?:\.\d{1,3}){2}\.\d{3,6}(?:[-_+][\w.+-]*)?$/i;
const isVersion = new RegExp(`^${version}$`, "i");
const hasVersion = new RegExp(String.raw`(?<![a-z\d]|\d[-._])${version}(?![a-z]|[-._]?\d)`, "i");

/** Whether a file is one of several that differ only in the version in their names, so that each is a release. */
function isReleased(path: string): boolean {
  const name = basename(path);
  const form = formOf(name);
  if (form === undefined) return false;
  return namesIn(dirname(path)).some((other) => other !== name && formOf(other) === form);
}

/** A name without its version; `undefined` if it has none. */
function formOf(name: string): string | undefined {
  return hasVersion.test(name) ? name.replace(hasVersion, "*") : undefined;
}

/** The last folder that was listed, cached because a release has many files. */
let listed:
  | { readonly folder: string; readonly changed: number; readonly names: readonly string[] }
  | undefined;

function namesIn(folder: string): readonly string[] {
  try {
    const changed = statSync(folder).mtimeMs;
    if (listed?.folder !== folder || listed.changed !== changed) {
      listed = { folder, changed, names: readdirSync(folder) };
    }
    return listed.names;
  } catch {
    return [];
  }
}
