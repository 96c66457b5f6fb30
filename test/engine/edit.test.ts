import { describe, expect, it } from "vitest";
import { readDocument } from "../../engine/documents/document.ts";
import { editBuilder as edit, type MaybeChange, placeholder } from "../../engine/edits/edit.ts";
import { Value } from "../../engine/kubernetes/value.ts";
import { applyEdits } from "../../engine/text/range.ts";
import type { Change } from "../../engine/yaml/edit/change.ts";
import { plainText, snippetText } from "../../engine/yaml/edit/placeholder.ts";
import { planEdits } from "../../engine/yaml/edit/plan.ts";

type Make = (root: Value) => MaybeChange | readonly MaybeChange[];

const head = "apiVersion: v1\nkind: Pod\n";

/** The lines below the head after the changes, or `undefined` if they are rejected. */
function edited(body: string, make: Make): string | undefined {
  const text = body.startsWith("{") ? body : head + body;
  const document = readDocument(text);
  const made = make(new Value(document.tree, document.tree.root, []));
  const changes = Array.isArray(made) ? (made as readonly MaybeChange[]) : [made as MaybeChange];
  if (changes.includes(undefined)) return undefined;
  const { applied, edits } = planEdits(document.text, document.tree, [changes as Change[]]);
  if (!applied[0]) return undefined;
  const after = applyEdits(text, edits);
  expect(readDocument(after).problems, after).toEqual([]);
  return after.replace(head, "");
}

describe("a new key", () => {
  it.each<[string, string, Make, string]>([
    [
      "goes below its parent in block style",
      "spec:\n  a: 1 # c\nx: 1\n",
      (root) => edit.set(root, ["spec", "b"], { c: [1] }),
      "spec:\n  a: 1 # c\n  b:\n    c:\n      - 1\nx: 1\n",
    ],
    [
      "goes where its place says, with the comments above staying with their key",
      "spec:\n  a: 1\n  # of z\n  z: 1\n",
      (root) => edit.set(root, ["spec", "b"], 1, { before: ["z"] }),
      "spec:\n  a: 1\n  b: 1\n  # of z\n  z: 1\n",
    ],
    [
      "goes behind a parent without a value, whose comment stays",
      "spec: # c\n",
      (root) => edit.set(root, ["spec", "a"], 1),
      "spec: # c\n  a: 1\n",
    ],
    [
      "takes the place of empty braces",
      "spec: {} # c\n",
      (root) => edit.set(root, ["spec", "a"], { b: 1 }),
      "spec: # c\n  a:\n    b: 1\n",
    ],
    [
      "takes the place of null",
      "spec: null # c\nx: 1\n",
      (root) => edit.set(root, ["spec", "a"], 1),
      "spec: # c\n  a: 1\nx: 1\n",
    ],
    [
      "stays below a key behind a dash",
      "l:\n- a: # c\n  b: 1\n",
      (root) => edit.set(root.at("l", 0)!, ["a", "x"], 1),
      "l:\n- a: # c\n    x: 1\n  b: 1\n",
    ],
    [
      "never goes between a dash and the first key",
      "l:\n-   a: 1 # c\n",
      (root) => edit.set(root.at("l", 0)!, ["z"], 1, { before: ["a"] }),
      "l:\n-   a: 1 # c\n    z: 1\n",
    ],
    [
      "goes behind the last one in braces",
      "spec: { a: 1, }\n",
      (root) => edit.set(root.at("spec")!, ["b"], "x,y"),
      'spec: { a: 1, b: "x,y", }\n',
    ],
    [
      "goes behind the colon of a key without a value",
      "spec: { a: }\n",
      (root) => [edit.set(root.at("spec")!, ["b"], 1), edit.set(root.at("spec")!, ["c"], 2)],
      "spec: { a: , b: 1, c: 2 }\n",
    ],
    [
      "goes behind a key without a colon",
      "spec: { a }\n",
      (root) => edit.set(root.at("spec")!, ["b"], 1),
      "spec: { a, b: 1 }\n",
    ],
    [
      "has quotes in JSON",
      '{\n  "apiVersion": "v1",\n  "kind": "Pod",\n  "spec": {\n    "a": null\n  }\n}\n',
      (root) => [edit.set(root, ["spec", "a", "b"], ["c"]), edit.set(root, ["metadata"], { name: "x" })],
      '{\n  "apiVersion": "v1",\n  "kind": "Pod",\n  "spec": {\n    "a": {"b": ["c"]}\n  },\n  "metadata": {"name": "x"}\n}\n',
    ],
    [
      "is inserted before the end mark",
      "spec:\n  a: 1\n...\n",
      (root) => edit.set(root, ["spec", "b"], 1),
      "spec:\n  a: 1\n  b: 1\n...\n",
    ],
    [
      "does not become part of a block scalar that keeps its line breaks",
      "spec:\n  a: |+\n    x\n\n",
      (root) => edit.set(root, ["spec", "b"], 1),
      "spec:\n  a: |+\n    x\n\n  b: 1\n",
    ],
    [
      "can be next to merged keys",
      "x: &b { r: { a: 1 } }\nspec: { <<: *b }\n",
      (root) => edit.set(root, ["spec", "new", "z"], 3),
      "x: &b { r: { a: 1 } }\nspec: { <<: *b, new: { z: 3 } }\n",
    ],
    [
      "may take the place of a merged scalar",
      "x: &b { r: 1 }\nspec:\n  <<: *b\n",
      (root) => edit.set(root, ["spec", "r"], 2),
      "x: &b { r: 1 }\nspec:\n  <<: *b\n  r: 2\n",
    ],
  ])("%s", (_, body, make, after) => {
    expect(edited(body, make)).toBe(after);
  });
});

describe("a value", () => {
  it.each<[string, string, Make, string]>([
    ["keeps its quotes", "a: 'x' # c\n", (root) => edit.setValue(root.at("a")!, "it's"), "a: 'it''s' # c\n"],
    ["fills a key without a value", "a: # c\n", (root) => edit.setValue(root.at("a")!, 1), "a: 1 # c\n"],
    [
      "fills a key without a colon",
      "spec: { a }\n",
      (root) => edit.setValue(root.at("spec", "a")!, 1),
      "spec: { a: 1 }\n",
    ],
    [
      "takes the place of an alias here, and only here",
      "x: &b 1\na: *b\n",
      (root) => edit.setValue(root.at("a")!, 2),
      "x: &b 1\na: 2\n",
    ],
    ["is quoted as it stands", "a: 0x1F # c\n", (root) => edit.quote(root.at("a")!), 'a: "0x1F" # c\n'],
    [
      "is appended to a list without indentation",
      "a:\n- 1 # c\nb: 1\n",
      (root) => edit.append(root, ["a"], { c: 1 }),
      "a:\n- 1 # c\n- c: 1\nb: 1\n",
    ],
    ["is appended in brackets", "a: [1, ] # c\n", (root) => edit.append(root, ["a"], 2), "a: [1, 2, ] # c\n"],
    [
      "is appended to a list that is made for it",
      "a: [] # c\n",
      (root) => edit.append(root, ["a"], "x"),
      "a: # c\n  - x\n",
    ],
  ])("%s", (_, body, make, after) => {
    expect(edited(body, make)).toBe(after);
  });
});

describe("a key", () => {
  it.each<[string, string, Make, string]>([
    ["is renamed in its quotes", "'a': 1\n", (root) => edit.renameKey(root.at("a")!, "b c"), "'b c': 1\n"],
    [
      "gets the quotes that braces ask for",
      "spec: {a: 1}\n",
      (root) => edit.renameKey(root.at("spec", "a")!, "b,c"),
      'spec: {"b,c": 1}\n',
    ],
    [
      "goes with its value, and with a parent that becomes empty",
      "spec:\n  a:\n    b: 1\nx: 1\n",
      (root) => edit.remove(root.at("spec", "a", "b")!),
      "x: 1\n",
    ],
    [
      "behind a dash makes room for the next one",
      "l:\n- a: 1\n  b: 2\n",
      (root) => edit.remove(root.at("l", 0, "a")!),
      "l:\n- b: 2\n",
    ],
    [
      "behind a dash leaves the comment on the next one",
      "l:\n- a: 1 # c\n  # d\n  b: 2\n",
      (root) => edit.remove(root.at("l", 0, "a")!),
      "l:\n- \n  # d\n  b: 2\n",
    ],
    [
      "goes from braces with its comma",
      "spec: { b: 1, a: }\n",
      (root) => edit.remove(root.at("spec", "a")!),
      "spec: { b: 1 }\n",
    ],
  ])("%s", (_, body, make, after) => {
    expect(edited(body, make)).toBe(after);
  });
});

describe("a comment", () => {
  const remove =
    (...path: (string | number)[]) =>
    (root: Value) =>
      edit.remove(root.at("s", ...path)!);
  it.each<[string, string, Make, string]>([
    [
      "behind a key goes with it",
      "s:\n  hostNetwork: true  # NFS needs it\n  dnsPolicy: Default # names\n",
      remove("hostNetwork"),
      "s:\n  dnsPolicy: Default # names\n",
    ],
    [
      "behind a key that follows a dash goes with it",
      "s:\n- a: 1 # c\n  b: 2\n",
      remove(0, "a"),
      "s:\n- b: 2\n",
    ],
    ["behind an item goes with it", "s:\n  - A # c\n  - B # d\n", remove(0), "s:\n  - B # d\n"],
    [
      "inside what is removed goes with it",
      "s:\n  a: # x\n    # y\n    b: 1 # z\n  c: 2\n",
      remove("a"),
      "s:\n  c: 2\n",
    ],
    [
      "inside a mapping that becomes empty goes with it",
      "s:\n  a:\n    # y\n    b: 1\n  c: 2\n",
      remove("a", "b"),
      "s:\n  c: 2\n",
    ],
    [
      "above goes where it mentions the key",
      "s:\n  # For the host network.\n  hostNetwork: true\n  hostPID: true\n",
      remove("hostNetwork"),
      "s:\n  hostPID: true\n",
    ],
    [
      "above goes where it mentions the item",
      "s:\n  # iptables needs NET_ADMIN\n  # on every node\n  - NET_ADMIN\n  - SYS_TIME\n",
      remove(0),
      "s:\n  - SYS_TIME\n",
    ],
    [
      "above goes where nothing follows",
      "s:\n  a: 1\n  # for X\n  b: 2\nt: 1\n",
      remove("b"),
      "s:\n  a: 1\nt: 1\n",
    ],
    [
      "above goes where the next key has its own",
      "s:\n  # for X\n  a: 1\n  # for Y\n  b: 2\n",
      remove("a"),
      "s:\n  # for Y\n  b: 2\n",
    ],
    [
      "above stays if it might refer to the next key as well",
      "s:\n  # for X\n  a: 1\n  b: 2\n",
      remove("a"),
      "s:\n  # for X\n  b: 2\n",
    ],
    [
      "above stays where it mentions another key",
      "s:\n  hostPID: true\n  # as with hostPID\n  hostNetwork: true\n",
      remove("hostNetwork"),
      "s:\n  hostPID: true\n  # as with hostPID\n",
    ],
    [
      "above stays where it is YAML",
      "s:\n  a: 1\n  # hostIPC: true\n  hostNetwork: true\n",
      remove("hostNetwork"),
      "s:\n  a: 1\n  # hostIPC: true\n",
    ],
    [
      "above the first key of a file stays",
      "# hostNetwork and more\nhostNetwork: true\ns: 1\n",
      (root) => edit.remove(root.at("hostNetwork")!),
      "# hostNetwork and more\ns: 1\n",
    ],
  ])("%s", (_, body, make, after) => {
    expect(edited(body, make)).toBe(after);
    const lines = body.replaceAll("\n", "\r\n");
    expect(edited(lines, make)).toBe(after.replaceAll("\n", "\r\n"));
  });

  it("stays if the value moves", () => {
    const move = (root: Value) => [edit.remove(root.at("s", "a")!), edit.set(root, ["t", "a"], 1)];
    expect(edited("s:\n  a: 1 # c\n  b: 2\n", move)).toBe("s:\n  # c\n  b: 2\nt:\n  a: 1\n");
  });
});

describe("rejected because it would change something else as well", () => {
  const merged =
    "x: &base\n  resources:\n    limits:\n      cpu: 1\n  list: [a]\n  one: 1\nspec:\n  <<: *base\n  name: web\n";
  it.each<[string, string, Make]>([
    [
      "a key below a merged one",
      merged,
      (root) => edit.set(root, ["spec", "resources", "limits", "memory"], "1Gi"),
    ],
    ["an item of a merged list", merged, (root) => edit.append(root, ["spec", "list"], "b")],
    ["a merged scalar", merged, (root) => edit.setValue(root.at("spec", "one")!, 2)],
    [
      "a scalar below a merged key",
      merged,
      (root) => edit.setValue(root.at("spec", "resources", "limits", "cpu")!, 2),
    ],
    ["quotes for a merged scalar", merged, (root) => edit.quote(root.at("spec", "one")!)],
    ["another name for a merged key", merged, (root) => edit.renameKey(root.at("spec", "one")!, "two")],
    ["a merged key", merged, (root) => edit.remove(root.at("spec", "one")!)],
    ["what an alias repeats", "x: &b 1\na: *b\n", (root) => edit.setValue(root.at("x")!, 2)],
    ["a key behind an alias", "x: &b {a: 1}\nspec: *b\n", (root) => edit.set(root, ["spec", "c"], 2)],
  ])("%s", (_, body, make) => {
    expect(edited(body, make)).toBeUndefined();
  });
});

describe("rejected because it would not have the requested result", () => {
  it.each<[string, string, Make]>([
    [
      "removing a key that is merged as well",
      "x: &b { r: 1 }\nspec:\n  <<: *b\n  r: 2\n",
      (root) => edit.remove(root.at("spec", "r")!),
    ],
    ["removing one of two equal keys", "a: 1\na: 2\n", (root) => edit.remove(root.at("a")!)],
    [
      "removing a key together with a comment between braces",
      "s: {\n  a: 1, # of a\n  b: 2\n}\n",
      (root) => edit.remove(root.at("s", "a")!),
    ],
    [
      "removing an item together with a comment between brackets",
      "s: [\n  a, # of a\n  b\n]\n",
      (root) => edit.remove(root.at("s", 1)!),
    ],
    ["renaming to a name that is taken", "a: 1\nb: 2\n", (root) => edit.renameKey(root.at("a")!, "b")],
    ["quoting what runs over two lines", "a: b\n  c\n", (root) => edit.quote(root.at("a")!)],
    ["quoting what a tag makes a number", "a: !!int 1\n", (root) => edit.quote(root.at("a")!)],
    ["replacing what a tag makes a string", "a: !!str 1\n", (root) => edit.setValue(root.at("a")!, 2)],
    ["filling what a tag makes null", "a: !!null\n", (root) => edit.set(root, ["a", "b"], 2)],
    ["replacing a block scalar", "a: |\n  x\n", (root) => edit.setValue(root.at("a")!, 2)],
    ["writing beside an explicit key", "s:\n  ? a\n  : 1\n", (root) => edit.set(root, ["s", "b"], 2)],
    ["filling an explicit key", "s:\n  ? a\n", (root) => edit.set(root, ["s", "a"], 2)],
    ["removing an explicit key", "s:\n  ? a\n  : 1\n  b: 1\n", (root) => edit.remove(root.at("s", "a")!)],
  ])("%s", (_, body, make) => {
    expect(edited(body, make)).toBeUndefined();
  });
});

describe("a placeholder", () => {
  it.each([
    ["its text alone", placeholder("my-team"), "team: my-team", "team: ${1:my-team}"],
    [
      "the first of several to choose from",
      placeholder("shop", ["bank", "a,b|c"]),
      "team: shop",
      "team: ${1|shop,bank,a\\,b\\|c|}",
    ],
  ])("is %s where tab stops are not known", (_, value, plain, snippet) => {
    expect(plainText(`team: ${value}`)).toBe(plain);
    expect(snippetText(`team: ${value}`)).toBe(snippet);
  });

  it.each([
    ["a number", placeholder(4), "4", "4"],
    ["a text that reads like a number", placeholder("4"), '"4"', '"4"'],
    ["a text", placeholder("web"), "web", '"web"'],
  ])("is written as %s in YAML and in JSON", (_, value, yaml, json) => {
    const set = (root: Value) => edit.set(root, ["spec", "a"], value);
    expect(plainText(edited("spec:\n  b: 1\n", set)!)).toBe(`spec:\n  b: 1\n  a: ${yaml}\n`);
    expect(plainText(edited('spec: {"b": 1}\n', set)!)).toBe(`spec: {"b": 1, "a": ${json}}\n`);
  });

  it("escapes text around it that would have a meaning in a snippet", () => {
    expect(snippetText(`{ a: $b, c: ${placeholder("d")} }`)).toBe("{ a: \\$b, c: ${1:d} \\}");
  });
});
