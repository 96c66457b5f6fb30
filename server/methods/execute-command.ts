import {
  DiagnosticSeverity,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
} from "vscode-languageserver/node";
import type { FixClass, Rule } from "../../engine/index.ts";
import {
  type FixSummary,
  type LintSummary,
  type RuleSummary,
  serverCommands,
} from "../../protocol/messages.ts";
import { reviewAnnotation, reviewedAll } from "../actions.ts";
import type { Background } from "../background.ts";
import { type CreatedFile, type DocumentEdits, type EngineEdit, toWorkspaceEdit } from "../convert/edit.ts";
import type { Notifier } from "../notify.ts";
import { keyOf } from "../paths.ts";
import { inSlices } from "../schedule.ts";
import type { Report, Session } from "../session.ts";
import { debugInformation } from "../status.ts";
import { filesInScope } from "./workspace-diagnostic.ts";

/** `workspace/executeCommand` */
export function answerCommands({ session, ready }: Background, notifier: Notifier): void {
  session.connection.onExecuteCommand(async ({ command, arguments: args }, token) => {
    await ready;
    const argument: unknown = args?.[0];
    const stop = () => token.isCancellationRequested;
    switch (command) {
      case serverCommands.lintWorkspace:
        return lintWorkspace(session, notifier, stop);
      case serverCommands.fixWorkspace:
        return fixWorkspace(session, stop);
      case serverCommands.fixFile:
        return fixFile(session, String(argument));
      case serverCommands.explainRule:
        return explainRule(session, String(argument), String(args?.[1] ?? ""));
      case serverCommands.rules:
        return session.rulesOf(keyOf(String(argument))).map(toSummary);
      case serverCommands.debugInformation:
        return debugInformation(session);
      default:
        throw new ResponseError(LSPErrorCodes.RequestFailed, `Unknown command ${command}`);
    }
  });
}

function toSummary({ id, summary, custom }: Rule): RuleSummary {
  return { id, summary, custom: custom !== undefined };
}

/** From now on, the diagnostics of all files are kept up to date. Hints do not count as findings here. */
async function lintWorkspace(
  session: Session,
  notifier: Notifier,
  stop: () => boolean,
): Promise<LintSummary> {
  session.lintAll = true;
  const since = performance.now();
  let findings = session.held().reduce((sum, { uri }) => sum + problems(session.report(uri)), 0);
  const files = filesInScope(session);
  await inSlices(
    files,
    (key) => {
      const report = session.closedReport(key);
      findings += report ? problems(report) : 0;
      if (report && !session.client.pullsDiagnostics) notifier.publish(key, report);
    },
    stop,
  );
  notifier.everythingChanged();
  const known = [...files, ...session.held().map(({ key }) => key)];
  const summary = { files: known.filter((key) => !session.workspace.leftOut(key)).length, findings };
  const time = Math.round(performance.now() - since);
  session.connection.console.info(`Checked ${summary.files} files in ${time} ms: ${findings} findings`);
  return summary;
}

function problems({ items }: Report): number {
  return items.filter(({ severity }) => severity !== DiagnosticSeverity.Hint).length;
}

/** Proposes safe and review fixes for all files as one edit. Review fixes must be selected in the preview. */
async function fixWorkspace(session: Session, stop: () => boolean): Promise<FixSummary> {
  const changes = new Map<string, EngineEdit[]>();
  const created = new Map<string, CreatedFile>();
  const { annotatedEdits, appliesEdits } = session.client;
  // Without a preview, the user cannot review fixes, so only safe ones are applied.
  const classes: readonly FixClass[] = annotatedEdits && appliesEdits ? ["safe", "review"] : ["safe"];
  let fixed = 0;
  const open = session.held();
  const known = new Set(open.map(({ key }) => key));
  for (const { key } of open) add(key);
  const closed = [...session.workspace.files].filter((key) => !known.has(key));
  const done = await inSlices(
    closed,
    (key) => {
      const text = session.workspace.read(key);
      if (text !== undefined) session.peek(key, text, () => add(key));
    },
    stop,
  );
  const documents = [...changes].flatMap(([key, edits]) => session.documentEdits(key, edits) ?? []);
  const files = documents.length + created.size;
  if (!done || files === 0) return { files: 0, fixed: 0 };
  // The progress ends here, because the user can take a long time to look at the proposal.
  void propose(session, documents, [...created.values()], fixed);
  return { files, fixed };

  function add(key: string): void {
    if (session.workspace.leftOut(key)) return;
    const all = reviewedAll(session, key, { classes, taken: new Set(created.keys()) });
    fixed += all.fixed;
    for (const change of [{ uri: key, edits: all.edits }, ...all.elsewhere]) {
      const edits = change.edits.map((edit) => ({ annotation: "safe", ...edit }));
      if (edits.length > 0) changes.set(change.uri, [...(changes.get(change.uri) ?? []), ...edits]);
    }
    for (const one of all.created) created.set(one.uri, one);
  }
}

async function propose(
  session: Session,
  documents: readonly DocumentEdits[],
  created: readonly CreatedFile[],
  fixed: number,
): Promise<void> {
  const isReviewed = ({ annotation }: { readonly annotation?: string }) => annotation === reviewAnnotation;
  const anyReview = created.some(isReviewed) || documents.some(({ edits }) => edits.some(isReviewed));
  // If no edit needs confirmation, the editor changes the files without a preview.
  const answer = anyReview ? "Preview" : await askToFix(session, fixed, documents.length);
  if (answer === undefined) return;
  const annotations = {
    safe: {
      label: "Safe: does not change what runs",
      needsConfirmation: answer === "Preview" && !anyReview,
    },
    [reviewAnnotation]: { label: "Review: can change what runs", needsConfirmation: true },
  };
  const edit = toWorkspaceEdit(documents, session.client, annotations, created);
  // Some clients do not support edits at all.
  await session.connection.workspace.applyEdit({ label: "Fix workspace", edit }).catch(() => {});
}

/** Edits that need confirmation are not selected in the preview, and there can be many safe ones, so the user chooses. */
async function askToFix(
  { client, connection }: Session,
  fixed: number,
  files: number,
): Promise<string | undefined> {
  // The user has already run the command.
  if (!client.asksUser) return "Fix";
  const choices = client.annotatedEdits ? ["Fix", "Preview"] : ["Fix"];
  const question = `Kubewright can fix ${fixed} findings in ${files} files without changing what runs.`;
  const answer = await connection.window.showInformationMessage(
    question,
    ...choices.map((title) => ({ title })),
  );
  return answer?.title;
}

async function fixFile(session: Session, uri: string): Promise<FixSummary> {
  const held = session.current(uri);
  const { edits, fixed } = held
    ? session.linter.fixAll(held.key, { classes: ["safe"] })
    : { edits: [], fixed: 0 };
  if (!held || edits.length === 0) return { files: 0, fixed: 0 };
  const edit = toWorkspaceEdit([{ ...held, edits }], session.client);
  const { applied } = await session.connection.workspace.applyEdit({ label: "Fix file", edit });
  return applied ? { files: 1, fixed } : { files: 0, fixed: 0 };
}

/** Shows the page of a rule, or the definition of a custom rule. If neither can be shown, shows a message. */
function explainRule(session: Session, id: string, uri: string): void {
  const { client, connection } = session;
  const key = keyOf(uri);
  const rule = session.rule(id, key);
  const place = rule?.custom?.place;
  const page = place?.uri ?? session.page(id, key);
  // Some clients answer no requests until this command returns, so it must not wait for them.
  if (page !== undefined && client.showsDocuments) {
    const selection = place && { start: place.start, end: place.end };
    const request = { uri: page, takeFocus: true, ...(selection && { selection }) };
    void connection.window.showDocument(request).catch(() => {});
  } else if (rule) {
    const message = `${id}: ${rule.summary} ${rule.why}`.trimEnd();
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message });
  }
}
