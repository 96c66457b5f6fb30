import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { readTextSync } from "./read.ts";

/** `changed`: the file no longer has the text that the new text is based on, so it was not written. */
export type ReplaceResult = "written" | "changed";

/**
 * Replaces the text of a file by renaming a new file, so that at any time the file has one of both texts completely.
 *
 * Replaces the target of a symbolic link. Keeps the mode, and the owner if that is allowed. A file with several hard
 * links is written in place, so that all of them have the new text. Otherwise, extended attributes are lost, because
 * Node.js does not support them. Synchronous, so a signal handler can run only before or after.
 *
 * @param before the text that the file must still have
 * @throws the system error if the folder or the file cannot be written; the file is then unchanged
 */
export function replaceText(path: string, before: string, after: string): ReplaceResult {
  const target = realpathSync(path);
  // Renaming would ignore the write protection of the file.
  accessSync(target, constants.W_OK);
  const { mode, uid, gid, nlink } = statSync(target);
  // Always written first, so that a full disk is noticed before the file is changed.
  const made = writeBeside(target, after, 0o600);
  try {
    takeOwner(made, uid, gid);
    chmodSync(made, mode & 0o7777);
    if (readTextSync(target).text !== before) return "changed";
    if (1 < nlink) overwrite(target, before, after);
    else renameSync(made, target);
    return "written";
  } finally {
    rmSync(made, { force: true });
  }
}

/**
 * Writes a new file. Does not change a file that exists by now.
 *
 * @throws the system error if it cannot be written; no file is left behind
 */
export function createText(path: string, text: string): ReplaceResult {
  if (existsSync(path)) return "changed";
  const made = writeBeside(path, text, 0o666);
  try {
    // Unlike renaming, this fails if another process has created the file.
    linkSync(made, path);
    return "written";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") return "changed";
    // Not every file system supports links.
    renameSync(made, path);
    return "written";
  } finally {
    rmSync(made, { force: true });
  }
}

/** Creates a new file in the same folder, with a random name so that it cannot collide with one that a crash left behind. */
function writeBeside(path: string, text: string, mode: number): string {
  const made = join(dirname(path), `.kubewright-${randomBytes(9).toString("base64url")}.tmp`);
  const file = openSync(made, "wx", mode);
  try {
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return made;
  } catch (error) {
    rmSync(made, { force: true });
    throw error;
  }
}

/** Overwrites the text of a file, and restores the old text if that fails. */
function overwrite(path: string, before: string, after: string): void {
  const file = openSync(path, "r+");
  try {
    try {
      writeOver(file, after);
    } catch (error) {
      // The space of the old text is still allocated.
      writeOver(file, before);
      throw error;
    }
  } finally {
    closeSync(file);
  }
}

function writeOver(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, done);
  ftruncateSync(file, bytes.length);
  fsyncSync(file);
}

/** Only root can change the owner. For other users, the new file keeps its owner. */
function takeOwner(path: string, uid: number, gid: number): void {
  const { uid: ownUid, gid: ownGid } = statSync(path);
  if (ownUid === uid && ownGid === gid) return;
  try {
    chownSync(path, uid, gid);
  } catch {}
}
