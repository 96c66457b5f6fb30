import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { type FixSummary, type LintSummary, serverCommands } from "../protocol/messages.ts";
import { pickRule, showRulePage } from "./rule-pages.ts";
import { sample } from "./sample.ts";

/** The commands of the palette. */
export function registerCommands(
  client: Promise<LanguageClient>,
  extension: vscode.Uri,
  log: vscode.LogOutputChannel,
): readonly vscode.Disposable[] {
  const commands: Readonly<Record<string, (argument?: unknown) => unknown>> = {
    "kubewright.fixFile": async () => fixFile(await client),
    "kubewright.fixWorkspace": async () => fixWorkspace(await client),
    "kubewright.lintWorkspace": async () => lintWorkspace(await client),
    "kubewright.explainRule": (rule) =>
      typeof rule === "string" ? showRulePage(rule) : explainRule(client, extension),
    "kubewright.openSample": openSample,
    "kubewright.restart": async () => (await client).restart(),
    "kubewright.showLog": () => log.show(),
  };
  return Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run));
}

async function fixFile(client: LanguageClient): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document) return;
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  const { fixed } = await ask<FixSummary>(client, serverCommands.fixFile, uri);
  const what =
    fixed === 0 ? "nothing here can be mended safely" : `${fixed} ${plural("finding", fixed)} mended`;
  vscode.window.setStatusBarMessage(`Kubewright: ${what}`, 5000);
}

async function fixWorkspace(client: LanguageClient): Promise<void> {
  const { files } = await withProgress("Looking for fixes", () =>
    ask<FixSummary>(client, serverCommands.fixWorkspace),
  );
  if (files === 0) vscode.window.setStatusBarMessage("Kubewright: there is nothing to mend", 5000);
}

async function lintWorkspace(client: LanguageClient): Promise<void> {
  const { files, findings } = await withProgress("Linting the workspace", () =>
    ask<LintSummary>(client, serverCommands.lintWorkspace),
  );
  const what = `${findings} ${plural("finding", findings)} in ${files} ${plural("file", files)}`;
  vscode.window.setStatusBarMessage(`Kubewright: ${what}`, 5000);
  await vscode.commands.executeCommand("workbench.actions.view.problems");
}

/** Explains a rule that the user chooses: one that has a page, or one that the configuration of the shown file brings. */
async function explainRule(started: Promise<LanguageClient>, extension: vscode.Uri): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const client = await started;
  const uri = document && client.code2ProtocolConverter.asUri(document.uri);
  // The pages are there even where the server is not.
  const brought = uri
    ? await ask<readonly string[]>(client, serverCommands.customRules, uri).catch(() => [])
    : [];
  const id = await pickRule(extension, brought);
  if (id === undefined) return;
  if (brought.includes(id)) await ask<null>(client, serverCommands.explainRule, id, uri);
  else await showRulePage(id);
}

async function openSample(): Promise<void> {
  await vscode.window.showTextDocument(
    await vscode.workspace.openTextDocument({ language: "yaml", content: sample }),
  );
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
