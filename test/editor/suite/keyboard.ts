/** A real keyboard: the launcher presses the keys that the suite requests, through a shared folder. */
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env["KUBEWRIGHT_EDITOR_KEYBOARD"];
let requests = 0;

/** Only if the launcher can press keys. */
export const hasKeyboard = folder !== undefined;

/** Presses keys in sequence: names such as `Enter` or `Shift+Home`, and texts to type. */
export function press(keys: readonly string[]): Promise<void> {
  return request({ keys });
}

/** Saves a screenshot of the window, if the launcher was started with that option. */
export function screenshot(name: string): Promise<void> {
  return request({ screenshot: name });
}

async function request(what: object): Promise<void> {
  if (folder === undefined) throw new Error("there is no keyboard");
  const file = join(folder, `${++requests}.json`);
  writeFileSync(`${file}.part`, JSON.stringify(what));
  renameSync(`${file}.part`, file);
  while (existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 20));
}
