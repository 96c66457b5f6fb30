import { isUtf8 } from "node:buffer";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** Larger files are rejected. No manifest is that large, and Kubernetes would reject it (etcd's limit is 1.5 MiB). */
const maxFileSize = 50 * 1024 * 1024;

/** Why a file has no text. */
type FileFault =
  | "missing"
  | "forbidden"
  | "folder"
  | "too-large"
  | "binary"
  | "not-utf-8"
  | "broken-link"
  | "no-match"
  | "unreadable";

/** A file or folder that could not be read. */
export interface FileProblem {
  readonly path: string;
  readonly fault: FileFault;
  /** The fact without the path, as in "cannot be read: permission denied". */
  readonly message: string;
}

/** The text of a file with its byte order mark, or the reason why there is none. */
export type ReadResult =
  | { readonly text: string; readonly problem?: undefined }
  | { readonly text?: undefined; readonly problem: FileProblem };

/** Configurations are written by hand, so they are smaller than this. */
export const maxConfigSize = 4 * 1024 * 1024;

export interface ReadOptions {
  /** In bytes. Larger files are rejected. */
  readonly limit?: number;
  /** Whether pipes and devices are read too, because the user named this file. */
  readonly streams?: boolean;
  /** Whether symbolic links are rejected. */
  readonly noLink?: boolean;
}

/** Reads a file. Never throws. Synchronous, because that is several times faster for many small files. */
export function readTextSync(path: string, options: ReadOptions = {}): ReadResult {
  const { limit = maxFileSize, streams = false, noLink = false } = options;
  try {
    // Opening a pipe without a writer would block.
    const flags = (streams ? 0 : (constants.O_NONBLOCK ?? 0)) | (noLink ? (constants.O_NOFOLLOW ?? 0) : 0);
    const file = openSync(path, constants.O_RDONLY | flags);
    try {
      const stats = fstatSync(file);
      if (stats.isDirectory()) return { problem: { path, fault: "folder", message: "is a folder" } };
      if (!stats.isFile() && !streams)
        return { problem: { path, fault: "unreadable", message: "is not a regular file" } };
      if (stats.size > limit) return tooLarge(path, limit);
      return decodeText(readBytes(file, stats.isFile() ? stats.size : 0, limit), path, limit);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return { problem: problemOf(path, error) };
  }
}

/** Reads standard input to its end. Never throws. */
export function readInputSync(name: string): ReadResult {
  try {
    return decodeText(readBytes(0, 0, maxFileSize), name);
  } catch (error) {
    return { problem: problemOf(name, error) };
  }
}

/** Decodes bytes as text, which must be UTF-8 without NUL bytes. */
function decodeText(bytes: Buffer, path: string, limit: number = maxFileSize): ReadResult {
  if (bytes.length > limit) return tooLarge(path, limit);
  if (startsLikeUtf16(bytes))
    return { problem: { path, fault: "not-utf-8", message: "is UTF-16, not UTF-8" } };
  if (bytes.includes(0))
    return { problem: { path, fault: "binary", message: "is a binary file (it contains NUL bytes)" } };
  if (!isUtf8(bytes)) return { problem: { path, fault: "not-utf-8", message: "is not valid UTF-8" } };
  return { text: bytes.toString("utf8") };
}

/** Describes a failed system call. */
export function problemOf(path: string, error: unknown): FileProblem {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return { path, fault: "missing", message: "does not exist" };
    case "EACCES":
    case "EPERM":
      return { path, fault: "forbidden", message: "cannot be read: permission denied" };
    case "EISDIR":
      return { path, fault: "folder", message: "is a folder" };
    case "ELOOP":
      return { path, fault: "broken-link", message: "is a broken symbolic link" };
    default:
      return { path, fault: "unreadable", message: `cannot be read: ${code}` };
  }
}

/** Describes a failed system call while writing, such as "cannot be written: the disk is full". */
export function writeProblem(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  const reasons: Readonly<Record<string, string>> = {
    EACCES: "permission denied",
    EPERM: "permission denied",
    ENOENT: "the folder does not exist",
    ENOTDIR: "the folder does not exist",
    ENOSPC: "no space left on the disk",
    EDQUOT: "the disk quota is exceeded",
    EROFS: "the file system is read-only",
  };
  return `cannot be written: ${reasons[code] ?? code}`;
}

function tooLarge(path: string, limit: number): ReadResult {
  return { problem: { path, fault: "too-large", message: `is larger than ${limit / 1024 / 1024} MB` } };
}

function startsLikeUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** Pipes, devices and some system files have no known size, and might never end. */
function readBytes(file: number, size: number, limit: number): Buffer {
  const chunks: Buffer[] = [];
  let total = 0;
  // One byte more than the size of the file, to detect its end.
  for (let want = size + 1; total <= limit; want = 64 * 1024) {
    const chunk = Buffer.allocUnsafe(Math.max(want, 4096));
    const length = readSync(file, chunk);
    if (length === 0) break;
    chunks.push(chunk.subarray(0, length));
    total += length;
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}
