import { spawnSync } from "node:child_process";
import { lineDepths } from "./lines.ts";
import type { ImageFacts } from "./pack.ts";

/** The content of a checkout of docker-library/official-images, at its HEAD and in its whole history. */
export interface CheckoutFacts {
  readonly commit: string;
  /** The date of the commit, such as `2026-08-22`. */
  readonly date: string;
  readonly images: Readonly<Record<string, ImageFacts>>;
  /** The result of `lineDepths` for each image that needs it. */
  readonly lines: Readonly<Record<string, string>>;
}

/** Reads the facts from a git directory with full history. Throws git's own error message on failure. */
export function readCheckout(directory: string): CheckoutFacts {
  const [commit = "", date = ""] = git(directory, ["log", "-1", "--format=%H %cs"]).trim().split(" ");
  const images: Record<string, ImageFacts> = {};
  const lines: Record<string, string> = {};
  for (const [name, blobs] of [...blobsByImage(directory)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const snapshots = manifests(directory, blobs).map((text) => builds(text).flatMap(({ tags }) => tags));
    const ever = new Set(snapshots.flat());
    const depths = lineDepths(snapshots);
    if (depths !== "") lines[name] = depths;
    const current = spawnSync("git", ["-C", directory, "show", `HEAD:library/${name}`], { encoding: "utf8" });
    images[name] = { ever: [...ever].sort(), now: current.status === 0 ? tagsNow(current.stdout) : {} };
  }
  return { commit, date, images, lines };
}

/** A tag that several builds list (one for Windows, one for Linux) is identified by that set of builds. */
function tagsNow(manifest: string): Readonly<Record<string, string>> {
  const listing = new Map<string, number[]>();
  builds(manifest).forEach(({ tags }, index) => {
    for (const tag of tags) listing.set(tag, [...(listing.get(tag) ?? []), index]);
  });
  return Object.fromEntries([...listing].map(([tag, indexes]) => [tag, indexes.join()]));
}

/**
 * The builds of one manifest, in the format of
 * https://github.com/docker-library/official-images#instruction-format or the one-line format before it
 * (`1.2: git://host/repository@commit directory`).
 */
function builds(manifest: string): readonly { readonly tags: readonly string[] }[] {
  const result: { tags: string[] }[] = [];
  for (const paragraph of manifest.split(/\n\s*\n/)) {
    const text = paragraph.replace(/^#.*\n?/gm, "").replace(/\n[ \t]+/g, " ");
    const listed = [...text.matchAll(/^(?:Shared)?Tags:(.*)$/gm)].flatMap(([, tags = ""]) => tags.split(","));
    if (0 < listed.length) result.push({ tags: valid(listed) });
    for (const [, tag = ""] of text.matchAll(/^([^\s:]+):?\s+(?:git|https?):\/\//gm)) {
      if (tag !== "GitRepo") result.push({ tags: valid([tag]) });
    }
  }
  return result;
}

function valid(tags: readonly string[]): string[] {
  return tags.map((tag) => tag.trim()).filter((tag) => /^\w[\w.-]{0,127}$/.test(tag));
}

function blobsByImage(directory: string): ReadonlyMap<string, readonly string[]> {
  const blobs = new Map<string, string[]>();
  for (const line of git(directory, ["rev-list", "--objects", "HEAD", "--", "library"]).split("\n")) {
    const [, blob, name] = /^(\w+) library\/([a-z0-9._-]+)$/.exec(line) ?? [];
    if (blob && name) blobs.set(name, [...(blobs.get(name) ?? []), blob]);
  }
  return blobs;
}

function manifests(directory: string, blobs: readonly string[]): readonly string[] {
  // `--batch` precedes each blob with its id, type and size.
  return git(directory, ["cat-file", "--batch"], blobs.join("\n")).split(/^[0-9a-f]{40} blob \d+\n/m);
}

function git(directory: string, args: readonly string[], input?: string): string {
  const result = spawnSync("git", ["-C", directory, ...args], {
    encoding: "utf8",
    input,
    maxBuffer: 2 ** 30,
  });
  if (result.status !== 0) throw new Error(result.stderr || String(result.error));
  return result.stdout;
}
