/** The command line makes no sense; the message says why in one line. */
export class UsageError extends Error {}

/** What a failure of the program itself means to a person, in one line. */
export function internalError(error: unknown): string {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `internal error (${reason.split("\n", 1)[0]}). Please report it: https://github.com/kubewright/kubewright/issues`;
}
