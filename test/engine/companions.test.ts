import { describe, expect, test } from "vitest";
import { defaultConfig } from "../../engine/config/config.ts";
import { companionName } from "../../engine/fix/companion-name.ts";
import type { BuiltFix } from "../../engine/lint/finding.ts";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";
import { applyEdits } from "../../engine/text/range.ts";

const folder = "file:///workspace/shop";
const classes = ["safe", "review"] as const;

const web = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "nginx:1.31.4-alpine" }] }
`;

/** A workspace with these files in an otherwise empty folder, in which only budgets are missing. */
function open(files: Readonly<Record<string, string>>, unread: Readonly<Record<string, string>> = {}) {
  const config = {
    ...defaultConfig,
    preset: "pod-security-baseline",
    rules: { "disruption-budget-missing": { severity: "warning" } },
  } as const;
  const linter = new Linter(rules, () => config, {
    textOf: () => undefined,
    isFree: (uri) => ![...Object.keys(files), ...Object.keys(unread)].map(uriOf).includes(uri),
  });
  for (const [name, text] of Object.entries(files)) linter.setFile(uriOf(name), text);
  return linter;
}

function uriOf(name: string): string {
  return `${folder}/${name}`;
}

function onlyFix(linter: Linter, name: string): BuiltFix {
  const findings = linter.findings(uriOf(name));
  expect(findings.map(({ rule }) => rule)).toEqual(["disruption-budget-missing"]);
  const [fix] = linter.fixes(findings[0]!, uriOf(name));
  return fix!;
}

describe("an object that a fix adds", () => {
  test("gets its own file next to a file with one resource", () => {
    const fix = onlyFix(open({ "deployment.yaml": web }), "deployment.yaml");
    expect(fix.title).toBe(
      "Add a PodDisruptionBudget that allows one pod to be evicted at a time (in the new file poddisruptionbudget.yaml)",
    );
    expect(fix.edits).toEqual([]);
    expect(fix.created.map(({ uri }) => uri)).toEqual([uriOf("poddisruptionbudget.yaml")]);
    expect(fix.created[0]!.text).toMatch(/^apiVersion: policy\/v1\nkind: PodDisruptionBudget\n(?:.+\n)+$/);
  });

  test("is appended to a file with several", () => {
    const several = `${web}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: web, namespace: shop }\n`;
    const fix = onlyFix(open({ "web.yaml": several }), "web.yaml");
    expect(fix.title).toContain("(at the end of this file)");
    expect(fix.created).toEqual([]);
    expect(fix.edits).toHaveLength(1);
  });

  test("is written in the style of the file next to it", () => {
    const linter = open({ "web.yaml": `---\n${web}`.replaceAll("\n", "\r\n") });
    const [made] = onlyFix(linter, "web.yaml").created;
    expect(made!.text).toMatch(/^---\r\napiVersion: policy\/v1\r\n/);
    expect(made!.text).not.toMatch(/[^\r]\n/);
  });

  test("gets its own file next to JSON, which cannot hold a second object", () => {
    const json = JSON.stringify({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web" },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" } },
          spec: { containers: [{ name: "web", image: "nginx:1.31.4" }] },
        },
      },
    });
    expect(onlyFix(open({ "web.json": json }), "web.json").created[0]!.uri).toBe(
      uriOf("web-poddisruptionbudget.yaml"),
    );
  });

  test("never uses an existing name", () => {
    const linter = open({ "deployment.yaml": web }, { "poddisruptionbudget.yaml": "" });
    expect(onlyFix(linter, "deployment.yaml").created[0]!.uri).toBe(uriOf("poddisruptionbudget-2.yaml"));
  });
});

describe("a kustomization that lists the file", () => {
  const kustomization = `resources:
  - deployment.yaml # the shop
images: []
`;

  test("lists the new one too", () => {
    const linter = open({ "deployment.yaml": web, "kustomization.yaml": kustomization });
    const fix = onlyFix(linter, "deployment.yaml");
    expect(fix.title).toContain("(in the new file poddisruptionbudget.yaml, listed in kustomization.yaml)");
    expect(fix.elsewhere.map(({ uri, edits }) => [uri, applyEdits(kustomization, edits)])).toEqual([
      [
        uriOf("kustomization.yaml"),
        "resources:\n  - deployment.yaml # the shop\n  - poddisruptionbudget.yaml\nimages: []\n",
      ],
    ]);
  });

  test("can be in another folder", () => {
    const above = "resources: [my shop/deployment.yaml]\n";
    const linter = open({ "kustomization.yaml": above, "my%20shop/deployment.yaml": web });
    const { elsewhere } = onlyFix(linter, "my%20shop/deployment.yaml");
    expect(applyEdits(above, elsewhere[0]!.edits)).toBe(
      "resources: [my shop/deployment.yaml, my shop/poddisruptionbudget.yaml]\n",
    );
  });

  test("keeps the object in its file if it has not been read or is broken", () => {
    const unread = open({ "deployment.yaml": web }, { "kustomization.yaml": "" });
    expect(onlyFix(unread, "deployment.yaml").title).toContain("(at the end of this file)");
    const broken = open({ "deployment.yaml": web, "kustomization.yaml": `${kustomization}  - [\n` });
    expect(onlyFix(broken, "deployment.yaml").title).toContain("(at the end of this file)");
  });

  test("lists the files that fixing all creates, and a second run creates none", () => {
    const linter = open({ "deployment.yaml": web, "kustomization.yaml": kustomization });
    const { text, created, elsewhere, fixed } = linter.fixAll(uriOf("deployment.yaml"), { classes });
    expect([text, created.length, fixed]).toEqual([web, 1, 1]);
    linter.setFile(created[0]!.uri, created[0]!.text);
    linter.setFile(uriOf("kustomization.yaml"), applyEdits(kustomization, elsewhere[0]!.edits));
    const again = linter.fixAll(uriOf("deployment.yaml"), { classes });
    expect([again.created, again.elsewhere, again.fixed]).toEqual([[], [], 0]);
  });
});

test("fixing all does not keep files that were not created", () => {
  const linter = open({ "deployment.yaml": web });
  linter.fixAll(uriOf("deployment.yaml"), { classes });
  expect(linter.findings(uriOf("deployment.yaml"))).toHaveLength(1);
});

test("fixing all takes no name that the fixes of another file take", () => {
  const other = web.replaceAll("web", "shop");
  const linter = open({ "web.yaml": web, "web-deployment.yaml": other });
  const steps = linter.fixFiles(["web.yaml", "web-deployment.yaml"].map(uriOf), [{ classes }]);
  let step = steps.next();
  while (!step.done) step = steps.next();
  const created = step.value.files.filter(({ before }) => before === undefined);
  expect(created.map(({ uri }) => uri).sort()).toEqual(
    ["web-poddisruptionbudget-2.yaml", "web-poddisruptionbudget.yaml"].map(uriOf),
  );
});

test.each([
  ["deployment.yaml", "networkpolicy.yaml"],
  ["web-deployment.yml", "web-networkpolicy.yml"],
  ["10-Deployment-web.yaml", "10-NetworkPolicy-web.yaml"],
  ["deploy.yaml", "netpol.yaml"],
  ["web.deploy.yaml", "web.netpol.yaml"],
  ["web.yaml", "web-networkpolicy.yaml"],
  ["redeployments.yaml", "redeployments-networkpolicy.yaml"],
  ["deployment-of-deployments.yaml", "networkpolicy-of-deployments.yaml"],
  ["web.json", "web-networkpolicy.yaml"],
  [".yaml", ".yaml-networkpolicy.yaml"],
])("the file beside %s is %s", (beside, expected) => {
  expect(companionName(beside, "Deployment", "NetworkPolicy")).toBe(expected);
});

test.each([
  ["stateful-set.yaml", "pod-disruption-budget.yaml"],
  ["stateful_set.yaml", "pod_disruption_budget.yaml"],
  ["db-sts.yaml", "db-pdb.yaml"],
])("the file beside %s is %s, in its style", (beside, expected) => {
  expect(companionName(beside, "StatefulSet", "PodDisruptionBudget")).toBe(expected);
});

describe("an object that a fix adds is valid", () => {
  const lint = (text: string, rule: string) => {
    const config = {
      ...defaultConfig,
      preset: "pod-security-baseline",
      rules: { [rule]: { severity: "warning" } },
    } as const;
    const linter = new Linter(rules, () => config, { textOf: () => undefined, isFree: () => false });
    linter.setFile(uriOf("web.yaml"), text);
    const findings = linter.findings(uriOf("web.yaml")).filter((finding) => finding.rule === rule);
    return findings.flatMap((finding) => linter.fixes(finding, uriOf("web.yaml")));
  };

  test("it copies no invalid label", () => {
    const text = web.replace(
      "namespace: shop }",
      'namespace: shop, labels: { homepage: "https://shop.example.com/about", team: front } }',
    );
    const [fix] = lint(text, "disruption-budget-missing");
    expect(fix!.edits[0]!.text).toContain("team: front");
    expect(fix!.edits[0]!.text).not.toContain("homepage");
  });

  test("it copies no invalid name and no invalid protocol", () => {
    expect(lint(web.replace("name: web,", "name: Web_1,"), "disruption-budget-missing")).toEqual([]);
    const pod = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: "nginx:1.31.4", ports: [{ containerPort: 80, protocol: tcp }] }] }
`;
    expect(lint(pod, "network-policy-missing")).toEqual([]);
  });

  test("it starts no second document if the file already has one", () => {
    const [fix] = lint(`${web}---\n`, "disruption-budget-missing");
    expect(fix!.edits[0]!.text).toMatch(/^apiVersion: policy\/v1\n/);
  });
});
