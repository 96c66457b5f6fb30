import type { Background } from "../background.ts";
import { toCompletionList } from "../convert/completion.ts";
import { nextTurn } from "../schedule.ts";

/** A tag begins behind a colon, a name behind a space, a quote or a slash. */
export const triggerCharacters = [":", " ", "/", '"', "'"];

/** `textDocument/completion`: what could be written at the cursor, or nothing. */
export function answerCompletion({ session, ready }: Background): void {
  session.connection.onCompletion(async ({ textDocument, position }, token) => {
    await ready;
    // A newer keystroke that has already arrived cancels this one before any work is done.
    await nextTurn();
    const held = token.isCancellationRequested ? undefined : session.current(textDocument.uri);
    const found = held && session.linter.completions(held.key, held.lines.offsetAt(position));
    return found ? toCompletionList(found, held.lines, session.client) : null;
  });
}
