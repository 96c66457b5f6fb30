import { percentDecoded } from "./percent.ts";

/** The folder of a file, without a slash at its end. */
export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf("/"));
}

/** What a file is called in its folder, as the URI has it. */
export function fileNameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf("/") + 1);
}

/** A file's path from a folder, decoded, as people write it in a file of that folder. */
export function relativePath(folder: string, uri: string): string {
  const from = folder.split("/");
  const to = uri.split("/");
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared).map(percentDecoded)].join("/");
}
