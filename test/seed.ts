/**
 * The seed of every property test. CI chooses a new one for each run and prints it, as fast-check does if a test fails;
 * `KUBEWRIGHT_SEED=N npm test` uses it again.
 */
export const seed = Number(process.env["KUBEWRIGHT_SEED"] ?? 20261123);

/**
 * How often a property is tried: in CI, which sets `KUBEWRIGHT_RUNS=full`, as often as the test says, and elsewhere a
 * fifth of that, so that `npm test` is quick.
 */
export function runs(full: number): number {
  return process.env["KUBEWRIGHT_RUNS"] === "full" ? full : Math.min(full, Math.max(10, Math.ceil(full / 5)));
}
