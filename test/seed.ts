/**
 * The seed of every property test. CI chooses a new one for each run and prints it, as fast-check does if a test fails;
 * `KUBEWRIGHT_SEED=N npm test` uses it again.
 */
export const seed = Number(process.env["KUBEWRIGHT_SEED"] ?? 20261123);
