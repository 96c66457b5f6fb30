import { expect, test } from "vitest";
import { follows, releasedChangelog } from "../../scripts/release.ts";

const changelog = "# Changelog\n\n## Unreleased\n\n### Added\n\n- A rule.\n\n## 0.1.0\n\nFirst.\n";

test("a release dates the unreleased changes, and does not change the rest", () => {
  expect(releasedChangelog(changelog, "0.2.0", "2026-12-01")).toBe(
    "# Changelog\n\n## 0.2.0 - 2026-12-01\n\n### Added\n\n- A rule.\n\n## 0.1.0\n\nFirst.\n",
  );
});

test.each(["# Changelog\n\n## Unreleased\n\n## 0.1.0\n\nFirst.\n", "# Changelog\n\n## 0.1.0\n"])(
  "there is no release without a change: %j",
  (text) => {
    expect(() => releasedChangelog(text, "0.2.0", "2026-12-01")).toThrow("nothing under Unreleased");
  },
);

test.each([
  ["0.2.0", true],
  ["0.1.10", true],
  ["1.0.0", true],
  ["0.1.9", false],
  ["0.0.20", false],
  ["v0.2.0", false],
  ["0.2", false],
])("%s after 0.1.9: %s", (version, expected) => {
  expect(follows(version, "0.1.9")).toBe(expected);
});
