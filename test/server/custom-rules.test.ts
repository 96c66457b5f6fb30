import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { CodeAction, MarkupContent, ShowDocumentParams } from "vscode-languageserver/node";
import { applied, Editor, makeFolder, ofRule, removeFolders, uriOf } from "./client.ts";
import { privilegedPod } from "./manifests.ts";

afterAll(removeFolders);

let editor: Editor;
afterEach(() => editor.stop());

const unowned = "unowned-thing";
const ownerMissing = {
  id: unowned,
  message: "Nobody owns it.",
  kinds: ["Pod"],
  expression: "has(object.metadata.labels) && 'owner' in object.metadata.labels",
  fix: { title: "Leave the owner open", edits: [{ set: "metadata.labels.owner", value: "" }] },
};

/** A folder with a file that is open in an editor with these settings. */
async function start(settings: unknown, files: Readonly<Record<string, string>> = {}, trusted = true) {
  const folder = makeFolder(files);
  editor = await Editor.start({
    folders: [folder],
    settings: () => settings,
    initializationOptions: { trusted },
  });
  const uri = uriOf(folder, "web.yaml");
  await editor.open(uri, privilegedPod());
  return { folder, uri };
}

describe("custom rules in the settings", () => {
  test.each([
    ["in a folder that is trusted", true],
    ["in one that is not", false],
  ])("are reported and fixed like others, %s", async (_, trusted) => {
    const { uri } = await start({ customRules: [ownerMissing] }, {}, trusted);
    const [finding] = ofRule(await editor.pull(uri), unowned);
    expect(finding).toMatchObject({ message: "Nobody owns it.", severity: 2 });
    const actions = await editor.actions(uri, finding!.range);
    const fix = actions.find(({ title }) => title === "Leave the owner open");
    const { edit } = await editor.resolve(fix!);
    expect(applied(privilegedPod(), edit!)).toContain('  labels:\n    owner: ""\n');
  });

  test("are configured by the settings like built-in rules", async () => {
    const { uri } = await start({ customRules: [ownerMissing], rules: { [unowned]: "hint" } });
    expect(ofRule(await editor.pull(uri), unowned)[0]?.severity).toBe(4);
  });

  test("are used along with those of the folder's file, which take precedence if the id is the same", async () => {
    const other = { id: "name-short", message: "Short.", expression: "object.metadata.name.size() > 5" };
    const { uri } = await start(
      { customRules: [ownerMissing, other] },
      { ".kubewright.yaml": `customRules:\n- { id: ${unowned}, message: Ours., expression: "false" }\n` },
    );
    const diagnostics = await editor.pull(uri);
    expect(ofRule(diagnostics, unowned).map(({ message }) => message)).toEqual(["Ours."]);
    expect(ofRule(diagnostics, "name-short")).toHaveLength(1);
  });

  test("that are invalid are reported, and the others apply", async () => {
    const logged: string[] = [];
    const broken = { ...ownerMissing, id: "broken", expression: "objekt.spec" };
    const { uri } = await start({ customRules: [broken, ownerMissing] });
    editor.connection.onNotification("window/logMessage", ({ message }: { message: string }) => {
      logged.push(message);
    });
    await editor.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await editor.until(() =>
      logged.includes("Settings: customRules[0].expression cannot be understood: unknown variable: objekt"),
    );
    expect(ofRule(await editor.pull(uri), unowned)).toHaveLength(1);
  });

  test("are stopped if they would not end, and report that", async () => {
    const list = `[${Array.from({ length: 500 }, (_, at) => at).join(",")}]`;
    const expression = `${list}.all(a, ${list}.all(b, ${list}.all(c, ${list}.all(d, true))))`;
    const { uri } = await start({ customRules: [{ id: "endless", expression }] }, {}, false);
    expect(ofRule(await editor.pull(uri), "endless")).toMatchObject([
      { severity: 3, message: expect.stringContaining("it takes too many steps") },
    ]);
  });
});

describe("the explanation of a custom rule", () => {
  const config = `customRules:
  - summary: Nobody owns it.
    id: ${unowned}
    why: Someone must be paged.
    expression: "false"
`;
  const place = { start: { line: 2, character: 8 }, end: { line: 2, character: 21 } };

  /** The light bulb's action for a finding, resolved as after a click. */
  async function explain(uri: string): Promise<CodeAction> {
    const [finding] = ofRule(await editor.pull(uri), unowned);
    const actions = await editor.actions(uri, finding!.range);
    return actions.find(({ title }) => title === `Explain ${unowned}`)!;
  }
  const run = (action: CodeAction) =>
    editor.connection.sendRequest("workspace/executeCommand", action.command);

  test("is its position in the file that defines it, even for clients with their own pages", async () => {
    const folder = makeFolder({ "team.yaml": config, ".kubewright.yaml": "extends: team.yaml\n" });
    editor = await Editor.start({
      folders: [folder],
      initializationOptions: {
        explainCommand: "client.explain",
        rulePage: "client:/{rule}.md",
      },
    });
    const uri = uriOf(folder, "web.yaml");
    await editor.open(uri, privilegedPod());
    const [finding] = ofRule(await editor.pull(uri), unowned);
    expect(finding?.codeDescription?.href).toBe(`${uriOf(folder, "team.yaml")}#L3`);
    const shown = new Promise<ShowDocumentParams>((done) => {
      editor.connection.onRequest("window/showDocument", (params: ShowDocumentParams) => {
        done(params);
        return { success: true };
      });
    });
    await run(await explain(uri));
    expect(await shown).toEqual({ uri: uriOf(folder, "team.yaml"), takeFocus: true, selection: place });
  });

  test("is a message if it is not in a file", async () => {
    const rule = { id: unowned, summary: "Nobody owns it.", why: "Why.", expression: "false" };
    const { uri } = await start({ customRules: [rule] });
    const [finding] = ofRule(await editor.pull(uri), unowned);
    expect(finding).not.toHaveProperty("codeDescription");
    const said = new Promise<string>((done) => {
      editor.connection.onNotification("window/showMessage", ({ message }: { message: string }) => {
        done(message);
      });
    });
    await run(await explain(uri));
    expect(await said).toBe(`${unowned}: Nobody owns it. Why.`);
  });

  test("is in the hover, with the reason", async () => {
    const { uri } = await start({}, { ".kubewright.yaml": config });
    const [finding] = ofRule(await editor.pull(uri), unowned);
    const hover = await editor.hover(uri, finding!.range.start);
    const { value } = hover!.contents as MarkupContent;
    expect(value).toContain("Someone must be paged.");
    expect(value).toMatch(/\[unowned-thing\]\(file:[^)]*\.kubewright\.yaml#L3\)/);
  });

  test("can be requested by id, because clients can list the rules of a file", async () => {
    const { uri } = await start({}, { ".kubewright.yaml": config });
    const rules = await editor.connection.sendRequest<{ id: string; summary: string }[]>(
      "workspace/executeCommand",
      { command: "kubewright.server.rules", arguments: [uri] },
    );
    expect(rules[0]).toMatchObject({ id: unowned, custom: true });
    expect(rules.find(({ id }) => id === "privileged-container")?.summary).toMatch(/privileged/);
  });
});
