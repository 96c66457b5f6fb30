import { DocumentDiagnosticReportKind, LSPErrorCodes, ResponseError } from "vscode-languageserver/node";
import type { Background } from "../background.ts";
import type { Notifier } from "../notify.ts";
import { nextTurn } from "../schedule.ts";

/** `textDocument/diagnostic` */
export function answerDiagnostic({ session, ready }: Background, notifier: Notifier): void {
  session.connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
    await ready;
    // If a newer keystroke has already arrived, it cancels this request before any work is done.
    await nextTurn();
    // This client cannot be notified later, so nothing is held back while the user types.
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
