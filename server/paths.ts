import { fileURLToPath, pathToFileURL } from "node:url";

/** The longest path that a system takes. */
const maxPathLength = process.platform === "win32" ? 32_767 : 4_096;

/** The path of a `file` URI; `undefined` for documents that live elsewhere, or nowhere. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    const path = fileURLToPath(uri);
    return path.length > maxPathLength ? undefined : path;
  } catch {
    return undefined;
  }
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

export function isUri(uri: unknown): uri is string {
  return typeof uri === "string";
}

/** One name for every file: editors escape more or fewer characters in their URIs than Node does. */
export function keyOf(uri: string): string {
  const path = pathOf(uri);
  return path === undefined ? uri : uriOf(path);
}
