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

/** `changed`: the file no longer holds the text that the new one was made from, and was left alone. */
export type ReplaceResult = "written" | "changed";

/**
 * Replaces a file's text by way of a new file beside it, so that at any moment either text is there as a whole.
 *
 * A symbolic link stays one: its target is replaced. The mode stays, and the owner where that is allowed. A file with
 * several names is written in place, so that all of them show the new text. Extended attributes are lost otherwise:
 * Node.js knows nothing of them. Runs without giving way, so a signal handler can only run before or after.
 *
 * @param before the text that the file must still hold
 * @throws the system's error when the folder or the file cannot be written; the file is then as it was
 */
export function replaceText(path: string, before: string, after: string): ReplaceResult {
  const target = realpathSync(path);
  // Renaming would go past a file's own write protection.
  accessSync(target, constants.W_OK);
  const { mode, uid, gid, nlink } = statSync(target);
  // Written in any case: a full disk is noticed before the file is touched.
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
 * Writes a file that is not there yet; one that is there by now is left alone.
 *
 * @throws the system's error when it cannot be written; then there is no file
 */
export function createText(path: string, text: string): ReplaceResult {
  if (existsSync(path)) return "changed";
  const made = writeBeside(path, text, 0o666);
  try {
    // Unlike renaming, this fails where somebody else was faster.
    linkSync(made, path);
    return "written";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") return "changed";
    // Not every file system has links.
    renameSync(made, path);
    return "written";
  } finally {
    rmSync(made, { force: true });
  }
}

/** A new file with a text in the same folder. Its name is drawn, so that one which a crash left behind is in nobody's way. */
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

/** Writes over a file's text; puts back the old one where that fails. */
function overwrite(path: string, before: string, after: string): void {
  const file = openSync(path, "r+");
  try {
    try {
      writeOver(file, after);
    } catch (error) {
      // The old text has its place on the disk still.
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

/** Only root may give files away; anybody else keeps what the new file has. */
function takeOwner(path: string, uid: number, gid: number): void {
  const { uid: ownUid, gid: ownGid } = statSync(path);
  if (ownUid === uid && ownGid === gid) return;
  try {
    chownSync(path, uid, gid);
  } catch {}
}
