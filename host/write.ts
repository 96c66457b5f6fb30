import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { readTextSync } from "./read.ts";

/** `changed`: the file no longer holds the text that the new one was made from, and was left alone. */
export type ReplaceResult = "written" | "changed";

/**
 * Replaces a file's text by way of a new file beside it, so that at any moment either text is there as a whole.
 *
 * A symbolic link stays one: its target is replaced. The mode stays, and the owner where that is allowed. Runs
 * without giving way, so a signal handler can only run before or after.
 *
 * @param before the text that the file must still hold
 * @throws the system's error when the folder or the file cannot be written; the file is then as it was
 */
export function replaceText(path: string, before: string, after: string): ReplaceResult {
  const target = realpathSync(path);
  // Renaming would go past a file's own write protection.
  accessSync(target, constants.W_OK);
  const { mode, uid, gid } = statSync(target);
  const made = join(dirname(target), `.${basename(target)}.${process.pid}.kubewright`);
  const file = openSync(made, "wx", 0o600);
  try {
    try {
      writeFileSync(file, after);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    takeOwner(made, uid, gid);
    chmodSync(made, mode & 0o7777);
    if (readTextSync(target).text !== before) {
      rmSync(made, { force: true });
      return "changed";
    }
    renameSync(made, target);
    return "written";
  } catch (error) {
    rmSync(made, { force: true });
    throw error;
  }
}

/**
 * Writes a file that is not there yet; one that is there by now is left alone.
 *
 * @throws the system's error when it cannot be written
 */
export function createText(path: string, text: string): ReplaceResult {
  let file: number;
  try {
    file = openSync(path, "wx");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return "changed";
    throw error;
  }
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return "written";
}

/** Only root may give files away; anybody else keeps what the new file has. */
function takeOwner(path: string, uid: number, gid: number): void {
  const { uid: ownUid, gid: ownGid } = statSync(path);
  if (ownUid === uid && ownGid === gid) return;
  try {
    chownSync(path, uid, gid);
  } catch {}
}
