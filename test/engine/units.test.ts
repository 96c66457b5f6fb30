import { beforeEach, describe, expect, test } from "vitest";
import { defaultConfig, laidOver } from "../../engine/config/config.ts";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";
import { growth, linear } from "../growth.ts";

const config = laidOver(defaultConfig, { preset: "all", rules: {}, settings: {} });
let linter: Linter;

beforeEach(() => {
  linter = new Linter(rules, () => config);
});

function enter(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) linter.setFile(`file:///w/${path}`, text);
}

const reported = (path: string) => linter.findings(`file:///w/${path}`).map(({ rule }) => rule);

const web = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2" }]
`;
const service = `apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`;
const budget = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: web } } }
`;
const policy = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
`;
const kustomization = (...resources: readonly string[]) => `resources: [${resources.join(", ")}]\n`;

describe("copies of the same objects", () => {
  test("do not affect each other", () => {
    enter({
      "staging/web.yaml": web,
      "staging/pdb.yaml": budget,
      "staging/np.yaml": policy,
      "production/web.yaml": web,
    });
    expect(reported("staging/web.yaml")).not.toContain("disruption-budget-missing");
    expect(reported("staging/web.yaml")).not.toContain("network-policy-missing");
    expect(reported("production/web.yaml")).toContain("disruption-budget-missing");
    expect(reported("production/web.yaml")).toContain("network-policy-missing");
  });

  test("are checked separately", () => {
    const single = `${web.replace("  replicas: 3\n", "  replicas: 1\n")}---\n${service}`;
    const implicit = `${web.replace("  replicas: 3\n", "")}---\n${service}`;
    enter({ "a/web.yaml": single, "b/web.yaml": single, "c/web.yaml": implicit });
    for (const folder of ["a", "b", "c"])
      expect(reported(`${folder}/web.yaml`)).toContain("replicas-too-few");
  });

  test("are found deeper in their folders, and in one file next to a folder", () => {
    enter({
      "src/web/manifests/web.yaml": web,
      "src/web/manifests/pdb.yaml": budget,
      "release/all.yaml": `${web}---\n${service}`,
      "install.yaml": `${web}---\n${policy}`,
    });
    expect(reported("release/all.yaml")).toContain("disruption-budget-missing");
    expect(reported("install.yaml")).toContain("disruption-budget-missing");
    expect(reported("src/web/manifests/web.yaml")).toContain("network-policy-missing");
  });

  test("share objects that are defined only once", () => {
    enter({ "staging/web.yaml": web, "production/web.yaml": web, "common/np.yaml": policy });
    expect(reported("staging/web.yaml")).not.toContain("network-policy-missing");
    expect(reported("production/web.yaml")).not.toContain("network-policy-missing");
  });

  test("are not kept separate by a folder with all of several apps", () => {
    enter({
      "all/a.yaml": `${web}---\n${service}`,
      "apps/web/web.yaml": web,
      "apps/budgets/pdb.yaml": budget,
      "apps/services/web.yaml": service,
    });
    expect(reported("apps/web/web.yaml")).not.toContain("disruption-budget-missing");
    expect(reported("all/a.yaml")).toContain("disruption-budget-missing");
  });

  test("do not include a Namespace that every folder repeats", () => {
    const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n";
    enter({ "a/ns.yaml": namespace, "a/web.yaml": web, "b/ns.yaml": namespace, "b/pdb.yaml": budget });
    expect(reported("a/web.yaml")).not.toContain("disruption-budget-missing");
  });

  test("change with the names of objects", () => {
    enter({ "staging/web.yaml": web, "staging/pdb.yaml": budget, "production/web.yaml": web });
    expect(reported("production/web.yaml")).toContain("disruption-budget-missing");
    enter({ "staging/web.yaml": web.replace("name: web }", "name: api }") });
    expect(reported("production/web.yaml")).not.toContain("disruption-budget-missing");
    enter({ "staging/web.yaml": web });
    expect(reported("production/web.yaml")).toContain("disruption-budget-missing");
    linter.deleteFile("file:///w/staging/web.yaml");
    expect(reported("production/web.yaml")).not.toContain("disruption-budget-missing");
  });
});

describe("files that Kustomize combines", () => {
  test("overlays of one base are alternatives, but a base and its overlay are not", () => {
    enter({
      "base/kustomization.yaml": kustomization("web.yaml"),
      "base/web.yaml": web,
      "overlays/dev/kustomization.yaml": kustomization("../../base", "api.yaml"),
      "overlays/dev/api.yaml": web.replaceAll("web", "api"),
      "overlays/prod/kustomization.yaml": kustomization("../../base", "pdb.yaml", "api-pdb.yaml"),
      "overlays/prod/pdb.yaml": budget,
      "overlays/prod/api-pdb.yaml": budget.replaceAll("web", "api"),
    });
    expect(reported("base/web.yaml")).not.toContain("disruption-budget-missing");
    expect(reported("overlays/dev/api.yaml")).toContain("disruption-budget-missing");
  });

  test("a kustomization that includes two copies applies both", () => {
    enter({
      "kustomization.yaml": kustomization("a/web.yaml", "b/web.yaml", "b/pdb.yaml"),
      "a/web.yaml": web,
      "b/web.yaml": web,
      "b/pdb.yaml": budget,
    });
    expect(reported("a/web.yaml")).not.toContain("disruption-budget-missing");
  });
});

test("a bundle of the Operator Lifecycle Manager is applied separately", () => {
  enter({
    "bundle/manifests/op.clusterserviceversion.yaml": `apiVersion: operators.coreos.com/v1alpha1
kind: ClusterServiceVersion
metadata: { name: op.v1.0.0 }
spec: { install: { strategy: deployment, spec: { deployments: [{ name: op }] } } }
`,
    "bundle/manifests/service.yaml": `apiVersion: v1
kind: Service
metadata: { name: op-metrics }
spec: { selector: { app: web }, ports: [{ name: https, port: 8443, targetPort: https }] }
`,
    "examples/op.yaml": web.replace('1.4.2"', '1.4.2", ports: [{ name: metrics, containerPort: 8383 }]'),
  });
  expect(reported("bundle/manifests/service.yaml")).not.toContain("service-target-port-missing");
  expect(reported("bundle/manifests/service.yaml")).not.toContain("selector-selects-nothing");
});

describe("among very many copies", () => {
  const folders = Array.from({ length: 30 }, (_, at) => `f${at}`);

  test("each sees itself, objects that are defined once, and files that are combined with it", () => {
    enter(Object.fromEntries(folders.map((folder) => [`${folder}/web.yaml`, web])));
    enter(Object.fromEntries(folders.slice(1).map((folder) => [`${folder}/pdb.yaml`, budget])));
    expect(reported("f0/web.yaml")).toContain("disruption-budget-missing");
    expect(reported("f1/web.yaml")).not.toContain("disruption-budget-missing");
    enter({ "kustomization.yaml": kustomization("f0/web.yaml", "f1/web.yaml", "f1/pdb.yaml") });
    expect(reported("f0/web.yaml")).not.toContain("disruption-budget-missing");
    enter({ "kustomization.yaml": kustomization("f0/web.yaml") });
    expect(reported("f0/web.yaml")).toContain("disruption-budget-missing");
    enter({ "common/pdb.yaml": budget.replace("name: web }", "name: all }") });
    expect(reported("f0/web.yaml")).not.toContain("disruption-budget-missing");
    linter.deleteFile("file:///w/common/pdb.yaml");
    expect(reported("f0/web.yaml")).toContain("disruption-budget-missing");
  });

  test("the cost grows with their number, not with its square", () => {
    const work = (count: number) => {
      linter = new Linter(rules, () => config);
      const paths = Array.from({ length: count }, (_, at) => `f${at}/web.yaml`);
      enter(Object.fromEntries(paths.map((path) => [path, `${web}---\n${service}`])));
      for (const path of paths) reported(path);
    };
    expect(growth(work, 25)).toBeLessThan(linear);
  });
});
