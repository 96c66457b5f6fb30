import {
  DiagnosticSeverity,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
} from "vscode-languageserver/node";
import type { Rule } from "../../engine/index.ts";
import { type LintSummary, type RuleSummary, serverCommands } from "../../protocol/messages.ts";
import type { Background } from "../background.ts";
import { fixFile, fixWorkspace } from "../fix-files.ts";
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
