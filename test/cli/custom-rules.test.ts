import { expect, test } from "vitest";
import { builtKubewright, folderWith, kubewright, lintJson } from "./program.ts";

const config = `customRules:
- id: owner-label-missing
  summary: An object does not say who owns it.
  kinds: [Pod]
  expression: has(object.metadata.labels) && has(object.metadata.labels.owner)
  fix:
    title: Name the shop as owner
    edits: [{ set: metadata.labels.owner, value: shop }]
  examples:
    good: ["{apiVersion: v1, kind: Pod, metadata: {labels: {owner: a}}}"]
    bad: ["{apiVersion: v1, kind: Pod, metadata: {name: a}}"]
`;

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers: []
`;

test("rules of a configuration are tested, and a failure is one line and exit code 1", () => {
  const cwd = folderWith({ ".kubewright.yaml": config, "other.yaml": config.replace("owner: a", "team: a") });
  expect(builtKubewright(["rules", "test"], { cwd })).toEqual({
    code: 0,
    out: "",
    err: "1 rule with 2 examples: all passed.\n",
  });
  expect(builtKubewright(["rules", "test", "other.yaml"], { cwd })).toEqual({
    code: 1,
    out: "owner-label-missing: good example 1 is reported: An object does not say who owns it.\n",
    err: "1 rule with 2 examples: 1 failure.\n",
  });
});

test("an invalid rule ends the run, with its position", async () => {
  const cwd = folderWith({
    "web.yaml": pod,
    ".kubewright.yaml": config.replace("has(object.metadata.labels) &&", "has(objekt.a) &&"),
  });
  const problem =
    "kubewright: .kubewright.yaml:5:15: customRules[0].expression cannot be understood: unknown variable: objekt\n";
  for (const args of [["rules", "test"], ["rules"], ["explain", "image-latest-tag"], ["lint"]])
    expect(await kubewright(args, { cwd })).toEqual({ code: 2, out: "", err: problem });
});

test("without custom rules there is nothing to test", async () => {
  expect(await kubewright(["rules", "test"], { cwd: folderWith() })).toMatchObject({
    code: 2,
    err: "kubewright: the configuration of this folder has no customRules\n",
  });
});

test("they are reported, fixed and listed like other rules", async () => {
  const cwd = folderWith({ ".kubewright.yaml": config, "web.yaml": pod });
  const own = async (args: readonly string[]) =>
    (await lintJson(args, { cwd })).findings.filter(({ rule }) => rule === "owner-label-missing");
  expect(await own([])).toMatchObject([{ severity: "warning", range: { start: { line: 4, column: 9 } } }]);
  expect(await own(["--rule", "owner-label-missing=off"])).toEqual([]);
  expect(await own(["--no-config"])).toEqual([]);
  const listed = async (format: string) => (await kubewright(["rules", "--format", format], { cwd })).out;
  expect(await listed("pretty")).toMatch(
    /\ncustom\n {2}owner-label-missing +warning +An object does not say who owns it\.\n/,
  );
  expect(await listed("markdown")).toMatch(
    /\n\| `owner-label-missing` \| custom \| warning \| recommended, .* \| review \| An object does/,
  );
  const record = JSON.parse(await listed("json")).find(
    ({ id }: { id: string }) => id === "owner-label-missing",
  );
  expect(record).toMatchObject({ custom: true, fixes: ["review"] });
  expect(record.presets).toContain("kube-linter");
  const sarif = JSON.parse((await kubewright(["lint", "--format", "sarif"], { cwd })).out);
  const [run] = sarif.runs;
  const result = run.results.find(({ ruleId }: { ruleId: string }) => ruleId === "owner-label-missing");
  expect(run.tool.driver.rules[result.ruleIndex].id).toBe("owner-label-missing");
  await kubewright(["fix", "--all"], { cwd });
  expect(await own([])).toEqual([]);
});

test("an explanation shows the definition and its position", async () => {
  const cwd = folderWith({ "team/rules.yaml": config, "team.yaml": "extends: team/rules.yaml\n" });
  expect(
    (await kubewright(["explain", "owner-label-missing", "--config", "team.yaml"], { cwd })).out,
  ).toMatchInlineSnapshot(`
    "owner-label-missing

    An object does not say who owns it.

    category    custom
    severity    warning
    presets     all
    fix         review (\`kubewright fix --all\` applies it; can change what runs)
    defined in  team/rules.yaml:2

      id: owner-label-missing
      summary: An object does not say who owns it.
      kinds: [Pod]
      expression: has(object.metadata.labels) && has(object.metadata.labels.owner)
      fix:
        title: Name the shop as owner
        edits: [{ set: metadata.labels.owner, value: shop }]
      examples:
        good: ["{apiVersion: v1, kind: Pod, metadata: {labels: {owner: a}}}"]
        bad: ["{apiVersion: v1, kind: Pod, metadata: {name: a}}"]

    To suppress a finding: # kubewright-ignore owner-label-missing: reason
    "
  `);
});

test("no text of a configuration reaches the terminal as a control sequence", async () => {
  const clear = String.raw`\e[2J`;
  const rule = `{ id: loud, summary: "A ${clear}", why: "B ${clear}", expression: "false" }`;
  const cwd = folderWith({ ".kubewright.yaml": `customRules:\n- ${rule}\n` });
  for (const args of [["explain", "loud"], ["rules"], ["rules", "--format", "markdown"]])
    expect((await kubewright(args, { cwd })).out).not.toContain("\u001b");
});

test("a summary of several lines is listed on one", async () => {
  const rule = "id: long\n  summary: |\n    One\n    line.\n  expression: 'true'";
  const cwd = folderWith({ ".kubewright.yaml": `customRules:\n- ${rule}\n` });
  expect((await kubewright(["rules"], { cwd })).out).toMatch(/ {2}long +warning +One line\.\n/);
});
