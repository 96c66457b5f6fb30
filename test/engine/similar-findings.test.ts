import { expect, test } from "vitest";
import { type Config, defaultConfig } from "../../engine/config/config.ts";
import { parseConfig } from "../../engine/config/file.ts";
import { baselineText } from "../../engine/index.ts";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";
import { applyEdits } from "../../engine/text/range.ts";

const uri = "file:///workspace/web.yaml";
const web = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          ports: [{ name: http, containerPort: 8080 }]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
`;

function open(config: Config, text = web) {
  const linter = new Linter(rules, () => config);
  linter.setFile(uri, text);
  const about = (name: string) => linter.findings(uri).filter(({ rule }) => rule.includes(name));
  return { linter, about };
}

test("missing requests and limits of one container are one finding, with one fix", () => {
  const { linter, about } = open({ ...defaultConfig, preset: "strict" });
  const findings = [...about("cpu-"), ...about("memory-")];
  expect(findings.map(({ rule, severity, message }) => [rule, severity, message])).toEqual([
    [
      "memory-limit-missing",
      "warning",
      'Container "web" of Deployment "web" has no memory limit, so a memory leak can starve other pods on the node; it also has no CPU request or memory request.',
    ],
  ]);
  expect(findings[0]!.peers["checkov"]).toEqual(
    expect.arrayContaining(["CKV_K8S_10", "CKV_K8S_12", "CKV_K8S_13"]),
  );
  const [fix] = linter.fixes(findings[0]!, uri);
  expect(fix!.title).toBe("Set a CPU request, a memory request and a memory limit (starting values)");
  expect(applyEdits(web, fix!.edits)).toContain(`          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 128Mi
`);
});

test("so are its missing probes", () => {
  const { linter, about } = open({ ...defaultConfig, preset: "strict" });
  const findings = about("probe-missing");
  expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
    [
      "readiness-probe-missing",
      'Container "web" of Deployment "web" has no readiness probe, so Service "web" sends it traffic before it is ready; it also has no liveness probe.',
    ],
  ]);
  const [fix] = linter.fixes(findings[0]!, uri);
  expect(fix!.title).toBe("Add a liveness probe and a readiness probe");
});

test("a suppressed part is left out", () => {
  const text = web.replace(
    "- name: web",
    "- name: web # kubewright-ignore cpu-request-missing: measured later",
  );
  const { about } = open(defaultConfig, text);
  expect([...about("cpu-"), ...about("memory-")].map(({ message }) => message)).toEqual([
    'Container "web" of Deployment "web" has no memory limit, so a memory leak can starve other pods on the node.',
  ]);
});

test("a configuration and the preset kube-linter can keep the findings separate", () => {
  const { config } = parseConfig("similarFindings: single\n", rules);
  const single = { ...defaultConfig, settings: config.settings as Config["settings"] };
  for (const apart of [single, { ...defaultConfig, preset: "kube-linter" } as const]) {
    const { about } = open(apart);
    expect([...about("cpu-"), ...about("memory-")].map(({ rule }) => rule).sort()).toEqual([
      "cpu-request-missing",
      "memory-limit-missing",
    ]);
  }
});

test("Jobs need no requests and limits in recommended", () => {
  const job = `apiVersion: batch/v1
kind: Job
metadata: { name: import, namespace: shop }
spec: { template: { spec: { restartPolicy: Never, containers: [{ name: import, image: "ghcr.io/acme/import:1.4.2" }] } } }
`;
  expect(open(defaultConfig, job).about("-missing")).toEqual([]);
  expect(open({ ...defaultConfig, preset: "strict" }, job).about("memory-limit-missing")).toHaveLength(1);
});

test("a baseline matches every part", () => {
  const { linter } = open({ ...defaultConfig, preset: "strict" });
  const text = baselineText(new Map([["web.yaml", linter.findings(uri)]]));
  for (const id of ["cpu-request-missing", "memory-request-missing", "memory-limit-missing"])
    expect(text).toContain(id);
});
