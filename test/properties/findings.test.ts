import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultConfig } from "../../engine/config/config.ts";
import type { Finding } from "../../engine/lint/finding.ts";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";
import { readPage, type Scene } from "../harness/page.ts";
import { runs, seed } from "../seed.ts";

// The parts of a combined finding that are not suppressed are reported separately.
const settings = { ...defaultConfig.settings, similarFindings: "single" } as const;
const config = { ...defaultConfig, settings, preset: "all" } as const;

const scenes: readonly Scene[] = rules.flatMap(
  ({ category, id }) =>
    readPage(readFileSync(new URL(`../../engine/rules/${category}/${id}.md`, import.meta.url), "utf8"))
      .scenes,
);

/** A workspace with some texts, in order. */
function open(texts: readonly (readonly [string, string])[]): Linter {
  const linter = new Linter(rules, () => config);
  for (const [uri, text] of texts) linter.setFile(uri, text);
  return linter;
}

const uriOf = (file: string) => `file:///workspace/${file}`;

describe("a suppression comment", () => {
  const lone = scenes.filter(
    ({ examples: [first, ...more] }) =>
      more.length === 0 && first?.role === "report" && !/kubewright(?:-|\.dev\/)ignore/.test(first.text),
  );

  test("suppresses its finding and no finding of another place or rule", () => {
    let silenced = 0;
    // Most rules report something on most pages, where more runs show nothing new.
    const times = new Map<string, number>();
    for (const { examples } of lone) {
      const { text } = examples[0]!;
      const uri = uriOf("a.yaml");
      const before = open([[uri, text]]).findings(uri);
      for (const finding of before.filter(({ rule }) => !rule.startsWith("yaml-"))) {
        const lineEnd = text.indexOf("\n", finding.start);
        const line = text.slice(text.lastIndexOf("\n", finding.start) + 1, lineEnd);
        // After the start of a block scalar, or inside quotes over several lines, a comment would be text.
        if (line.includes("#") || /[|>][-+]?$/.test(line) || lineEnd === -1) continue;
        times.set(finding.rule, (times.get(finding.rule) ?? 0) + 1);
        if (10 < times.get(finding.rule)!) continue;
        const comment = ` # kubewright-ignore ${finding.rule}: it is meant so`;
        const after = text.slice(0, lineEnd) + comment + text.slice(lineEnd);
        const shifted = before
          .filter((one) => one.rule !== finding.rule || !sameLine(text, one, finding))
          .map((one) => place(one, lineEnd, comment.length));
        const found = open([[uri, after]]).findings(uri);
        expect(
          found.map((one) => place(one, after.length, 0)),
          after,
        ).toEqual(shifted);
        silenced++;
      }
    }
    expect(silenced).toBeGreaterThan(200);
  });
});

function sameLine(text: string, one: Finding, other: Finding): boolean {
  const lineOf = (offset: number) => text.lastIndexOf("\n", offset - 1);
  return lineOf(one.start) === lineOf(other.start);
}

/** A finding's rule and position after `length` characters were inserted at `at`. */
function place({ rule, start }: Finding, at: number, length: number): string {
  return `${rule} ${start < at ? start : start + length}`;
}

describe("files of one workspace", () => {
  const shared = scenes.filter(({ examples }) => examples.length > 1);

  test("have the same findings in whatever order they are read", () => {
    expect(shared.length).toBeGreaterThan(5);
    const some = fc
      .constantFrom(...shared)
      .chain(({ examples }) =>
        fc
          .shuffledSubarray([...examples], { minLength: examples.length })
          .map((shuffled) => [examples, shuffled]),
      );
    fc.assert(
      fc.property(some, ([examples, shuffled]) => {
        const linters = [examples!, shuffled!].map((order) =>
          open(order.map(({ file, text }) => [uriOf(file), text])),
        );
        for (const { file } of examples!) {
          const [first, second] = linters.map((linter) =>
            linter.findings(uriOf(file)).map(({ rule, start, message }) => `${rule} ${start} ${message}`),
          );
          expect(second).toEqual(first);
        }
      }),
      { numRuns: runs(200), seed },
    );
  });

  test("have the same findings as when they are added one keystroke later", () => {
    for (const { examples } of shared) {
      const texts = examples.map(({ file, text }) => [uriOf(file), text] as const);
      const linter = open(texts);
      for (const [uri, text] of texts) {
        linter.setFile(uri, "");
        for (const [other] of texts) linter.findings(other);
        linter.setFile(uri, text);
      }
      const fresh = open(texts);
      for (const [uri] of texts)
        expect(linter.findings(uri).map(({ rule, start, message }) => [rule, start, message])).toEqual(
          fresh.findings(uri).map(({ rule, start, message }) => [rule, start, message]),
        );
    }
  });
});
