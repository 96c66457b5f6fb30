import { DocumentDiagnosticReportKind, LSPErrorCodes, ResponseError } from "vscode-languageserver/node";
import type { Background } from "../background.ts";
import type { Notifier } from "../notify.ts";
import { nextTurn } from "../schedule.ts";

/** `textDocument/diagnostic` */
export function answerDiagnostic({ session, ready }: Background, notifier: Notifier): void {
  session.connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
    await ready;
    // A newer keystroke that has already arrived cancels this one before any work is done.
    await nextTurn();
    // Nobody could tell this client later what is held back while somebody types.
    if (!session.client.refreshesDiagnostics) await session.typing.rested();
    if (token.isCancellationRequested) {
      throw new ResponseError(LSPErrorCodes.RequestCancelled, "superseded");
    }
    const report = session.report(textDocument.uri);
    notifier.answered(textDocument.uri, report);
    if (previousResultId !== undefined && previousResultId === report.id) {
      return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: report.id };
    }
    return { kind: DocumentDiagnosticReportKind.Full, resultId: report.id, items: [...report.items] };
  });
}
