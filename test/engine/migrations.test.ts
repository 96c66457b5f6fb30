import { expect, test } from "vitest";
import { defaultConfig } from "../../engine/config/config.ts";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";

const migrating = rules.filter(({ id }) => id.startsWith("api-version-"));
const uri = "file:///w/a.yaml";

/** The fixes of a text as titles, and the text after all of them. */
function migrated(text: string, kubernetesVersion = "1.36") {
  const config = { ...defaultConfig, settings: { ...defaultConfig.settings, kubernetesVersion } };
  const linter = new Linter(migrating, () => config);
  linter.setFile(uri, text);
  const fixes = linter.findings(uri).flatMap((finding) => linter.fixes(finding, uri));
  const after = linter.fixAll(uri, { classes: ["safe", "review"] }).text;
  linter.setFile(uri, after);
  expect(linter.findings(uri), "nothing is left to migrate").toHaveLength(text === after ? 1 : 0);
  return { titles: fixes.map(({ class: of, title }) => `${of} ${title}`), text: after };
}

test("an object in a List in JSON is migrated in its own style", () => {
  const { text } = migrated(`{
  "apiVersion": "v1",
  "kind": "List",
  "items": [
    {
      "apiVersion": "networking.k8s.io/v1beta1",
      "kind": "Ingress",
      "metadata": {"name": "web"},
      "spec": {"backend": {"serviceName": "web", "servicePort": 80}}
    }
  ]
}
`);
  expect(text).toBe(`{
  "apiVersion": "v1",
  "kind": "List",
  "items": [
    {
      "apiVersion": "networking.k8s.io/v1",
      "kind": "Ingress",
      "metadata": {"name": "web"},
      "spec": {"defaultBackend": {"service": {"name": "web", "port": {"number": 80}}}}
    }
  ]
}
`);
});

const deployment = (spec: string) => `apiVersion: extensions/v1beta1
kind: Deployment
metadata:
    name: web
    labels: {app: web}
spec:
${spec}    template:
        metadata:
            labels:
                app: web
        spec:
            containers:
            - name: web
              image: nginx:1.27.5
`;

test("a selector is placed before the template, in the indentation of the file", () => {
  const { titles, text } = migrated(deployment(""));
  expect(titles).toEqual(["review Migrate to apps/v1 (updates then replace 25% of the pods at a time)"]);
  expect(text).toContain(`spec:
    selector:
        matchLabels:
            app: web
    template:
`);
});

test("with all fields that had other defaults, nothing that runs changes", () => {
  const { titles } = migrated(
    deployment(
      "    strategy: { type: Recreate }\n    progressDeadlineSeconds: 600\n    revisionHistoryLimit: 3\n",
    ),
  );
  expect(titles).toEqual(["safe Migrate to apps/v1"]);
});

test("text that is used in two places is left to a person", () => {
  const text = `apiVersion: networking.k8s.io/v1beta1
kind: Ingress
metadata: { name: web }
spec:
  backend: &web { serviceName: web, servicePort: 80 }
  rules: [{ http: { paths: [{ path: /, backend: *web }] } }]
`;
  expect(migrated(text)).toEqual({ titles: [], text });
});

test("fields of no version are left to a person", () => {
  const text = `apiVersion: autoscaling/v2beta1
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }, maximum: 3 }
`;
  expect(migrated(text)).toEqual({ titles: [], text });
});

test("an autoscaler's target moves out of the group that no longer exists, and its old status is removed", () => {
  const { text } = migrated(`apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef:
    apiVersion: extensions/v1beta1
    kind: Deployment
    name: web
  maxReplicas: 3
status:
  currentMetrics: []
  currentReplicas: 1
`);
  expect(text).toBe(`apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  maxReplicas: 3
`);
});

test("a replacement that the cluster does not serve yet is not offered", () => {
  const text = `apiVersion: flowcontrol.apiserver.k8s.io/v1beta1
kind: FlowSchema
metadata: { name: web }
spec: { priorityLevelConfiguration: { name: exempt } }
`;
  expect(migrated(text, "1.27").titles).toEqual([]);
  expect(migrated(text, "1.29").titles).toEqual(["safe Set apiVersion to flowcontrol.apiserver.k8s.io/v1"]);
});

test("a definition that keeps unknown fields goes on doing so at the top", () => {
  const { text } = migrated(`apiVersion: apiextensions.k8s.io/v1beta1
kind: CustomResourceDefinition
metadata: { name: mails.acme.example }
spec:
  group: acme.example
  scope: Cluster
  preserveUnknownFields: true
  names: { kind: Mail, plural: mails }
  validation:
    openAPIV3Schema:
      type: object
      properties:
        spec: { type: object, properties: { to: { type: string } } }
  versions:
  - name: v1
    served: true
    storage: true
  - name: v2
    served: true
    storage: false
`);
  expect(text.match(/^ {6}schema:$/gm) ?? text.match(/^ {4}schema:$/gm)).toHaveLength(2);
  expect(text.match(/x-kubernetes-preserve-unknown-fields: true/g)).toHaveLength(2);
  expect(text).not.toContain("preserveUnknownFields:");
});
