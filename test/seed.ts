/**
 * The seed of every property test. CI draws a new one for each run and prints it, as fast-check does where a test fails;
 * `KUBEWRIGHT_SEED=N npm test` runs with it again.
 */
export const seed = Number(process.env["KUBEWRIGHT_SEED"] ?? 20261123);
