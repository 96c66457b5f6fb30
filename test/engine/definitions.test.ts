/** Duplicate definitions of objects, while the files and kustomizations around them change. */
import { beforeEach, describe, expect, test } from "vitest";
import { defaultConfig } from "../../engine/config/config.ts";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";
import { lineTable } from "../../engine/text/lines.ts";
import { growth, linear } from "../growth.ts";

let linter: Linter;

const only = rules.filter(({ id }) => id === "resource-duplicate");

beforeEach(() => {
  linter = new Linter(only, () => defaultConfig);
});

const uriOf = (path: string) => `file:///w/${path}`;
const enter = (path: string, text: string) => linter.setFile(uriOf(path), text);
const account = (name: string, label = "a") =>
  `---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: ${name}, labels: { team: ${label} } }\n`;

/** The lines of a file with repeated definitions, each with file and document of the first one. */
function duplicates(path: string): readonly string[] {
  const lines = lineTable(linter.text(uriOf(path))!);
  return linter.findings(uriOf(path)).map(({ severity, start, related }) => {
    const firsts = related.map(({ uri, document }) => `${uri.slice(uriOf("").length)} ${document}`);
    return `${severity} on line ${lines.positionAt(start).line + 1}, first in ${firsts}`;
  });
}

describe("in one file", () => {
  test("all but the first are found, each with the first", () => {
    enter("a.yaml", account("web") + account("api") + account("web", "b") + account("web", "c"));
    expect(duplicates("a.yaml")).toEqual([
      "warning on line 12, first in a.yaml 0",
      "warning on line 16, first in a.yaml 0",
    ]);
  });

  test("the next one becomes the first when that is removed", () => {
    enter("a.yaml", account("web") + account("web", "b") + account("web", "c"));
    duplicates("a.yaml");
    enter("a.yaml", account("web", "b") + account("web", "c"));
    expect(duplicates("a.yaml")).toEqual(["warning on line 8, first in a.yaml 0"]);
    enter("a.yaml", account("web", "b"));
    expect(duplicates("a.yaml")).toEqual([]);
  });

  test("equal documents stay the first and the second, whatever changes around them", () => {
    enter("a.yaml", account("one") + account("web") + account("two") + account("web") + account("three"));
    expect(duplicates("a.yaml")).toEqual(["warning on line 16, first in a.yaml 1"]);
    enter("a.yaml", account("1") + account("web") + account("2") + account("web") + account("3"));
    expect(duplicates("a.yaml")).toEqual(["warning on line 16, first in a.yaml 1"]);
  });
});

describe("in a kustomization", () => {
  beforeEach(() => {
    enter("a.yaml", account("web"));
    enter("b.yaml", account("web"));
  });

  test("they are found as long as it includes both", () => {
    expect(duplicates("b.yaml")).toEqual([]);
    enter("kustomization.yaml", "resources: [b.yaml, a.yaml]\n");
    expect(duplicates("b.yaml")).toEqual(["error on line 4, first in a.yaml 0"]);
    expect(duplicates("a.yaml")).toEqual([]);
    enter("kustomization.yaml", "resources: [b.yaml]\n");
    expect(duplicates("b.yaml")).toEqual([]);
  });

  test("they are found as long as the other file defines the object", () => {
    enter("kustomization.yaml", "resources: [a.yaml, b.yaml]\n");
    expect(duplicates("b.yaml")).toHaveLength(1);
    enter("a.yaml", account("api"));
    expect(duplicates("b.yaml")).toEqual([]);
    enter("a.yaml", account("api") + account("web"));
    expect(duplicates("b.yaml")).toEqual(["error on line 4, first in a.yaml 1"]);
    linter.deleteFile(uriOf("a.yaml"));
    expect(duplicates("b.yaml")).toEqual([]);
  });

  test("the position of the first is up to date", () => {
    enter("kustomization.yaml", "resources: [a.yaml, b.yaml]\n");
    const first = () => linter.findings(uriOf("b.yaml"))[0]!.related[0]!.start;
    const before = first();
    enter("a.yaml", account("web").replace("kind", "# an account\nkind"));
    expect(first() - before).toBe("# an account\n".length);
  });

  test("a patch defines nothing", () => {
    enter("kustomization.yaml", "resources: [a.yaml, b.yaml]\npatches: [{ path: a.yaml }]\n");
    expect(duplicates("a.yaml")).toEqual([]);
    expect(duplicates("b.yaml")).toEqual([]);
  });
});

test.each([
  ["in one file", (text: string, count: number) => enter("a.yaml", text.repeat(count))],
  [
    "in as many files of one kustomization",
    (text: string, count: number) => {
      const files = Array.from({ length: count }, (_, at) => `${at}.yaml`);
      enter("kustomization.yaml", `resources: [${files}]\n`);
      for (const file of files) enter(file, text);
    },
  ],
])("the cost of definitions %s grows with their number, not with its square", (_, write) => {
  const work = (count: number) => {
    linter = new Linter(only, () => defaultConfig);
    write(account("web"), count);
    const uris = ["a.yaml", ...Array.from({ length: count }, (_, at) => `${at}.yaml`)].map(uriOf);
    expect(uris.reduce((sum, uri) => sum + linter.findings(uri).length, 0)).toBe(count - 1);
  };
  expect(growth(work, 300)).toBeLessThan(linear);
});
