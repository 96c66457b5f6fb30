import {
  type CancellationToken,
  DocumentDiagnosticReportKind,
  type ResultProgressReporter,
  type WorkspaceDiagnosticReportPartialResult,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver/node";
import type { Background } from "../background.ts";
import type { Notifier } from "../notify.ts";
import { keyOf, pathOf } from "../paths.ts";
import { inSlices } from "../schedule.ts";
import type { Session } from "../session.ts";

/** The number of reports in each partial result. */
const batch = 50;

/** The id for a report that the client still shows although it no longer has its id. */
const unknownId = "unknown";

/**
 * `workspace/diagnostic`: reports on files that are not open, as partial results, and keeps the request open until
 * something changes.
 */
export function answerWorkspaceDiagnostic({ session, ready }: Background, notifier: Notifier): void {
  session.connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, _, progress) => {
    await ready;
    const known = new Map(previousResultIds.map(({ uri, value }) => [keyOf(uri), { uri, value }]));
    while (!token.isCancellationRequested) {
      const next = notifier.nextChange((stop) => token.onCancellationRequested(stop));
      // A half-typed line must not affect the findings of other files.
      const wait = session.busy || session.typing.active;
      const items = wait ? [] : await report(session, notifier, known, token, progress);
      if (items.length > 0) return { items: progress ? [] : items };
      await next;
    }
    return { items: [] };
  });
}

/** Reports on files whose diagnostics have changed. */
async function report(
  session: Session,
  notifier: Notifier,
  known: Map<string, { readonly uri: string; readonly value: string }>,
  token: CancellationToken,
  progress: ResultProgressReporter<WorkspaceDiagnosticReportPartialResult> | undefined,
): Promise<WorkspaceDocumentDiagnosticReport[]> {
  const all: WorkspaceDocumentDiagnosticReport[] = [];
  let waiting: WorkspaceDocumentDiagnosticReport[] = [];
  const send = (
    uri: string,
    resultId: string,
    items: WorkspaceDocumentDiagnosticReport & { items?: unknown },
  ) => {
    known.set(keyOf(uri), { uri, value: resultId });
    notifier.corrected(uri);
    all.push(items);
    waiting.push(items);
    if (waiting.length >= batch) flush();
  };
  const flush = () => {
    if (waiting.length > 0) progress?.report({ items: waiting });
    waiting = [];
  };
  for (const uri of notifier.stillShown) known.set(keyOf(uri), { uri, value: unknownId });
  const files = filesInScope(session);
  await inSlices(
    files,
    (key) => {
      const { id, items } = session.closedReport(key) ?? { id: "", items: [] };
      const before = known.get(key);
      if ((before?.value ?? "") === id) return;
      const uri = before?.uri ?? key;
      send(uri, id, {
        kind: DocumentDiagnosticReportKind.Full,
        uri,
        version: null,
        resultId: id,
        items: [...items],
      });
    },
    () => token.isCancellationRequested,
  );
  const open = new Set(session.held().map(({ key }) => key));
  const listed = new Set(files);
  for (const [key, { uri, value }] of [...known]) {
    if (value === "" || listed.has(key) || open.has(key)) continue;
    // The file was deleted, or is no longer checked.
    send(uri, "", { kind: DocumentDiagnosticReportKind.Full, uri, version: null, resultId: "", items: [] });
  }
  flush();
  return all;
}

/** The files that are not open and that are checked because of a setting or a command. */
export function filesInScope(session: Session): readonly string[] {
  const open = new Set(session.held().map(({ key }) => key));
  return [...session.workspace.files].filter((key) => {
    if (open.has(key)) return false;
    return session.lintAll || session.settings.wholeWorkspace(pathOf(key)!);
  });
}
