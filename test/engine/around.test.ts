/** How the files around a file affect its findings. */
import { beforeEach, describe, expect, test } from "vitest";
import { defaultConfig, laidOver } from "../../engine/config/config.ts";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";

let linter: Linter;

beforeEach(() => {
  linter = new Linter(rules, () => defaultConfig);
});

function enter(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) linter.setFile(`file:///w/${path}`, text);
}

const reported = (path: string) => linter.findings(`file:///w/${path}`).map(({ rule }) => rule);

const web = (image: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: ${image} }]
`;
const plain = web("ghcr.io/acme/web:1.4.2");
const route = (name: string) => `apiVersion: route.openshift.io/v1
kind: Route
metadata: { name: ${name} }
spec: { to: { kind: Service, name: web } }
`;

describe("OpenShift, which runs pods as a non-root user by default", () => {
  test("is detected by a Route in the folder", () => {
    enter({ "web.yaml": plain, "route.yaml": route("web") });
    expect(reported("web.yaml")).not.toContain("run-as-root");
  });

  test("is not detected if the Route is in an OpenShift variant of the file", () => {
    enter({ "web.yaml": plain, "web-oc.yaml": `${plain}---\n${route("web")}` });
    expect(reported("web.yaml")).toContain("run-as-root");
    expect(reported("web-oc.yaml")).not.toContain("run-as-root");
  });

  test("is detected for the whole workspace if several folders have many of its objects", () => {
    enter({ "apps/web/base/web.yaml": plain });
    const folders = ["a", "b", "c"];
    for (const folder of folders)
      enter({ [`${folder}/routes.yaml`]: [1, 2, 3].map((at) => route(`${folder}${at}`)).join("---\n") });
    expect(reported("apps/web/base/web.yaml")).toContain("run-as-root");
    enter({ "c/more.yaml": route("c4") });
    expect(reported("apps/web/base/web.yaml")).not.toContain("run-as-root");
  });
});

test("a LimitRange in a Kustomize component applies to bases, whose namespace is not known", () => {
  const limits = `apiVersion: v1
kind: LimitRange
metadata: { name: default }
spec: { limits: [{ type: Container, default: { memory: 1Gi, cpu: "1" }, defaultRequest: { memory: 64Mi, cpu: 50m } }] }
`;
  enter({ "apps/web.yaml": plain, "components/limits/limits.yaml": limits });
  expect(reported("apps/web.yaml")).toContain("memory-limit-missing");
  enter({
    "components/limits/kustomization.yaml":
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [limits.yaml]\n",
  });
  expect(reported("apps/web.yaml")).not.toContain("memory-limit-missing");
});

test("a floating tag is accepted only if the same file of a release pins it", () => {
  enter({
    "packaging/web.yaml": web("ghcr.io/acme/web:latest"),
    "install/web.yaml": plain,
  });
  expect(reported("packaging/web.yaml")).not.toContain("image-latest-tag");
  enter({ "lessons/web-2.yaml": web("ghcr.io/acme/web:latest") });
  expect(reported("lessons/web-2.yaml")).toContain("image-latest-tag");
});

test("a finding about what only node components need is off in recommended, and information in strict", () => {
  const agent = `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent, namespace: kube-system }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec:
      priorityClassName: system-node-critical
      hostPID: true
      containers:
        - name: agent
          image: ghcr.io/acme/agent:1.4.2
          securityContext: { privileged: true }
          resources: { requests: { cpu: 10m, memory: 64Mi }, limits: { memory: 64Mi } }
`;
  enter({ "agent.yaml": agent });
  expect(reported("agent.yaml")).toEqual([]);
  const strict = laidOver(defaultConfig, { preset: "strict", rules: {}, settings: {} });
  linter.configure(() => strict);
  const severities = linter
    .findings("file:///w/agent.yaml")
    .filter(({ rule }) => ["privileged-container", "host-namespace"].includes(rule))
    .map(({ severity }) => severity);
  expect(severities).toEqual(["information", "information"]);
});

test("an operator creates the pods of a custom resource, whatever the case of its kind", () => {
  const pooler = plain.replaceAll("app: web", "application: pooler, cluster-name: main");
  enter({
    "db.yaml": `apiVersion: acid.zalan.do/v1
kind: postgresql
metadata: { name: main, namespace: data }
---
apiVersion: v1
kind: Service
metadata: { name: main, namespace: data }
spec:
  selector: { application: spilo, cluster-name: main }
  ports: [{ port: 9187 }]
`,
    "pooler.yaml": pooler,
  });
  expect(reported("db.yaml")).not.toContain("selector-selects-nothing");
});

test("a removed version that a Kustomize patch repeats is not changed in only one of the places", () => {
  const job = `apiVersion: batch/v1beta1
kind: CronJob
metadata: { name: nightly }
`;
  const spec = `spec:
  schedule: "0 3 * * *"
  jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: nightly, image: "ghcr.io/acme/nightly:1.4.2" }] } } } }
`;
  const titles = () => {
    const uri = "file:///w/base/job.yaml";
    const finding = linter.findings(uri).find(({ rule }) => rule === "api-version-removed")!;
    return linter.fixes(finding, uri).map(({ title }) => title);
  };
  enter({ "base/job.yaml": job + spec, "base/kustomization.yaml": "resources: [job.yaml]\n" });
  expect(titles()).toEqual(["Set apiVersion to batch/v1"]);
  enter({
    "live/kustomization.yaml": "resources: [../base]\npatches: [{ path: schedule.yaml }]\n",
    "live/schedule.yaml": `${job}spec: { schedule: "0 4 * * *" }\n`,
  });
  expect(titles()).toEqual([]);
});
