import { describe, expect, test } from "vitest";
import { builtKubewright, folderWith, kubewright, onlyTags, podWithoutTag } from "./program.ts";

const files = {
  "web.yaml": podWithoutTag.replace(
    "image: nginx # the shop window",
    "image: nginx # kubewright-ignore image-latest-tag: the shop window",
  ),
};

const lint = (...args: string[]) => kubewright(["lint", ...onlyTags, ...args], { cwd: folderWith(files) });

describe("--report-suppressed", () => {
  test("shows what is suppressed and why, without counting it", async () => {
    expect((await lint()).out).toBe("No findings in 1 file with 1 resource.\n");
    const { code, out } = await lint("--report-suppressed");
    expect(code).toBe(0);
    expect(out).toContain("7:12 warning");
    expect(out).toContain(
      "(suppressed by the comment # kubewright-ignore image-latest-tag: the shop window)",
    );
    expect(out).toContain("No findings in 1 file with 1 resource; 1 finding suppressed.\n");
  });

  test("shows the annotation", () => {
    const annotated = podWithoutTag.replace(
      "namespace: shop",
      "namespace: shop, annotations: { kubewright.dev/ignore: 'image-latest-tag: the shop window' }",
    );
    const cwd = folderWith({ "web.yaml": annotated });
    expect(builtKubewright(["lint", ...onlyTags, "--report-suppressed"], { cwd }).out).toContain(
      "(suppressed by the annotation kubewright.dev/ignore: the shop window)",
    );
  });

  test("marks it in JSON", async () => {
    const report = JSON.parse((await lint("--report-suppressed", "--format", "json")).out);
    expect(report.findings).toMatchObject([
      {
        rule: "image-latest-tag",
        suppressed: true,
        suppression: { by: "comment", reason: "the shop window" },
      },
    ]);
    expect(report.summary).toMatchObject({ warning: 0, suppressed: 1 });
    expect(JSON.parse((await lint("--format", "json")).out).summary).not.toHaveProperty("suppressed");
  });

  test("is a suppression in SARIF, a skipped case in JUnit and a plain line on GitHub", async () => {
    const [result] = JSON.parse((await lint("--report-suppressed", "--format", "sarif")).out).runs[0].results;
    expect(result.suppressions).toEqual([
      { kind: "inSource", status: "accepted", justification: "the shop window" },
    ]);
    const junit = (await lint("--report-suppressed", "--format", "junit")).out;
    expect(junit).toContain('tests="1" failures="0" skipped="1"');
    expect(junit).toContain("<skipped message=");
    const github = (await lint("--report-suppressed", "--format", "github")).out;
    expect(github).not.toContain("::");
    expect(github).toContain("suppressed by the comment");
  });
});
