import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  type DebugInformation,
  type FixSummary,
  type LintSummary,
  type RuleSummary,
  serverCommands,
} from "../protocol/messages.ts";
import { debugText } from "./debug-information.ts";
import { pickRule, rulesWithPage, showRulePage } from "./rule-pages.ts";
import { sample } from "./sample.ts";

/** The commands of the command palette. */
export function registerCommands(
  client: () => Promise<LanguageClient>,
  extension: { readonly extensionUri: vscode.Uri; readonly version: string },
  log: vscode.LogOutputChannel,
): readonly vscode.Disposable[] {
  const commands: Readonly<Record<string, (argument?: unknown) => unknown>> = {
    "kubewright.fixFile": async () => fixFile(await client()),
    "kubewright.fixWorkspace": async () => fixWorkspace(await client()),
    "kubewright.lintWorkspace": async () => lintWorkspace(await client()),
    "kubewright.explainRule": (rule) =>
      typeof rule === "string"
        ? showRulePage(rule)
        : explainRule(client, extension.extensionUri, Array.isArray(rule) ? rule : undefined),
    "kubewright.openSample": openSample,
    "kubewright.restart": async () => (await client()).restart(),
    "kubewright.showLog": () => log.show(),
    "kubewright.copyDebugInformation": async () => copyDebugInformation(await client(), extension.version),
    "kubewright.openCreated": openCreated,
  };
  return Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run));
}

async function fixFile(client: LanguageClient): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document) return;
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  const { fixed } = await ask<FixSummary>(client, serverCommands.fixFile, uri);
  const what = fixed === 0 ? "no safe fixes in this file" : `fixed ${fixed} ${plural("finding", fixed)}`;
  vscode.window.setStatusBarMessage(`Kubewright: ${what}`, 5000);
}

async function fixWorkspace(client: LanguageClient): Promise<void> {
  const { files } = await withProgress("Computing fixes", () =>
    ask<FixSummary>(client, serverCommands.fixWorkspace),
  );
  if (files === 0) vscode.window.setStatusBarMessage("Kubewright: no fixes in this workspace", 5000);
}

async function lintWorkspace(client: LanguageClient): Promise<void> {
  const { files, findings } = await withProgress("Checking the workspace", () =>
    ask<LintSummary>(client, serverCommands.lintWorkspace),
  );
  const what = `${findings} ${plural("finding", findings)} in ${files} ${plural("file", files)}`;
  vscode.window.setStatusBarMessage(`Kubewright: ${what}`, 5000);
  await vscode.commands.executeCommand("workbench.actions.view.problems");
}

/** Explains a rule that the user chooses, from `ids` if they are given. */
async function explainRule(
  start: () => Promise<LanguageClient>,
  extension: vscode.Uri,
  ids?: readonly string[],
): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const client = await start();
  const uri = document ? client.code2ProtocolConverter.asUri(document.uri) : "";
  // The pages are available even if the server is not.
  const all = await ask<readonly RuleSummary[]>(client, serverCommands.rules, uri).catch(async () =>
    (await rulesWithPage(extension)).map((id) => ({ id, summary: "", custom: false })),
  );
  const id = await pickRule(ids ? all.filter((rule) => ids.includes(rule.id)) : all);
  if (id === undefined) return;
  if (all.some((rule) => rule.id === id && rule.custom)) {
    await ask<null>(client, serverCommands.explainRule, id, uri);
  } else await showRulePage(id);
}

async function copyDebugInformation(client: LanguageClient, version: string): Promise<void> {
  const server = await ask<DebugInformation>(client, serverCommands.debugInformation).catch(() => undefined);
  await vscode.env.clipboard.writeText(debugText(version, server));
  vscode.window.setStatusBarMessage("Kubewright: debug information copied", 5000);
}

async function openSample(): Promise<void> {
  await vscode.window.showTextDocument(
    await vscode.workspace.openTextDocument({ language: "yaml", content: sample }),
  );
}

/** Shows a file that a fix has created, next to the file that has the finding. */
async function openCreated(uri: unknown): Promise<void> {
  if (typeof uri !== "string") return;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
}

function ask<Answer>(client: LanguageClient, command: string, ...args: readonly unknown[]): Promise<Answer> {
  return client.sendRequest("workspace/executeCommand", { command, arguments: [...args] });
}

function withProgress<Answer>(title: string, work: () => Promise<Answer>): Thenable<Answer> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, work);
}

function plural(noun: string, count: number): string {
  return count === 1 ? noun : `${noun}s`;
}
