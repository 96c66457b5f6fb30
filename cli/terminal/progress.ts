import type { Writable } from "node:stream";

/** Shows the progress of a run. */
export interface Progress {
  /** Can be called often. Redraws only if the bar changes visibly. */
  step(label: string, done: number, total: number): void;
  /** Clears the bar. */
  end(): void;
}

const quietFor = 1000;
const redrawAfter = 100;
const barWidth = 24;

/** A bar on standard error for runs that take longer than a second, if it is a terminal. */
export function progressBar(stream: Writable & { readonly isTTY?: boolean }): Progress {
  if (!stream.isTTY) return { step: () => {}, end: () => {} };
  let next = performance.now() + quietFor;
  let drawn = false;
  return {
    step(label, done, total) {
      const now = performance.now();
      if (now < next) return;
      next = now + redrawAfter;
      drawn = true;
      const filled = Math.round((barWidth * done) / Math.max(total, 1));
      const bar = "█".repeat(filled) + "░".repeat(barWidth - filled);
      stream.write(`\r${bar} ${label} ${done}/${total}\u001b[K`);
    },
    end() {
      if (drawn) stream.write("\r\u001b[K");
      drawn = false;
    },
  };
}
