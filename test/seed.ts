/**
 * The seed of every property test. CI chooses a new one for each run and prints it, as fast-check does if a test fails;
 * `KUBEWRIGHT_SEED=N npm test` reuses it.
 */
export const seed = Number(process.env["KUBEWRIGHT_SEED"] ?? 20261123);

/**
 * The number of runs for a property: the full number in CI, which sets `KUBEWRIGHT_RUNS=full`, and a fifth of it
 * elsewhere, so that `npm test` is fast.
 */
export function runs(full: number): number {
  return process.env["KUBEWRIGHT_RUNS"] === "full" ? full : Math.min(full, Math.max(10, Math.ceil(full / 5)));
}
