import { isUtf8 } from "node:buffer";
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from "node:fs";

/** Larger files are refused: no manifest is that large, and Kubernetes would not take it (etcd's limit is 1.5 MiB). */
const maxFileSize = 50 * 1024 * 1024;

/** Why there is no text. */
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

/** A file or folder that could not be looked at. */
export interface FileProblem {
  readonly path: string;
  readonly fault: FileFault;
  /** The fact without the path, as in "cannot be read: no permission". */
  readonly message: string;
}

/** A file's text with its byte order mark, or the reason why there is none. */
export type ReadResult =
  | { readonly text: string; readonly problem?: undefined }
  | { readonly text?: undefined; readonly problem: FileProblem };

/** Reads a file. Never throws; blocks, because that is several times faster for many small files. */
export function readTextSync(path: string): ReadResult {
  try {
    const file = openSync(path, constants.O_RDONLY);
    try {
      const stats = fstatSync(file);
      if (stats.size > maxFileSize) return tooLarge(path);
      return decodeText(stats.isFile() ? readFileSync(file) : readStream(file), path);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return { problem: problemOf(path, error) };
  }
}

/** The text of bytes, or why they are none: UTF-8 without NUL is text. */
export function decodeText(bytes: Buffer, path: string): ReadResult {
  if (bytes.length > maxFileSize) return tooLarge(path);
  if (startsLikeUtf16(bytes))
    return { problem: { path, fault: "not-utf-8", message: "is UTF-16, not UTF-8" } };
  if (bytes.includes(0))
    return { problem: { path, fault: "binary", message: "is binary: it has NUL bytes" } };
  if (!isUtf8(bytes)) return { problem: { path, fault: "not-utf-8", message: "is not valid UTF-8" } };
  return { text: bytes.toString("utf8") };
}

/** What a failed system call means to a person. */
export function problemOf(path: string, error: unknown): FileProblem {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return { path, fault: "missing", message: "does not exist" };
    case "EACCES":
    case "EPERM":
      return { path, fault: "forbidden", message: "cannot be read: no permission" };
    case "EISDIR":
      return { path, fault: "folder", message: "is a folder" };
    case "ELOOP":
      return { path, fault: "broken-link", message: "is a symbolic link that leads nowhere" };
    default:
      return { path, fault: "unreadable", message: `cannot be read: ${code}` };
  }
}

function tooLarge(path: string): ReadResult {
  return {
    problem: { path, fault: "too-large", message: `is larger than ${maxFileSize / 1024 / 1024} MB` },
  };
}

function startsLikeUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** Pipes and devices have no size and may never end. */
function readStream(file: number): Buffer {
  const chunks: Buffer[] = [];
  for (let total = 0; total <= maxFileSize; ) {
    const chunk = Buffer.allocUnsafe(64 * 1024);
    const length = readSync(file, chunk);
    if (length === 0) break;
    chunks.push(chunk.subarray(0, length));
    total += length;
  }
  return Buffer.concat(chunks);
}
