import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtKubewright, folderWith, kubewright, lintJson, podWithoutTag } from "./program.ts";

const config = (cwd: string) => readFileSync(join(cwd, ".kubewright.yaml"), "utf8");

describe("init", () => {
  test("writes a valid configuration with what the files show", async () => {
    const cwd = folderWith({
      "web.yaml": podWithoutTag,
      "api.yaml": podWithoutTag.replace("image: nginx", "image: ghcr.io/acme/api:1.2.3"),
      "kind.yaml":
        "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes: [{ role: control-plane, image: 'kindest/node:v1.34.0@sha256:1' }]\n",
      "chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\nkubeVersion: '>=1.30.0-0'\n",
    });
    const { code, out, err } = builtKubewright(["init"], { cwd });
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(err).toBe("Wrote .kubewright.yaml, based on 2 resources in this folder.\n");
    const text = config(cwd);
    expect(text).toContain('\nkubernetesVersion: "1.30"\n');
    expect(text).toContain('\nnamespaces:\n  default: "shop"\n');
    expect(text).toContain("docker.io (1), ghcr.io (1)");
    expect(text).toContain("\npreset: recommended\n");
    expect((await kubewright(["lint"], { cwd })).err).toBe("");
  });

  test("writes only proposals if nothing is known, and every proposal works", async () => {
    const cwd = folderWith({
      "a.yaml": podWithoutTag,
      "b.yaml": podWithoutTag.replace("namespace: shop", "namespace: bank"),
    });
    expect((await kubewright(["init", "--preset", "strict"], { cwd })).code).toBe(0);
    expect(config(cwd)).toMatch(/^preset: strict$/m);
    expect(config(cwd)).not.toMatch(/^(?:namespaces|kubernetesVersion|registries):/m);
    const uncommented = config(cwd)
      .replace(/^# (?=[a-zA-Z]+:| {2})/gm, "")
      .replace(/^# ?.*\n/gm, "");
    expect(uncommented).toContain("required:");
    const other = folderWith({
      ".kubewright.yaml": uncommented,
      "baseline.json": '{"version":1,"findings":{}}',
    });
    expect(await kubewright(["lint"], { cwd: other })).toMatchObject({ code: 0, err: "" });
  });

  test.each([".kubewright.yaml", ".kubewright.yml"])("does not replace a %s", async (name) => {
    const cwd = folderWith({ [name]: "preset: all\n" });
    expect(await kubewright(["init"], { cwd })).toEqual({
      code: 2,
      out: "",
      err: `kubewright: ${name} already exists and was not changed\n`,
    });
    expect(readFileSync(join(cwd, name), "utf8")).toBe("preset: all\n");
  });
});

const kubeLinter = `checks:
  doNotAutoAddDefaults: true
  include: [latest-tag, sorted-keys, required-label-owner]
  exclude: [no-such-check]
  ignorePaths: ["vendor/**", "~/elsewhere/**"]
customChecks:
  - name: needs-team
    template: required-label
    params: { key: acme.com/team, value: "^(shop|bank)$" }
    scope: { objectKinds: [Service] }
  - name: "odd\\none"
    template: access-to-resources
    params: { verbs: [create] }
  - name: no-ssh
    template: ports
    params: { port: 22 }
    scope: { objectKinds: [DeploymentLike] }
`;

describe("a KubeLinter configuration", () => {
  const files = {
    "web.yaml": podWithoutTag.replace(
      "web, namespace: shop",
      "web, namespace: shop, labels: { owner: jane }",
    ),
    "vendor/web.yaml": podWithoutTag,
    "service.yaml":
      "apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop, labels: { owner: jane } }\nspec: { selector: { app: web }, ports: [{ port: 80 }] }\n",
  };
  const found = async (cwd: string) =>
    (await lintJson([], { cwd })).findings
      .filter(({ rule }) => !rule.startsWith("yaml-"))
      .map(({ rule, file }) => `${file} ${rule}`);
  const expected = ["service.yaml label-required-missing", "web.yaml image-latest-tag"];

  test("is used if there is no .kubewright.yaml, with one note of what cannot be converted", async () => {
    const cwd = folderWith({ ...files, ".kube-linter.yaml": kubeLinter });
    expect((await found(cwd)).sort()).toEqual(expected);
    const { err } = await kubewright(["lint"], { cwd });
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(err).toContain("Kubewright has no rule for sorted-keys");
    expect(err).toContain("Custom check odd one (access-to-resources)");
    expect(err).toContain("~/elsewhere/**");
  });

  test("does not count next to a .kubewright.yaml, even if that is in a parent folder", async () => {
    const cwd = folderWith({
      ".kubewright.yaml": "rules: { image-latest-tag: off }\n",
      "apps/web.yaml": podWithoutTag,
      "apps/.kube-linter.yaml": kubeLinter,
    });
    expect((await kubewright(["lint"], { cwd })).out).not.toContain("image-latest-tag");
  });

  test("is converted with the same findings", async () => {
    const cwd = folderWith({ ...files, ".kube-linter.yaml": kubeLinter });
    const { code, err } = await kubewright(["migrate"], { cwd });
    expect(code).toBe(0);
    expect(err).toContain("Wrote .kubewright.yaml from .kube-linter.yaml.\n");
    expect(config(cwd)).toContain("preset: kube-linter\n");
    expect((await found(cwd)).sort()).toEqual(expected);
    expect(await kubewright(["migrate"], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining("was not changed"),
    });
  });

  test("means KubeLinter's defaults if it is empty", async () => {
    const cwd = folderWith({ "web.yaml": podWithoutTag, ".kube-linter.yaml": "" });
    const rules = (await lintJson([], { cwd })).findings.map(({ rule }) => rule);
    expect(rules).toContain("image-latest-tag");
    expect(rules).not.toContain("liveness-probe-missing");
    const all = folderWith({
      "web.yaml": podWithoutTag,
      ".kube-linter.yaml": "checks: { addAllBuiltIn: true, exclude: [latest-tag] }\n",
    });
    const more = (await lintJson([], { cwd: all })).findings.map(({ rule }) => rule);
    expect(more).toContain("liveness-probe-missing");
    expect(more).not.toContain("image-latest-tag");
  });

  test.each([
    [
      "checks: { include: [latest-tags] }",
      '.kube-linter.yaml:1:21: KubeLinter has no check "latest-tags"; did you mean "latest-tag"?',
    ],
    ["check: {}", '.kube-linter.yaml:1:1: Unknown setting "check"; did you mean "checks"?'],
    ["checks: { exclude: latest-tag }", ".kube-linter.yaml:1:20: checks.exclude must be a list of strings"],
  ])("that is wrong is told at its place: %s", async (text, message) => {
    const cwd = folderWith({ "web.yaml": podWithoutTag, ".kube-linter.yaml": text });
    expect(await kubewright(["lint"], { cwd })).toMatchObject({ code: 2, err: `kubewright: ${message}\n` });
    expect(await kubewright(["migrate"], { cwd })).toMatchObject({
      code: 2,
      err: `kubewright: ${message}\n`,
    });
  });
});

describe("a Polaris configuration", () => {
  test("is converted, with its severities and exemptions", async () => {
    const cwd = folderWith({
      "web.yaml": podWithoutTag,
      "polaris.yaml": `checks:
  tagNotSpecified: danger
  runAsPrivileged: ignore
exemptions:
  - namespace: kube-system
    controllerNames: [dns]
    rules: [tagNotSpecified]
`,
    });
    expect(builtKubewright(["migrate"], { cwd }).err).toBe("Wrote .kubewright.yaml from polaris.yaml.\n");
    expect(config(cwd)).toBe(`# Converted from Polaris (polaris.yaml) by kubewright migrate.
rules:
  image-latest-tag: error
  privileged-container: off
overrides:
  - namespaces: [kube-system]
    names: ["dns*"]
    rules:
      image-latest-tag: off
`);
    expect((await lintJson([], { cwd })).findings).toContainEqual(
      expect.objectContaining({ rule: "image-latest-tag", severity: "error" }),
    );
  });

  test.each([
    [[], "migrate needs one file"],
    [["gone.yaml"], "gone.yaml: does not exist"],
    [["web.yaml"], "web.yaml is not a configuration of KubeLinter or Polaris"],
  ])("2 and one line: %j", async (args, reason) => {
    const { code, err } = await kubewright(["migrate", ...args], {
      cwd: folderWith({ "web.yaml": podWithoutTag }),
    });
    expect(code).toBe(2);
    expect(err).toContain(reason);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });
});
