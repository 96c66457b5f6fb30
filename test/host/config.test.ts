import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defaultConfig } from "../../engine/index.ts";
import { ConfigFiles } from "../../host/config.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kubewright-config-"));
  mkdirSync(join(folder, "a", "b"), { recursive: true });
  writeFileSync(join(folder, ".kubewright.yaml"), "preset: strict\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("one object is used for all files of one configuration, until the cache is cleared", () => {
  const configs = new ConfigFiles();
  const before = configs.of(join(folder, "a", "b", "web.yaml"));
  expect(before.config.preset).toBe("strict");
  expect(configs.of(join(folder, "web.yaml"))).toBe(before);
  writeFileSync(join(folder, "a", ".kubewright.yml"), "preset: all\n");
  expect(configs.of(join(folder, "a", "web.yaml"))).toBe(before);
  configs.forget();
  expect(configs.of(join(folder, "a", "b", "web.yaml")).config.preset).toBe("all");
  expect(configs.of(join(folder, "web.yaml")).config.preset).toBe("strict");
});

test("nothing above the folder of `within` applies", () => {
  const configs = new ConfigFiles({ within: join(folder, "a") });
  const base = { ...defaultConfig, preset: "all" } as const;
  expect(configs.of(join(folder, "a", "b", "web.yaml")).config).toBe(defaultConfig);
  expect(new ConfigFiles({ within: join(folder, "a"), base }).of(join(folder, "a", "x.yaml")).config).toBe(
    base,
  );
});

test("an unreadable file is a problem, rather than silently replaced by defaults", () => {
  writeFileSync(join(folder, "a", ".kubewright.yaml"), Buffer.from([0xff]));
  expect(new ConfigFiles().of(join(folder, "a", "web.yaml")).unreadable?.fault).toBe("not-utf-8");
});

test("extends files next to it and above it, and knows that it depends on them", () => {
  const nearest = join(folder, "a", ".kubewright.yaml");
  writeFileSync(nearest, "extends: [../.kubewright.yaml, b/rules.yaml]\n");
  writeFileSync(join(folder, "a", "b", "rules.yaml"), "kubernetesVersion: 1.30\n");
  const configs = new ConfigFiles();
  const { config, problems } = configs.of(join(folder, "a", "web.yaml"));
  expect(problems).toEqual([]);
  expect(config.preset).toBe("strict");
  expect(config.settings.kubernetesVersion).toBe("1.30");
  expect(configs.dependsOn(join(folder, "a", "b", "rules.yaml"))).toBe(true);
  expect(configs.dependsOn(join(folder, "a", "web.yaml"))).toBe(false);
});

test.each([
  ["gone.yaml", "gone.yaml does not exist"],
  ["b", "b is a folder"],
  ["https://example.com/a.yaml", "https://example.com/a.yaml is a URL, but only files can be extended"],
  ["./.kubewright.yaml", "./.kubewright.yaml extends itself: .kubewright.yaml → .kubewright.yaml"],
])("extending %s is a problem at its place", (reference, message) => {
  const text = `extends: ${reference}\n`;
  writeFileSync(join(folder, "a", ".kubewright.yaml"), text);
  const { problems } = new ConfigFiles().of(join(folder, "a", "web.yaml"));
  expect(problems).toEqual([{ message, start: 9, end: text.length - 1 }]);
});

test("nothing outside of an untrusted folder is read", () => {
  writeFileSync(join(folder, "a", ".kubewright.yaml"), "extends: ../.kubewright.yaml\n");
  const { config, problems } = new ConfigFiles({ within: join(folder, "a") }).of(join(folder, "a", "w.yaml"));
  expect(config.preset).toBe("recommended");
  expect(problems[0]?.message).toContain("not trusted");
});

test("exclude is relative to the configuration file that applies, even if it is in another folder", () => {
  writeFileSync(join(folder, "shared.yaml"), "exclude: [/vendor, 'gen/*.yaml', skip.yaml]\n");
  writeFileSync(join(folder, "a", ".kubewright.yaml"), "extends: ../shared.yaml\n");
  const configs = new ConfigFiles();
  const excluded = (...path: string[]) => configs.excludes(join(folder, "a", ...path));
  expect(excluded("vendor", "x.yaml")).toBe(true);
  expect(excluded("b", "vendor", "x.yaml")).toBe(false);
  expect(excluded("gen", "x.yaml")).toBe(true);
  expect(excluded("b", "skip.yaml")).toBe(true);
  expect(excluded("b", "keep.yaml")).toBe(false);
});
