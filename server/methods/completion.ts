import { CompletionTriggerKind } from "vscode-languageserver/node";
import { completionsWhileTyping, configCompletions } from "../../engine/index.ts";
import { unaskedWithin } from "../../protocol/messages.ts";
import type { Background } from "../background.ts";
import { toCompletionList } from "../convert/completion.ts";
import { nextTurn } from "../schedule.ts";
import type { Held, Session } from "../session.ts";

/** A tag starts after a colon, a name after a space, a quote or a slash. */
export const triggerCharacters = [":", " ", "/", '"', "'"];

const invoked = CompletionTriggerKind.Invoked;

/** `textDocument/completion` */
export function answerCompletion({ session, ready }: Background): void {
  session.connection.onCompletion(async ({ textDocument, position, context }, token) => {
    await ready;
    // If a newer keystroke has already arrived, it cancels this request before any work is done.
    await nextTurn();
    const held = token.isCancellationRequested ? undefined : session.current(textDocument.uri);
    const found = held && completionsAt(session, held, held.lines.offsetAt(position));
    // Editors also report "invoked" when they open the list by themselves at the start of a word.
    const unasked =
      session.typing.sinceLastKey < unaskedWithin || (context?.triggerKind ?? invoked) !== invoked;
    const offered = found && unasked ? completionsWhileTyping(found, held.text) : found;
    return offered && held ? toCompletionList(offered, held.lines, session.client) : null;
  });
}

function completionsAt(session: Session, held: Held, offset: number) {
  if (session.explainsConfig(held)) return configCompletions(held.text, offset);
  return session.linter.completions(held.key, offset);
}
