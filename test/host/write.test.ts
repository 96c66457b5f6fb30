import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { replaceText } from "../../host/write.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kubewright-write-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a file that changed since it was read is not changed, and no other file is left behind", () => {
  const path = join(folder, "web.yaml");
  writeFileSync(path, "another text");
  expect(replaceText(path, "what was read", "what was made of it")).toBe("changed");
  expect(readFileSync(path, "utf8")).toBe("another text");
  expect(readdirSync(folder)).toEqual(["web.yaml"]);
});

test("a deleted file is not created again", () => {
  expect(() => replaceText(join(folder, "gone.yaml"), "before", "after")).toThrow("ENOENT");
  expect(readdirSync(folder)).toEqual([]);
});
