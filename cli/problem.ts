/** Wrong usage of the command line. The message gives the reason in one line. */
export class UsageError extends Error {}

/** Describes an internal error in one line. */
export function internalError(error: unknown): string {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `internal error (${reason.split("\n", 1)[0]}). Please report it: https://github.com/kubewright/kubewright/issues`;
}
