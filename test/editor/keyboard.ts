/** Presses the keys that the suite in the extension host requests, because it cannot press any itself. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";

interface Request {
  readonly keys?: readonly string[];
  readonly screenshot?: string;
}

/** The delay between two keys of a fast typist, in milliseconds. */
const delay = 30;

const named =
  /^(?:(?:Shift|Control|Alt)\+)*(?:Enter|Tab|Space|Home|End|Delete|Backspace|Escape|Arrow(?:Up|Down))$/;

export class Keyboard {
  /** Where requests are put. */
  readonly folder = mkdtempSync(join(tmpdir(), "kubewright-keyboard-"));
  #stopped = false;

  /** Answers requests until stopped. */
  async serve(page: Page): Promise<void> {
    for (let next = 1; !this.#stopped; ) {
      const file = join(this.folder, `${next}.json`);
      if (!existsSync(file)) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        continue;
      }
      next++;
      const { keys = [], screenshot } = JSON.parse(readFileSync(file, "utf8")) as Request;
      for (const key of keys) {
        if (named.test(key)) await page.keyboard.press(key, { delay });
        else await page.keyboard.type(key, { delay });
      }
      const shots = process.env["KUBEWRIGHT_SCREENSHOTS"];
      if (screenshot !== undefined && shots !== undefined) {
        await page.screenshot({ path: join(shots, `${screenshot}.png`) });
      }
      rmSync(file);
    }
  }

  stop(): void {
    this.#stopped = true;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
