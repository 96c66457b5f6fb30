import { expect, test } from "vitest";
import type { SemanticTokens, SemanticTokensOptions } from "vscode-languageserver/node";
import { Editor, textAt } from "./client.ts";

/** The parts that the server colors, in order, as text. */
async function colored(name: string, text: string, language = "yaml"): Promise<readonly string[]> {
  const editor = await Editor.start();
  try {
    const uri = `file:///shop/${name}`;
    await editor.open(uri, text, language);
    const { data } = await editor.connection.sendRequest<SemanticTokens>("textDocument/semanticTokens/full", {
      textDocument: { uri },
    });
    const { legend } = editor.result.capabilities.semanticTokensProvider as SemanticTokensOptions;
    const parts: string[] = [];
    let [line, character] = [0, 0];
    for (let at = 0; at < data.length; at += 5) {
      const [down = 0, right = 0, length = 0, type = 0] = data.slice(at, at + 4);
      character = down === 0 ? character + right : right;
      line += down;
      const range = { start: { line, character }, end: { line, character: character + length } };
      parts.push(`${legend.tokenTypes[type]} ${textAt(text, range)}`);
    }
    return parts;
  } finally {
    await editor.stop();
  }
}

test("the parts of an image are colored, without quotes", async () => {
  const digest = `sha256:${"a".repeat(64)}`;
  const text = `apiVersion: v1\r\nkind: Pod\r\nmetadata: { name: web }\r\nspec:\r\n  containers:\r\n    - image: "[::1]:5000/shop/web:1.4.2@${digest}"\r\n    - image: nginx\r\n    - image: No Image\r\n`;
  expect(await colored("web.yaml", text)).toEqual([
    "imageRegistry [::1]:5000",
    "imageRepository shop/web",
    "imageTag 1.4.2",
    `imageDigest ${digest}`,
    "imageRepository nginx",
  ]);
});

test("so are those with separate keys, and those in a Dockerfile's arguments", async () => {
  const kustomization = "images:\n  - name: nginx\n    newName: ghcr.io/acme/web\n    newTag: 1.4.2\n";
  expect(await colored("kustomization.yaml", kustomization)).toEqual([
    "imageRegistry ghcr.io",
    "imageRepository acme/web",
    "imageTag 1.4.2",
  ]);
  const dockerfile = "ARG TAG=22-alpine\nFROM node:${TAG} AS build\nFROM build\n";
  expect(await colored("Dockerfile", dockerfile, "dockerfile")).toEqual([
    "imageTag 22-alpine",
    "imageRepository node",
  ]);
});

test("text without an image has no colors", async () => {
  expect(await colored("compose.yaml", "services:\n  web:\n    image: nginx:1.27\n")).toEqual([]);
});
