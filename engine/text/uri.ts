import { percentDecoded } from "./percent.ts";

/** The folder of a file, without a slash at its end. */
export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf("/"));
}

/** The name of a file in its folder, as written in the URI. */
export function fileNameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf("/") + 1);
}

/** A file's path relative to a folder, decoded, as users write it in a file of that folder. */
export function relativePath(folder: string, uri: string): string {
  const from = folder.split("/");
  const to = uri.split("/");
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared).map(percentDecoded)].join("/");
}
