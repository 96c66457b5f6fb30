import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import type {
  ClientCapabilities,
  CompletionItem,
  CompletionList,
  MarkupContent,
  Position,
  TextEdit,
} from "vscode-languageserver/node";
import { Editor, fullCapabilities, makeFolder, ofRule, removeFolders, textAt, uriOf } from "./client.ts";

afterAll(removeFolders);

const uri = "file:///shop/web.yaml";
let editor: Editor;
beforeEach(async () => {
  editor = await Editor.start();
});
afterEach(() => editor.stop());

/** A pod with one container; `▮` is the cursor. */
function pod(image: string): { readonly text: string; readonly at: Position } {
  const marked = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ${image}
`;
  const before = marked.slice(0, marked.indexOf("▮")).split("\n");
  const at = { line: before.length - 1, character: before.at(-1)!.length };
  return { text: marked.replace("▮", ""), at };
}

async function restart(textDocument: ClientCapabilities["textDocument"]): Promise<void> {
  await editor.stop();
  editor = await Editor.start({ capabilities: { ...fullCapabilities, textDocument: textDocument ?? {} } });
}

describe("the hover on an image", () => {
  /** @param rule to wait for, because some rules need the whole workspace */
  async function hover(image: string, rule?: string) {
    const { text, at } = pod(image);
    await editor.open(uri, text);
    if (rule !== undefined) await editor.until(async () => ofRule(await editor.pull(uri), rule).length > 0);
    const answer = await editor.hover(uri, at);
    return {
      value: (answer?.contents as MarkupContent | undefined)?.value,
      kind: (answer?.contents as MarkupContent | undefined)?.kind,
      covers: answer?.range && textAt(text, answer.range),
    };
  }

  test("describes it, below the findings and without repeating them", async () => {
    const { value, kind } = await hover("nginx:1.▮31", "alpine-variant-exists");
    expect(kind).toBe("markdown");
    expect(value).toMatch(/^\*\*Image "nginx:1.31" is also available as "1.31-alpine", which is smaller/);
    const [, card = ""] = value!.split("\n\n---\n\n");
    expect(card).toContain(
      "**`docker.io/library/nginx:1.31`** ([official image](https://hub.docker.com/_/nginx))",
    );
    expect(card).toMatch(/A floating tag: it was `1\.31\.\d+` on \d{4}-\d\d-\d\d/);
    expect(card).not.toContain("1.31-alpine`");
  });

  test("is available without findings, for the whole value", async () => {
    const { value, covers } = await hover("quay.io/acme/we▮b:1.2.3");
    expect(value).toBe("**`quay.io/acme/web:1.2.3`** ([page](https://quay.io/repository/acme/web))");
    expect(covers).toBe("quay.io/acme/web:1.2.3");
  });

  test("is short", async () => {
    for (const image of [
      "k8s.gcr.io/paus▮e:3.9",
      "postg▮res:9.6",
      "1.dkr.ecr.eu-west-1.amazonaws.com/a▮:1",
    ]) {
      const { value } = await hover(image);
      expect(value!.split("\n\n---\n\n").at(-1)!.split("\n").length).toBeLessThanOrEqual(8);
      await editor.close(uri);
    }
  });

  test("is plain text for clients that do not support Markdown", async () => {
    await restart({ hover: { contentFormat: ["plaintext"] } });
    const { value, kind } = await hover("k8s.gcr.io/paus▮e:3.9");
    expect(kind).toBe("plaintext");
    expect(value).toContain("k8s.gcr.io/pause:3.9");
    expect(value).not.toMatch(/[*`[\]]/);
  });

  test("is below the reason if the client shows the finding itself", async () => {
    await editor.stop();
    editor = await Editor.start({ initializationOptions: { hoverShowsDiagnostics: true } });
    const { value } = await hover("postgres:la▮test", "image-latest-tag");
    expect(value).toContain("**image-latest-tag**: ");
    expect(value).toContain("docker.io/library/postgres:latest");
  });
});

describe("completion of an image", () => {
  async function complete(
    image: string,
  ): Promise<{ readonly list: CompletionList | null; readonly text: string }> {
    const { text, at } = pod(image);
    await editor.open(uri, text);
    return { list: await editor.complete(uri, at), text };
  }

  function labeled(list: CompletionList | null, label: string): CompletionItem {
    const item = list?.items.find((one) => one.label === label);
    expect(item, `${label} among ${list?.items.map((one) => one.label).join(" ")}`).toBeDefined();
    return item!;
  }

  test("is announced with the characters after which a new part begins", () => {
    expect(editor.result.capabilities.completionProvider).toEqual({
      triggerCharacters: [":", " ", "/", '"', "'"],
    });
  });

  test("offers names, with one range for all", async () => {
    const { list, text } = await complete("ngi▮nx:1.27");
    expect(list?.isIncomplete).toBe(false);
    const range = list?.itemDefaults?.editRange as { insert: never; replace: never };
    expect(textAt(text, range.insert)).toBe("ngi");
    expect(textAt(text, range.replace)).toBe("nginx");
    expect(labeled(list, "nginx")).toMatchObject({ textEditText: "nginx", detail: "official image" });
    expect(labeled(list, "nginx").textEdit).toBeUndefined();
    expect(labeled(list, "centos").tags).toEqual([1]);
  });

  test("offers tags in our order, which editors would change", async () => {
    const { list } = await complete("nginx:▮");
    const inOrder = [...list!.items].sort((a, b) => (a.sortText! < b.sortText! ? -1 : 1));
    expect(inOrder).toEqual(list!.items);
    expect(new Set(list!.items.map(({ sortText }) => sortText)).size).toBe(list!.items.length);
    expect(labeled(list, "1.31-alpine").labelDetails).toEqual({ description: "Alpine" });
  });

  test("has a range for each item if the client requires that", async () => {
    await restart({ completion: { completionItem: { insertReplaceSupport: true } } });
    const { list, text } = await complete("nginx:1.3▮1-alpine");
    expect(list?.itemDefaults).toBeUndefined();
    const edit = labeled(list, "1.31-alpine").textEdit as { newText: string; insert: never; replace: never };
    expect(edit.newText).toBe("1.31-alpine");
    expect(textAt(text, edit.insert)).toBe("1.3");
    expect(textAt(text, edit.replace)).toBe("1.31-alpine");
  });

  test("is plain for the simplest client", async () => {
    await restart({});
    const { list, text } = await complete("nginx:1.3▮1-alpine");
    const item = labeled(list, "1.31-alpine");
    expect(item).toMatchObject({
      textEdit: { newText: "1.31-alpine" },
      detail: expect.stringMatching(/^Alpine/),
    });
    expect(textAt(text, (item.textEdit as TextEdit).range)).toBe("1.31-alpine");
    expect(item.labelDetails).toBeUndefined();
    await editor.close(uri);
    const names = await complete("▮");
    expect(labeled(names.list, "centos").tags).toBeUndefined();
  });

  test("includes the images of the folder", async () => {
    await editor.stop();
    const folder = makeFolder({ "api.yaml": pod("ghcr.io/acme/api:1.2.3▮").text });
    editor = await Editor.start({ folders: [folder] });
    const { text, at } = pod("▮");
    await editor.open(uriOf(folder, "web.yaml"), text.replace("name: web,", "name: other,"));
    const list = await editor.until(async () => {
      const found = await editor.complete(uriOf(folder, "web.yaml"), at);
      return found?.items[0]?.label === "ghcr.io/acme/api" && found;
    });
    expect(list.items[0]?.detail).toBe("used here");
  });

  test("follows what is typed, and offers nothing elsewhere", async () => {
    const { text, at } = pod("nginx▮");
    await editor.open(uri, text);
    await editor.change(uri, ":", { start: at, end: at });
    const list = await editor.complete(uri, { line: at.line, character: at.character + 1 });
    expect(list?.items[0]?.label).toMatch(/^\d+\.\d+\.\d+$/);
    expect(await editor.complete(uri, { line: 2, character: 18 })).toBeNull();
    expect(await editor.complete("file:///shop/not-open.yaml", at)).toBeNull();
  });
});
