import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import type { Unedited } from "../engine/index.ts";

/** Where a file that is not edited is, as its path shows. */
export interface UneditedPlace {
  readonly why: Unedited;
  /** The highest folder whose files are none of the user's; the file itself where only its own name shows it. */
  readonly path: string;
  /** Nothing that is applied refers to what is in it, so it is not even read. */
  readonly unread: boolean;
}

/** Folders of other people's files, by name. */
const vendoredFolders = new Set(["vendor", "third_party", "third-party", "upstream"]);

/** Folders of files that only tests read. */
const testFolders = new Set(["testdata", "__fixtures__"]);

/** Where packages are that nobody applies from: so many that not even their names are listed. */
export function isPackageFolder(name: string): boolean {
  return name === "node_modules";
}

/**
 * Why a file below a folder is not edited where it is, as far as its path shows. What the folder itself is called does
 * not count: the user named it.
 *
 * @param root absolute folder that holds the file
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
    const place = isMeant(name) ? undefined : uneditedFolder(folder);
    if (place) return place;
  }
  if (steps.length > 0 && isChartTest(path)) return { why: "test", path, unread: true };
  return isReleased(path) ? { why: "released", path, unread: false } : undefined;
}

function uneditedFolder(folder: string): UneditedPlace | undefined {
  const name = basename(folder);
  if (vendoredFolders.has(name)) return { why: "vendored", path: folder, unread: false };
  if (isPackageFolder(name)) return { why: "vendored", path: folder, unread: true };
  // Source: https://maven.apache.org/guides/introduction/introduction-to-the-standard-directory-layout.html
  if (testFolders.has(name) || folder.endsWith(`${sep}src${sep}test`))
    return { why: "test", path: folder, unread: true };
  return isVersion.test(name) ? { why: "released", path: folder, unread: false } : undefined;
}

/** Values that a chart is only tested with. Source: https://github.com/helm/chart-testing#configuration */
function isChartTest(path: string): boolean {
  const folder = dirname(path);
  return (
    basename(folder) === "ci" &&
    /values.*\.ya?ml$/i.test(basename(path)) &&
    existsSync(join(dirname(folder), "Chart.yaml"))
  );
}

/** Three parts of three digits at most, so that no date and no address of a node is taken for one. */
const version = String.raw`v?\d{1,3}([._])\d{1,3}\1\d{1,3}(?:[-._]?(?:alpha|beta|rc)[-._]?\d*)?`;
const isVersion = new RegExp(`^${version}$`, "i");
const hasVersion = new RegExp(String.raw`(?<![a-z\d]|\d[-._])${version}(?![a-z]|[-._]?\d)`, "i");

/** Whether a file is one of several that differ in the version in their names: each is kept as it was released. */
function isReleased(path: string): boolean {
  const name = basename(path);
  const form = formOf(name);
  if (form === undefined) return false;
  return namesIn(dirname(path)).some((other) => other !== name && formOf(other) === form);
}

/** A name without its version; `undefined` where there is none. */
function formOf(name: string): string | undefined {
  return hasVersion.test(name) ? name.replace(hasVersion, "*") : undefined;
}

/** The folder that was last listed: a release has many files, and all of them ask. */
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
