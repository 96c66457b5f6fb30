import { expect, test } from "vitest";
import type { TextDocumentEdit } from "vscode-languageserver/node";
import { Editor, ofRule } from "./client.ts";

const uri = "file:///shop/web.yaml";
const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n";

test("the owner of an object can be chosen from the owners in the editor's settings", async () => {
  const names = { checkout: {}, bank: {} };
  const settings = () => ({ owners: { label: "team", annotation: "", names } });
  const editor = await Editor.start({ settings });
  await editor.open(uri, configMap);
  const [finding] = ofRule(await editor.pull(uri), "owner-missing");
  const actions = await editor.actions(uri, finding!.range);
  const fix = actions.find(({ title }) => title === "Add label team");
  const { edit } = await editor.resolve(fix!);
  const [change] = (edit?.documentChanges ?? []) as readonly TextDocumentEdit[];
  expect(change?.edits).toEqual([
    expect.objectContaining({
      snippet: { kind: "snippet", value: "  labels:\n    team: ${1|checkout,bank|}\n" },
    }),
  ]);
  await editor.stop();
});
