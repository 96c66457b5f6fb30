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

test("one object serves all files of one configuration, until it is forgotten", () => {
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

test("nothing above the folder of `within` counts", () => {
  const configs = new ConfigFiles({ within: join(folder, "a") });
  const base = { ...defaultConfig, preset: "all" } as const;
  expect(configs.of(join(folder, "a", "b", "web.yaml")).config).toBe(defaultConfig);
  expect(new ConfigFiles({ within: join(folder, "a"), base }).of(join(folder, "a", "x.yaml")).config).toBe(
    base,
  );
});

test("a file that cannot be read is a problem and not a default in silence", () => {
  writeFileSync(join(folder, "a", ".kubewright.yaml"), Buffer.from([0xff]));
  expect(new ConfigFiles().of(join(folder, "a", "web.yaml")).unreadable?.fault).toBe("not-utf-8");
});
