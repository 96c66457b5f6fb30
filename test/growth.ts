/** In microseconds: less is noise. */
const measurable = 3000;
/** Work that takes longer than this is measured only twice. */
const patience = 2_000_000;
const mostRuns = 4;

/**
 * How many times longer eight times the work takes: about 8 if the cost is linear, and 64 if it is quadratic. Compares
 * CPU time in one run, so that neither a slow machine nor a busy one changes the answer.
 *
 * @param size where to start. Work that is too short to be measured is done at a larger size.
 */
export function growth(work: (size: number) => void, size: number): number {
  for (let warmUp = 0; warmUp < 3 && cost(work, size) < 10 * measurable; ) warmUp++;
  let small = size;
  while (cost(work, small) < measurable && small < 16 * size) small *= 2;
  const best = { small: Number.POSITIVE_INFINITY, large: Number.POSITIVE_INFINITY };
  for (let run = 0, spent = 0; run < 2 || (run < mostRuns && spent < patience); run++) {
    const now = { small: cost(work, small), large: cost(work, 8 * small) };
    best.small = Math.min(best.small, now.small);
    best.large = Math.min(best.large, now.large);
    spent += now.small + now.large;
  }
  return best.large / Math.max(best.small, measurable / 3);
}

/** The growth of linear work stays below this on a busy machine, too, and that of quadratic work does not. */
export const linear = 32;

function cost(work: (size: number) => void, size: number): number {
  const start = process.cpuUsage();
  work(size);
  const { user, system } = process.cpuUsage(start);
  return user + system;
}
