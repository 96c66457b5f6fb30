/** The README is the page of the extension and of the npm package, where relative links do not work by themselves. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import manifest from "../../package.json";

const root = resolve(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
// Text in code is not a link.
const prose = readme.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");
const targets = [...prose.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)].map(
  ([, link, attribute]) => link ?? attribute!,
);
const relative = targets.filter((target) => !/^(?:[a-z]+:|#)/i.test(target));

describe("the README's relative links", () => {
  test("point to files of the repository", () => {
    expect(relative.length).toBeGreaterThan(10);
    const missing = relative.filter((target) => !existsSync(join(root, decodeURI(target.split("#")[0]!))));
    expect(missing).toEqual([]);
  });

  test("stay inside the repository, and images have a type that the Marketplace shows", () => {
    expect(relative.filter((target) => target.startsWith("/") || target.includes(".."))).toEqual([]);
    expect(targets.filter((target) => /\.svg(?:$|[?#])/i.test(target))).toEqual([]);
  });

  test("become absolute on the pages, which know the repository", () => {
    const { repository, homepage, bugs, scripts } = manifest;
    const address = "https://github.com/kubewright/kubewright";
    expect(repository).toEqual({ type: "git", url: `git+${address}.git` });
    expect(homepage).toBe(`${address}#readme`);
    expect(bugs.url).toBe(`${address}/issues`);
    // The packager rewrites links unless it is told not to, or does not know the repository.
    expect(scripts.package).not.toMatch(/no-rewrite-relative-links|allow-missing-repository/);
  });

  test("and the quick start is for users", () => {
    const start = /^## Quick start$([\s\S]*?)^## /m.exec(readme)![1]!;
    expect(start).toContain("npx kubewright lint");
    expect(start).not.toMatch(/npm (?:ci|start|install|run)/);
  });
});
