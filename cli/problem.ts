/** The command line makes no sense; the message says why in one line. */
export class UsageError extends Error {}
