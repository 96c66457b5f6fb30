import { pathToFileURL } from "node:url";

/** The `file` URI of a path, by which the engine knows the file. */
export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}
