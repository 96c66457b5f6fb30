import {
  type CodeAction,
  CodeActionKind,
  Command,
  LSPErrorCodes,
  ResponseError,
} from "vscode-languageserver/node";
import { serverCommands } from "../../protocol/messages.ts";
import { type Action, type ActionKey, actionsAt, editsFor } from "../actions.ts";
import type { Background } from "../background.ts";
import { toWorkspaceEdit } from "../convert/edit.ts";
import { toRange } from "../convert/position.ts";
import { isRecord } from "../gate.ts";
import { isUri } from "../paths.ts";
import { reviewAnnotation } from "../reviewed.ts";
import type { Held, Session } from "../session.ts";
import { fixAllKind } from "./initialize.ts";

interface ActionData {
  readonly uri: string;
  readonly version: number;
  readonly key: ActionKey;
}

const ourKinds = [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind];

/** `textDocument/codeAction` and `codeAction/resolve` */
export function answerCodeActions({ session, ready }: Background): void {
  const { connection } = session;
  connection.onCodeAction(async ({ textDocument, range, context }, token) => {
    const { only } = context;
    if (only && !only.some((kind) => ourKinds.some((ours) => includes(kind, ours)))) return [];
    await ready;
    const held = token.isCancellationRequested ? undefined : session.current(textDocument.uri);
    if (!held) return [];
    const offsets = { start: held.lines.offsetAt(range.start), end: held.lines.offsetAt(range.end) };
    const wants = (kind: CodeActionKind) => {
      // Fix-all is offered only to clients that request source actions.
      if (!only) return kind !== fixAllKind;
      return only.some((wanted) => includes(wanted, kind));
    };
    const actions: CodeAction[] = [];
    for (const action of actionsAt(session, held, offsets, wants)) {
      if (token.isCancellationRequested) return [];
      const shown = toCodeAction(session, held, action, context.diagnostics);
      if (shown) actions.push(shown);
    }
    return actions;
  });

  connection.onCodeActionResolve((action) => {
    // "Explain" has no edit, but some clients resolve every action.
    if (!isRecord(action.data) || !isUri(action.data["uri"]) || !isRecord(action.data["key"])) return action;
    const { uri, version, key } = action.data as unknown as ActionData;
    const held = session.current(uri);
    const edit = held?.version === version ? editOf(session, held, key) : undefined;
    if (!edit) throw new ResponseError(LSPErrorCodes.ContentModified, "the document has changed");
    return { ...action, edit };
  });
}

/** `undefined` if there is nothing to change. */
function toCodeAction(
  session: Session,
  held: Held,
  { title, kind, preferred, findings, key, creates }: Action,
  diagnostics: CodeAction["diagnostics"] = [],
): CodeAction | undefined {
  const { openCommand } = session.options;
  const about = diagnostics.filter(({ source, code, range }) =>
    findings.some((finding) => {
      if (source !== "kubewright" || code !== finding.rule) return false;
      const { start } = toRange(held.lines, finding);
      return range.start.line === start.line && range.start.character === start.character;
    }),
  );
  const action: CodeAction = {
    title,
    kind,
    ...(preferred ? { isPreferred: true } : {}),
    ...(about.length > 0 ? { diagnostics: about } : {}),
    ...(creates !== undefined && openCommand !== undefined
      ? { command: Command.create("Show New File", openCommand, creates) }
      : {}),
  };
  if (key.do === "explain") {
    const [rule, ...more] = key.rules;
    // The command of the client knows which rules have a page, and lets the user choose among several.
    const custom = more.length === 0 && session.rule(rule!, held.key)?.custom !== undefined;
    const name = (custom ? undefined : session.options.explainCommand) ?? serverCommands.explainRule;
    return { ...action, command: Command.create(title, name, more.length > 0 ? key.rules : rule, held.uri) };
  }
  // On save, the editor applies the response directly, so the edit is computed now, and an empty one is not sent.
  if (session.client.resolvesEdits && kind !== fixAllKind) {
    const data: ActionData = { uri: held.uri, version: held.version, key };
    return { ...action, data };
  }
  const edit = editOf(session, held, key);
  return edit && { ...action, edit };
}

function editOf(session: Session, held: Held, key: ActionKey) {
  const found = editsFor(session, held, key);
  if (!found) return undefined;
  const documents = found.elsewhere.map(({ uri, edits }) => session.documentEdits(uri, edits));
  if (found.edits.length > 0) documents.unshift(session.documentEdits(held.key, found.edits));
  // If one file can no longer be read, the fix is not applied in part.
  if (documents.includes(undefined)) return undefined;
  if (documents.length === 0 && found.created.length === 0) return undefined;
  return toWorkspaceEdit(
    documents.filter((one) => one !== undefined),
    session.client,
    {
      [reviewAnnotation]: { label: "Can change what runs", needsConfirmation: true },
    },
    found.created,
  );
}

/** Whether a kind is the same as or a parent of another one: `source` includes `source.fixAll.kubewright`. */
function includes(wide: CodeActionKind, narrow: CodeActionKind): boolean {
  return wide === "" || narrow === wide || narrow.startsWith(`${wide}.`);
}
