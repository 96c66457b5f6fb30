/** How the files around a file affect its findings. */
import { beforeEach, describe, expect, test } from "vitest";
import { defaultConfig, laidOver } from "../../engine/config/config.ts";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";

let linter: Linter;

beforeEach(() => {
  // The images of these examples are not known.
  const config = { ...defaultConfig, rules: { "run-as-root": { options: { unknown: true } } } };
  linter = new Linter(rules, () => config);
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

test("a Pod for a shell needs no best practice in recommended, but must be valid", () => {
  const shell = (more: string) => `apiVersion: v1
kind: Pod
metadata: { name: shell, namespace: shop }
spec:
  containers: [{ name: shell, image: "debian:latest", tty: true${more} }]
`;
  enter({
    "shell.yaml": shell(", stdin: true"),
    "bad.yaml": shell(", stdin: true, imagePullPolicy: Sometimes"),
  });
  expect(reported("shell.yaml")).toEqual([]);
  expect(reported("bad.yaml")).toContain("image-pull-policy-invalid");
  enter({ "log.yaml": shell("") });
  expect(reported("log.yaml")).toEqual(
    expect.arrayContaining(["image-latest-tag", "memory-limit-missing", "run-as-root"]),
  );
  const kubeLinter = laidOver(defaultConfig, { preset: "kube-linter", rules: {}, settings: {} });
  linter.configure(() => kubeLinter);
  expect(reported("shell.yaml")).toEqual(expect.arrayContaining(["image-latest-tag", "run-as-root"]));
});

describe("a bundle of documents that are files of their own beside it", () => {
  const api = plain.replaceAll("web", "api");
  const shop = plain.replaceAll("web", "shop");
  const bundle = `# all of it\n${plain}---\n# the second\n${api.replace("spec:", "\nspec:")}---\n${shop}---\n${plain.replaceAll("web", "more")}`;

  test("reports only what no other file has", () => {
    enter({ "all.yaml": bundle });
    const alone = reported("all.yaml");
    enter({ "parts/web.yaml": plain, "parts/api.yaml": api, "shop.yaml": shop });
    expect(reported("parts/web.yaml")).toContain("run-as-root");
    expect(reported("parts/api.yaml")).toContain("run-as-root");
    expect(reported("all.yaml").length).toBe(alone.length / 4);
    // With two of its four documents elsewhere, it is a file that people edit.
    enter({ "parts/web.yaml": plain.replace("1.4.2", "1.4.3") });
    expect(reported("all.yaml")).toEqual(alone);
    linter.deleteFile("file:///w/parts/api.yaml");
    expect(reported("all.yaml")).toEqual(alone);
  });

  test("is in the folder of its parts, above it, or in one for releases beside it", () => {
    const parts = { "a/web.yaml": plain, "a/api.yaml": api, "a/shop.yaml": shop };
    enter({ ...parts, "a/all.yaml": bundle, "release/all.yaml": bundle, "other/all.yaml": bundle });
    const all = reported("other/all.yaml");
    expect(reported("a/all.yaml").length).toBe(all.length / 4);
    expect(reported("release/all.yaml").length).toBe(all.length / 4);
  });

  test("is not an example that shares a document with another one", () => {
    enter({ "tls/cafe.yaml": `${plain}---\n${api}---\n${shop}` });
    const alone = reported("tls/cafe.yaml");
    enter({ "auth/cafe.yaml": `${plain}---\n${api}`, "plain/cafe.yaml": shop, "tls/shop.yaml": shop });
    expect(reported("tls/cafe.yaml")).toEqual(alone);
  });

  test("tells that its findings may be others", () => {
    enter({ "all.yaml": bundle });
    const before = linter.factsVersion;
    enter({ "parts/web.yaml": plain });
    const between = linter.factsVersion;
    expect(between).toBeGreaterThan(before);
    enter({ "parts/web.yaml": plain.replace("web, image", "web , image") });
    expect(linter.factsVersion).toBeGreaterThan(between);
  });

  test("reports all where a standard is asked for, and where nobody edits the other file", () => {
    enter({ "all.yaml": bundle, "parts/web.yaml": plain });
    const kubeLinter = laidOver(defaultConfig, { preset: "kube-linter", rules: {}, settings: {} });
    linter.configure(() => kubeLinter);
    const all = reported("all.yaml");
    linter.deleteFile("file:///w/parts/web.yaml");
    expect(reported("all.yaml")).toEqual(all);

    const isReported = (uri: string) => !uri.includes("/vendor/");
    linter = new Linter(rules, () => defaultConfig, {
      textOf: () => undefined,
      isFree: () => false,
      isReported,
    });
    enter({ "all.yaml": bundle });
    const alone = reported("all.yaml");
    enter({ "vendor/web.yaml": plain, "vendor/api.yaml": api, "vendor/shop.yaml": shop });
    expect(reported("all.yaml")).toEqual(alone);
  });

  test("of equally many documents each is reported", () => {
    enter({ "a/web.yaml": plain, "b/web.yaml": plain });
    expect(reported("a/web.yaml")).toEqual(reported("b/web.yaml"));
    expect(reported("a/web.yaml")).toContain("run-as-root");
  });
});

describe("a port that only a Kustomize patch names", () => {
  const service = `apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
`;
  const patch = (spec: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { containers: [{ name: web, ${spec} }] } } }
`;
  const operations = `[{"op": "add", "path": "/spec/template/spec/containers/0/ports", "value": [{"name": "http"}]}]`;
  const target = (kind: string) => `target: { kind: ${kind}, name: web }`;

  test.each([
    ["in a file", "patches: [{ path: patch.yaml }]", "ports: [{ name: http, containerPort: 8080 }]", false],
    ["in a file about other fields", "patches: [{ path: patch.yaml }]", "tty: true", true],
    ["as operations", `patches: [{ patch: '${operations}', ${target("Deployment")} }]`, "tty: true", false],
    ["of another kind", `patches: [{ patch: '${operations}', ${target("StatefulSet")} }]`, "tty: true", true],
  ])("is not missing: %s", (_, patches, spec, expected) => {
    enter({
      "base/kustomization.yaml": "resources: [web.yaml, service.yaml]\n",
      "base/web.yaml": plain,
      "base/service.yaml": service,
      "overlay/kustomization.yaml": `resources: [../base]\n${patches}\n`,
      "overlay/patch.yaml": patch(spec),
    });
    expect(reported("base/service.yaml").includes("service-target-port-missing")).toBe(expected);
  });
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

describe("a container that can run as root in what Kustomize builds", () => {
  const pair = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      initContainers: [{ name: config, image: "ghcr.io/acme/config:1.4.2" }]
      containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2" }]
`;
  const patch = (spec: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: ${spec} } }
`;
  const overlay = (spec: string) => ({
    "overlay/kustomization.yaml": "resources: [../base]\npatches: [{ path: patch.yaml }]\n",
    "overlay/patch.yaml": patch(spec),
  });
  const base = { "base/web.yaml": pair, "base/kustomization.yaml": "resources: [web.yaml]\n" };

  test("is reported for its pod if an overlay changes only the image of another container", () => {
    enter({
      ...base,
      ...overlay('{ initContainers: [{ name: config, image: "ghcr.io/acme/config:1.4.2-nonroot" }] }'),
    });
    expect(reported("base/web.yaml")).toContain("run-as-root");
  });

  test("is not reported if every overlay sets a user", () => {
    enter({ ...base, ...overlay("{ securityContext: { runAsUser: 1000 } }") });
    expect(reported("base/web.yaml")).not.toContain("run-as-root");
  });

  test("is reported if only an overlay lists the file, because its folder is applied as it is, too", () => {
    enter({ "base/web.yaml": pair, ...overlay("{ securityContext: { runAsUser: 1000 } }") });
    enter({
      "overlay/kustomization.yaml": "resources: [../base/web.yaml]\npatches: [{ path: patch.yaml }]\n",
    });
    expect(reported("base/web.yaml")).toContain("run-as-root");
  });
});
