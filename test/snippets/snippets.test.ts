import { describe, expect, test } from "vitest";
import { parseAllDocuments, parseDocument } from "yaml";
import { expand, insertAt } from "./expand.ts";
import { isManifest, snippetsOf } from "./load.ts";

const kubernetes = snippetsOf("kubernetes");
const all = [...kubernetes, ...snippetsOf("dockerfile")];
const manifests = kubernetes.filter(isManifest);
const blocks = kubernetes.filter((snippet) => !isManifest(snippet));

describe("expanding a snippet", () => {
  test.each([
    ["a stop repeats its placeholder, also before it", "$1 ${1:web} $1", "web web web"],
    ["a choice gives its first entry", "${1|Prefix,Exact|} $1", "Prefix Prefix"],
    ["a default can hold a stop", "${1:${2:web}-tls} $1", "web-tls web-tls"],
    ["an empty stop leaves nothing", "a$1b$0", "ab"],
    ["escaped characters are text", "\\$1 ${1:a\\}b}", "$1 a}b"],
  ])("%s", (_name, body, text) => expect(expand(body)).toBe(text));
});

test("every prefix is unique and starts with k8s-, so that no text in a manifest matches", () => {
  const prefixes = all.flatMap((snippet) => snippet.prefixes);
  expect(prefixes).toEqual([...new Set(prefixes)]);
  for (const prefix of prefixes) expect(prefix).toMatch(/^k8s-[a-z-]+$/);
});

describe.each(all)("$title", (snippet) => {
  test("describes itself in one line", () => expect(snippet.description).toMatch(/^[A-Z][^\n]+\.$/));

  test("has tab stops that count up from 1 and end at $0", () => {
    const stops = [...snippet.body.matchAll(/\$\{?(\d+)/g)].map((match) => Number(match[1]));
    const used = [...new Set(stops)].sort((a, b) => a - b);
    expect(used).toEqual(used.map((_stop, index) => index));
    expect(snippet.body.endsWith("$0")).toBe(true);
  });

  test("has no tab characters and leaves no stop behind", () => {
    expect(snippet.text).not.toMatch(/\t|\$\{?\d/);
  });
});

describe.each(manifests)("$title", (snippet) => {
  const documents = parseAllDocuments(snippet.text);

  test("parses, and is found under the name of its kind", () => {
    for (const document of documents) expect(document.errors).toEqual([]);
    const kinds = documents.map((document) => String(document.get("kind")).toLowerCase());
    const prefix = snippet.prefixes[0]!;
    expect(kinds).toContain(prefix === "k8s-pull-secret" ? "secret" : prefix.replace("k8s-", ""));
  });

  test("uses one name for the app", () => {
    const renamed = parseAllDocuments(expand(snippet.body.replace(/\$\{1:[^}]*\}/, "${1:renamed}")));
    for (const document of renamed) {
      expect(document.getIn(["metadata", "name"])).toBe("renamed");
      expect(document.getIn(["metadata", "labels", "app.kubernetes.io/name"])).toBe("renamed");
      const selector = document.getIn(["spec", "selector", "matchLabels", "app.kubernetes.io/name"]);
      if (selector !== undefined) expect(selector).toBe("renamed");
    }
  });
});

describe.each(blocks)("$title", (snippet) => {
  test.each([2, 6])("keeps its shape at column %i", (column) => {
    const parents = Array.from({ length: column / 2 }, (_parent, depth) => `${"  ".repeat(depth)}parent:\n`);
    const around = `${parents.join("")}${" ".repeat(column)}`;
    const document = parseDocument(`${around}${insertAt(column, snippet.text)}\nafter: 1\n`);
    expect(document.errors).toEqual([]);
    expect(document.get("after")).toBe(1);
    const inserted: unknown = document.getIn(parents.map(() => "parent"));
    const alone = parseDocument(snippet.text).contents;
    expect(JSON.stringify(inserted)).toBe(JSON.stringify(alone));
  });
});
