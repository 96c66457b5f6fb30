import { fileURLToPath, pathToFileURL } from "node:url";

/** The path of a `file` URI; `undefined` for documents that live elsewhere. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

/** One name for every file: editors escape more or fewer characters in their URIs than Node does. */
export function keyOf(uri: string): string {
  const path = pathOf(uri);
  return path === undefined ? uri : uriOf(path);
}
