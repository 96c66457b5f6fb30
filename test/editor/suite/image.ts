/** What the editor shows about an image while it is typed. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import {
  deploymentText,
  discardManifests,
  eventually,
  IMAGE,
  openManifest,
  rangeOf,
  typeOver,
} from "./editor.ts";

describe("an image", () => {
  afterEach(discardManifests);

  it("is completed while it is typed, both name and tag", async () => {
    const editor = await openManifest(await deploymentText());
    await typeOver(editor, IMAGE, "postg");
    await accept(editor, /image: postgres$/m);
    await type(":");
    const tag = await accept(editor, /image: postgres:(\d+\.\d+)$/m);
    const major = tag.split(".", 1)[0];
    await typeOver(editor, `:${tag}`, `:${major}-alp`);
    await accept(editor, new RegExp(`image: postgres:(${major}-alpine)$`, "m"));
  });

  it("is completed in the middle without changing the rest", async () => {
    const editor = await openManifest(
      (await deploymentText()).replace(IMAGE, '"docker.io/library/ngin:1.29"'),
    );
    const { end } = rangeOf(editor.document, "library/ngin");
    editor.selection = new vscode.Selection(end, end);
    await accept(editor, /image: "docker\.io\/library\/nginx:1\.29"$/m);
  });

  it("is explained by the hover", async () => {
    const { document } = await openManifest(await deploymentText());
    const { start } = rangeOf(document, IMAGE);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      start.translate(0, 12),
    );
    const texts = hovers.flatMap(({ contents }) =>
      contents.map((one) => (typeof one === "string" ? one : one.value)),
    );
    assert.ok(
      texts.some((text) => text.includes(`\`${IMAGE}\``) && text.includes("https://hub.docker.com/_/nginx")),
      texts.join("\n"),
    );
  });
});

async function type(text: string): Promise<void> {
  await vscode.commands.executeCommand("type", { text });
}

/**
 * Accepts the first suggestion that the editor shows, until the text is as expected; returns what the pattern captured.
 */
async function accept({ document }: vscode.TextEditor, expected: RegExp): Promise<string> {
  const shown = () => expected.exec(document.getText());
  for (let attempt = 0; attempt < 20 && !shown(); attempt++) {
    // Users need about this long after the last letter.
    await new Promise((resolve) => setTimeout(resolve, 200));
    await vscode.commands.executeCommand("editor.action.triggerSuggest");
    await new Promise((resolve) => setTimeout(resolve, 300));
    await vscode.commands.executeCommand("acceptSelectedSuggestion");
  }
  const match = await eventually(document, String(expected), () => shown() ?? undefined);
  return match[1] ?? match[0];
}
