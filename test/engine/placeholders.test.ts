import { expect, test } from "vitest";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";
import { isTemplated } from "../../engine/text/placeholders.ts";

const forms = [
  ...[
    "@@TAG@@",
    "@TAG@",
    "@project.version@",
    "#{Tag}#",
    "#{Build.BuildNumber}#",
    "%TAG%",
    "__TAG__",
    "{TAG}",
  ],
  ...[
    "{tag}",
    "[[TAG]]",
    "<tag>",
    "<your tag>",
    "${TAG}",
    "$(TAG)",
    "$TAG",
    "{{ .Values.tag }}",
    "${{ env.TAG }}",
  ],
];

test.each(forms)("%s is filled in later, as a whole and as a part", (form) => {
  expect(isTemplated(form)).toBe(true);
  expect(isTemplated(`ghcr.io/acme/${form}`)).toBe(true);
});

test.each([
  ...["web", "a__b__c", "user@example.com", "p@ss@word", "caf%C3%A9", "{}", '{"a":1}', "a{2}", "[[:alpha:]]"],
  ...["a < b", "100%", "50% of 20%", "$5", "x > y"],
])("%s is text", (text) => {
  expect(isTemplated(text)).toBe(false);
});

function errorsIn(text: string): readonly string[] {
  const linter = new Linter(rules);
  linter.setFile("file:///w/a.yaml", text);
  return linter
    .findings("file:///w/a.yaml")
    .filter(({ severity }) => severity === "error")
    .map(({ rule, message }) => `${rule}: ${message}`);
}

test.each(forms)("no rule reports %s as an invalid value or key", (form) => {
  const value = JSON.stringify(form);
  const part = JSON.stringify(`x${form}`);
  const text = `apiVersion: batch/v1
kind: CronJob
metadata:
  name: ${value}
  namespace: ${value}
  labels: { a: ${value}, ${value}: b }
  annotations: { ${value}: b }
spec:
  schedule: ${value}
  timeZone: ${value}
  jobTemplate:
    spec:
      template:
        metadata: { labels: { a: ${value} } }
        spec:
          restartPolicy: ${value}
          imagePullSecrets: [{ name: ${value} }]
          containers:
            - name: ${value}
              image: ${part}
              imagePullPolicy: ${value}
              ports: [{ name: ${value}, containerPort: 80 }]
              resources: { limits: { memory: ${value}, cpu: ${part} } }
---
apiVersion: v1
kind: Secret
metadata: { name: regcred }
type: kubernetes.io/dockerconfigjson
data: { .dockerconfigjson: ${value} }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: ${value} }, ports: [{ port: 80, name: ${value}, targetPort: ${value} }] }
`;
  expect(errorsIn(text)).toEqual([]);
});

test("a placeholder that YAML reads as a comment or a mapping is a value", () => {
  const text = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: #{Replicas}#
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: {NAME}
          image: {IMAGE}:{TAG}
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  clusterIP: {SERVICE_IP_PREFIX}.16
  selector: { app: api }
`;
  expect(errorsIn(text)).toEqual([]);
});
