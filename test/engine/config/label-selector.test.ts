import { describe, expect, test } from "vitest";
import { labelsMatch, parseLabelSelector } from "../../../engine/config/label-selector.ts";
import { growth, linear } from "../../growth.ts";

const labels: Readonly<Record<string, string>> = {
  app: "web",
  tier: "front",
  "acme.com/team": "shop",
  empty: "",
};

describe("a label selector", () => {
  test.each([
    ["app=web", true],
    ["app == web", true],
    ["app!=web", false],
    ["missing!=web", true],
    ["app=web,tier in (front, back)", true],
    ["tier notin (front,back)", false],
    ["missing notin (a)", true],
    ["acme.com/team", true],
    ["!acme.com/team", false],
    ["!missing", true],
    ["empty=", true],
    ["app in (web),app in (api)", false],
  ])("%s", (text, expected) => {
    const selector = parseLabelSelector(text);
    expect(selector && labelsMatch(selector, (key) => labels[key])).toBe(expected);
  });

  test.each(["", "app=web,", "app in web", "app in (web", "app=a b", "a=b=c", "in (a)", "app~web"])(
    "%j is not a selector",
    (text) => {
      expect(parseLabelSelector(text)).toBeUndefined();
    },
  );

  test("is parsed in time that grows only with its length", () => {
    for (const piece of ["a,", "(", "a in (", "!", "=", "a=a,"]) {
      expect(
        growth((count) => void parseLabelSelector(piece.repeat(count)), 5000),
        piece,
      ).toBeLessThan(linear);
    }
  });
});
