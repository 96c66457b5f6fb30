import { fileURLToPath } from "node:url";
import { uriOf } from "../host/uri.ts";

/** The maximum length of a path on any platform. */
const maxPathLength = process.platform === "win32" ? 32_767 : 4_096;

/** The path of a `file` URI; `undefined` for documents that are not on disk. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    const path = fileURLToPath(uri);
    return path.length > maxPathLength ? undefined : path;
  } catch {
    return undefined;
  }
}

export function isUri(uri: unknown): uri is string {
  return typeof uri === "string";
}

/** A canonical key for each file, because editors escape other characters in URIs than Node does. */
export function keyOf(uri: string): string {
  const path = pathOf(uri);
  return path === undefined ? uri : uriOf(path);
}
