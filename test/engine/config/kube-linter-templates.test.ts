import { describe, expect, test } from "vitest";
import { createLinter, migrateConfig, parseConfig, parseKubeLinterConfig } from "../../../engine/index.ts";

const deployment = (container: string, pod = "", spec = "") => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, labels: { team: shop }, annotations: { mail: shop@example.com } }
spec:
${spec}  template:
    spec:
${pod}      containers:
      - name: web
        image: ghcr.io/acme/web:1.4.2
${container}`;
const job = (container: string) =>
  `apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: web }\nspec:\n  jobTemplate: { spec: { template: { spec: { containers: [${container}] } } } }\n`;
const plain = deployment("");

/** By template: parameters, what is not flagged, and what is. */
const cases: readonly [string, string, readonly string[], readonly string[]][] = [
  [
    "required-annotation",
    "{ key: mail, value: .+@example.com }",
    [plain],
    [plain.replace("@example", "@other")],
  ],
  [
    "required-label",
    '{ key: "^tea", value: "^s.*p$" }',
    [plain],
    [plain.replace("team: shop", "team: bank")],
  ],
  ["required-label", "{ key: team, value: '!^bank' }", [plain], [plain.replace("team: shop", "team: bank")]],
  ["forbidden-annotation", "{ key: mail }", [plain.replace("mail:", "phone:")], [plain]],
  ["disallowed-api-obj", "{ group: apps, kind: Deployment }", [plain.replace("apps/v1", "v1")], [plain]],
  ["disallowed-api-obj", "{ version: '^v1beta' }", [plain], [plain.replace("apps/v1", "apps/v1beta2")]],
  [
    "env-var",
    "{ name: (?i).*secret.*, value: .+ }",
    [plain, deployment("        env: [{ name: SECRET }, { name: A, value: b }]\n")],
    [
      deployment("        env: [{ name: my_secret, value: a }]\n"),
      job('{ name: a, image: a, env: [{ name: SECRET, value: "1" }] }'),
    ],
  ],
  ["latest-tag", "{ blockList: ['.*:(latest)$', '^[^:]*$'] }", [plain], [plain.replace("1.4.2", "latest")]],
  ["latest-tag", "{ allowList: ['^ghcr.io/acme/'] }", [plain], [plain.replace("acme", "other")]],
  [
    "image-pull-policy",
    "{ forbiddenPolicies: [Never] }",
    [plain],
    [deployment("        imagePullPolicy: Never\n")],
  ],
  [
    "ports",
    "{ port: 22, protocol: TCP }",
    [plain, deployment("        ports: [{ containerPort: 22, protocol: UDP }, { containerPort: 8022 }]\n")],
    [deployment("        ports: [{ containerPort: 22 }]\n")],
  ],
  [
    "host-mounts",
    "{ dirs: ['^/etc'] }",
    [plain, deployment("", "      volumes: [{ name: etc, hostPath: { path: /etc } }]\n")],
    [
      deployment(
        "        volumeMounts: [{ name: etc, mountPath: /a }]\n",
        "      volumes: [{ name: etc, hostPath: { path: /etc/ssl } }]\n",
      ),
    ],
  ],
  [
    "unsafe-sysctls",
    "{ unsafeSysCtls: [kernel.sem] }",
    [plain],
    [deployment("", "      securityContext: { sysctls: [{ name: kernel.sem, value: '1' }] }\n")],
  ],
  [
    "priority-class-name",
    "{ acceptedPriorityClassNames: [high] }",
    [plain, deployment("", "      priorityClassName: high\n")],
    [deployment("", "      priorityClassName: low\n")],
  ],
  [
    "cpu-requirements",
    "{ requirementsType: request, lowerBoundMillis: 0, upperBoundMillis: 100 }",
    [deployment("        resources: { requests: { cpu: 1 } }\n")],
    [plain, deployment("        resources: { requests: { cpu: 100m } }\n")],
  ],
  [
    "memory-requirements",
    "{ requirementsType: any, lowerBoundMB: 1024 }",
    [plain, deployment("        resources: { limits: { memory: 512Mi } }\n")],
    [deployment("        resources: { limits: { memory: 2Gi } }\n")],
  ],
  [
    "minimum-replicas",
    "{ minReplicas: 3 }",
    [deployment("", "", "  replicas: 3\n"), job("{ name: a, image: a }")],
    [plain, deployment("", "", "  replicas: 2\n")],
  ],
  [
    "hpa-minimum-replicas",
    "{ minReplicas: 2 }",
    [plain],
    [
      "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: a }\nspec: { maxReplicas: 3 }\n",
    ],
  ],
  [
    "forbidden-service-types",
    "{ forbiddenServiceTypes: [NodePort] }",
    ["apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { ports: [{ port: 80 }] }\n"],
    ["apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { type: NodePort }\n"],
  ],
  [
    "cel-expression",
    '{ check: \'object.metadata.name == "web" ? "" : "It is " + object.metadata.name\' }',
    [plain],
    [plain.replace("name: web, namespace", "name: db, namespace")],
  ],
];

const configOf = (template: string, params: string) =>
  `checks: { doNotAutoAddDefaults: true }\ncustomChecks:\n- name: our-own\n  description: Ours.\n  remediation: "Do: it"\n  template: ${template}\n  params: ${params}\n`;

describe("a custom check of KubeLinter", () => {
  test.each(cases)(
    "with the template %s and the parameters %s flags the same",
    (template, params, good, bad) => {
      const { config, problems, notes } = parseKubeLinterConfig(configOf(template, params), {});
      expect({ problems, notes }).toEqual({ problems: [], notes: [] });
      const linter = createLinter(() => config);
      const flagged = (text: string) => {
        linter.setFile("file:///a.yaml", text);
        return linter.findings("file:///a.yaml").filter(({ rule }) => !/^(?:yaml|value)-/.test(rule)).length;
      };
      expect(good.map(flagged)).toEqual(good.map(() => 0));
      expect(bad.map(flagged)).toEqual(bad.map(() => 1));
    },
  );

  test("becomes a valid rule, with its own description", () => {
    const { text } = migrateConfig(configOf("env-var", '{ name: "it\'s" }'), ".kube-linter.yaml")!;
    expect(text).toContain(
      '  - id: our-own\n    summary: "Ours."\n    why: "Do: it"\n    kinds: [Deployment,',
    );
    const { problems, config } = parseConfig(text);
    expect(problems).toEqual([]);
    expect(config.customRules).toMatchObject([{ id: "our-own", summary: "Ours.", why: "Do: it" }]);
  });

  test("reports with its own expression", () => {
    const [template, params, , [bad]] = cases.at(-1)!;
    const { config } = parseKubeLinterConfig(configOf(template, params), {});
    const linter = createLinter(() => config);
    linter.setFile("file:///a.yaml", bad!);
    expect(linter.findings("file:///a.yaml").map(({ message }) => message)).toEqual(["It is db"]);
  });

  test.each([
    ["cel-expression", '{ check: \'objects.size() > 1 ? "" : "few"\' }'],
    ["latest-tag", "{ blockList: [a], allowList: [b] }"],
    ["cpu-requirements", "{ requirementsType: limits }"],
    ["minimum-replicas", "{ minReplicas: many }"],
    ["minimum-replicas", "{ minReplicas: 3, other: 1 }"],
  ])("is noted where %s with %s has no meaning here", (template, params) => {
    const { notes, config } = parseKubeLinterConfig(configOf(template, params), {});
    expect(notes).toHaveLength(1);
    expect(config.customRules).toEqual([]);
  });
});
