import { beforeEach, expect, test } from "vitest";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";

let linter: Linter;

beforeEach(() => {
  linter = new Linter(rules);
});

function findings(path: string, text: string): readonly string[] {
  linter.setFile(`file:///w/${path}`, text);
  return linter.findings(`file:///w/${path}`).map(({ rule }) => rule);
}

const patch = `apiVersion: apps/v1
kind: Deployment
metadata: { name: manager }
spec:
  template:
    spec:
      containers: [{ name: manager, env: [{ name: A, value: b }] }]
`;
const whole = patch.replace("name: manager,", "name: manager, image: 'ghcr.io/acme/web:1.4.2',");

test("a workload without selector, pod labels and image is a patch, whatever the name of its file", () => {
  expect(findings("image_pull_secret.yaml", patch)).toEqual([]);
  expect(findings("image_pull_secret.yaml", whole)).toContain("memory-limit-missing");
});

test("other objects in the file of such a patch are checked", () => {
  const pod = `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: nginx }] }\n`;
  expect(findings("all.yaml", `${patch}---\n${pod}`)).toContain("image-latest-tag");
});

test("a list of files under patches, as in the first kustomizations", () => {
  linter.setFile("file:///w/kustomization.yaml", "resources: [./all.yaml]\npatches:\n- web.yaml\n");
  expect(findings("web.yaml", whole)).toEqual([]);
});

test.each([
  "01-assert.yaml",
  "00-errors.yaml",
  "chainsaw-assert.yaml",
  "assert.yaml",
  "02-assert-ready.yaml",
])("%s says what a test expects and is not applied", (name) => {
  const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: { labels: { a: b } }\n";
  expect(findings(`tests/${name}`, namespace)).toEqual([]);
  expect(findings("tests/01-install.yaml", namespace)).toContain("name-missing");
});

test.each([
  ["a Component that nothing here includes", "kind: Component\nresources: [rbac.yaml]\n", []],
  [
    "a Kustomization that an overlay elsewhere can include",
    "kind: Kustomization\nresources: [rbac.yaml]\n",
    [],
  ],
  ["a Kustomization of other files", "kind: Kustomization\nresources: [web.yaml]\n", ["rbac-invalid"]],
])("the namespace of a subject in %s", (_, kustomization, expected) => {
  linter.setFile("file:///w/kustomization.yaml", kustomization);
  const binding = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: job-plugin }
subjects: [{ kind: ServiceAccount, name: job-plugin }]
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
`;
  expect(findings("rbac.yaml", binding)).toEqual(expected);
});

test("one document that is a template does not suppress the findings of its file", () => {
  const pod = `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { hostNetwork: true, containers: [{ name: a, image: nginx }] }\n`;
  const templated = "apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { clusterIP: {{ ip }} }\n";
  expect(findings("a.yaml", `${pod}---\n${templated}`)).toContain("host-namespace");
  expect(findings("b.yaml", `{{- if .Values.pod }}\n${pod}---\n${pod}{{- end }}\n`)).toEqual([]);
});

test("the objects of an OpenShift template are checked like those of a List", () => {
  const template = `apiVersion: template.openshift.io/v1
kind: Template
metadata: { name: web }
objects:
  - apiVersion: apps/v1
    kind: Deployment
    metadata: { name: "\${NAME}" }
    spec:
      replicas: \${{REPLICAS}}
      selector: { matchLabels: { app: "\${NAME}" } }
      template:
        metadata: { labels: { app: "\${NAME}" } }
        spec: { hostNetwork: true, containers: [{ name: web, image: redis }] }
parameters: [{ name: NAME, value: x }, { name: REPLICAS, value: "2" }]
`;
  expect(findings("template.yaml", template)).toContain("host-namespace");
  expect(findings("template.yaml", template)).not.toContain("selector-mismatch");
});
