import { describe, expect, test } from "vitest";
import { defaultConfig } from "../../engine/config/config.ts";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";
import { growth, linear } from "../growth.ts";

const uri = "file:///shop/web.yaml";

function open(text: string): Linter {
  const linter = new Linter(rules, () => ({ ...defaultConfig, preset: "all" }));
  linter.setFile(uri, text);
  return linter;
}

const found = (text: string) =>
  new Set(
    open(text)
      .findings(uri)
      .map(({ rule }) => rule),
  );

const metadata = (annotations: string) => `metadata:
  name: web
  namespace: shop
  annotations:
    ${annotations}
`;

const spec = `containers:
  - name: web
    image: nginx
    securityContext: { privileged: true }
`;

const pod = (annotations: string) =>
  `apiVersion: v1\nkind: Pod\n${metadata(annotations)}spec:\n  ${spec.replaceAll("\n", "\n  ")}`;

const deployment = (own: string, template: string) =>
  `apiVersion: apps/v1\nkind: Deployment\n${metadata(own)}spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
      annotations:
        ${template}
    spec:
      ${spec.replaceAll("\n", "\n      ")}`;

describe("an annotation of another tool suppresses the equivalent rule", () => {
  test.each([
    ["ignore-check.kube-linter.io/latest-tag: it is the shop window", "image-latest-tag"],
    ["ignore-check.kube-linter.io/privileged-container: ''", "privileged-container"],
    ["kube-score/ignore: pod-networkpolicy, container-image-tag", "image-latest-tag"],
    ["polaris.fairwinds.com/tagNotSpecified-exempt: 'true'", "image-latest-tag"],
    ["polaris.fairwinds.com/runAsPrivileged-exempt: 'True'", "privileged-container"],
    ["checkov.io/skip1: CKV_K8S_16=it needs the devices", "privileged-container"],
    ["checkov.io/skip7: CKV_K8S_14", "image-latest-tag"],
    ["kubewright.dev/ignore: 'image-latest-tag, privileged-container: both are meant'", "image-latest-tag"],
  ])("%s", (annotation, rule) => {
    expect(found(pod("team: shop"))).toContain(rule);
    expect(found(pod(annotation))).not.toContain(rule);
    expect(found(deployment("team: shop", annotation))).not.toContain(rule);
    expect(found(deployment(annotation, "team: shop"))).not.toContain(rule);
  });

  test.each([
    "ignore-check.kube-linter.io/privileged: no such check",
    "polaris.fairwinds.com/runAsPrivileged-exempt: 'false'",
    "polaris.fairwinds.com/tagNotSpecified-exempt: 'true'",
    "kube-score/ignore: container-image-tag",
    "checkov.io/skip1: CKV_K8S_1=host PID",
    "example.com/note: kube-linter.io/ignore-all",
  ])("and no other one: %s", (annotation) => {
    expect(found(pod(annotation))).toContain("privileged-container");
  });

  test.each(["kube-linter.io/ignore-all: legacy", "polaris.fairwinds.com/exempt: 'true'"])(
    "%s silences all that is said of the object, and nothing of its neighbors",
    (annotation) => {
      expect([...found(pod(annotation))]).toEqual([]);
      expect(found(`${pod(annotation)}\n---\n${pod("team: shop")}`)).toContain("privileged-container");
    },
  );

  test("but no other finding of a rule that covers several checks", () => {
    const text = pod("ignore-check.kube-linter.io/host-pid: it watches processes").replace(
      "spec:\n",
      "spec:\n  hostPID: true\n  hostIPC: true\n",
    );
    const left = open(text)
      .findings(uri)
      .filter(({ rule }) => rule === "host-namespace");
    expect(left.map(({ path }) => path)).toEqual(["spec.hostIPC"]);
    expect(left[0]?.peers["kube-linter"]).toEqual(["host-ipc"]);
  });

  test("and is never reported as unused, because that tool might need it", () => {
    const text = pod("ignore-check.kube-linter.io/host-pid: not even set").replace("nginx", "nginx:1.31.4");
    expect(found(text)).not.toContain("unused-suppression");
  });
});

describe("a comment of Trivy", () => {
  const commented = (comment: string) =>
    pod("team: shop").replace("  - name: web", `  ${comment}\n    - name: web`);

  test.each([
    "#trivy:ignore:KSV-0017",
    "# trivy:ignore:avd-ksv-0017",
    "# trivy:ignore:KSV017 - it needs the devices",
    "#trivy:ignore:KSV-0013 trivy:ignore:KSV-0017",
    "# trivy:ignore:KSV-0017:exp:2030-01-01",
    "# trivy:ignore:*",
  ])("applies to everything below the next line: %s", (comment) => {
    expect(found(commented(comment))).not.toContain("privileged-container");
    expect(found(`${comment}\n${pod("team: shop")}`)).not.toContain("privileged-container");
    expect(found(pod("team: shop").replace("    team", `    ${comment}\n    team`))).toContain(
      "privileged-container",
    );
  });

  test.each([
    "# trivy:ignore:KSV-0012",
    "# trivy:ignore:KSV-0017[name=web]",
    "# trivy:ignore:KSV-0017:ws:dev",
  ])("does not apply: %s", (comment) => {
    expect(found(commented(comment))).toContain("privileged-container");
  });
});

describe("a comment for a block", () => {
  const block = (comment: string, before: string) => {
    const text = pod("team: shop");
    return text.replace(before, `${comment}\n${before}`);
  };

  test("suppresses findings below its line, and none next to it", () => {
    const comment = "    # kubewright-ignore-block privileged-container: it needs the devices";
    expect(found(block(comment, "    - name: web"))).not.toContain("privileged-container");
    expect(found(block(comment.trimStart(), "spec:"))).not.toContain("privileged-container");
    expect(found(block(comment.trimStart(), "metadata:"))).toContain("privileged-container");
  });

  test("reaches a list that is not indented deeper than its key", () => {
    const text = `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec:
  # kubewright-ignore-block image-latest-tag: both are built here
  containers:
  - name: web
    image: web

  # and its helper
  - name: proxy
    image: proxy
  initContainers:
  - name: setup
    image: setup
`;
    expect(
      open(text)
        .findings(uri)
        .filter(({ rule }) => rule === "image-latest-tag")
        .map(({ path }) => path),
    ).toEqual(["spec.initContainers[0].image"]);
  });

  test("before a document applies to all of it", () => {
    const text = `# kubewright-ignore-block privileged-container: legacy\n${pod("team: shop")}`;
    expect(found(text)).not.toContain("privileged-container");
    expect(found(text)).not.toContain("unused-suppression");
  });
});

describe("a comment of another tool in a Dockerfile", () => {
  const dockerfile = "file:///shop/Dockerfile";
  const lines = (text: string) => {
    const linter = new Linter(rules, () => ({ ...defaultConfig, preset: "recommended" }));
    linter.setFile(dockerfile, text);
    return linter
      .findings(dockerfile)
      .filter(({ rule }) => rule === "image-latest-tag")
      .map(({ start }) => text.slice(0, start).split("\n").length);
  };

  test.each([
    "# trivy:ignore:AVD-DS-0001",
    "#trivy:ignore:DS001 built every night",
    "# trivy:ignore:DS-0002 trivy:ignore:DS-0001",
    "# trivy:ignore:DS-0002\n# trivy:ignore:DS-0001",
    "# hadolint ignore=DL3007",
    "# hadolint ignore=DL3006, DL3007 # built every night",
  ])("applies to the next instruction: %s", (comment) => {
    const below = comment.split("\n").length + 2;
    expect(lines(`${comment}\nFROM nginx:latest AS a\nFROM nginx:latest`)).toEqual([below]);
    expect(lines(`FROM nginx:latest AS a\n${comment}\nFROM \\\n  nginx:latest`)).toEqual([1]);
  });

  test.each(["# checkov:skip=CKV_DOCKER_7: built every night", "# hadolint global ignore=DL3007"])(
    "applies to the whole file: %s",
    (comment) => {
      expect(lines(`FROM nginx:latest AS a\n${comment}\nFROM nginx:latest`)).toEqual([]);
    },
  );

  test.each([
    "# trivy:ignore:DS-0002",
    "# checkov:skip=CKV_DOCKER_3",
    "# hadolint ignore=DL3008",
    "# see hadolint ignore=DL3007",
    "RUN echo '# hadolint ignore=DL3007'",
  ])("does not apply: %s", (comment) => {
    expect(lines(`FROM nginx:latest AS a\n${comment}\nFROM nginx:latest`)).toEqual([1, 3]);
  });
});

test("thousands of comments cost only as much as their length", () => {
  const comments = [
    "# kubewright-ignore image-latest-tag: x",
    "# trivy:ignore:KSV-0017",
    "# kubewright-ignore-block a: b",
  ];
  for (const comment of comments) {
    const above = (count: number) => `${comment}\n`.repeat(count) + pod("team: shop");
    const between = (count: number) => {
      const keys = Array.from({ length: count }, (_, at) => `  ${comment}\n  k${at}: v\n`);
      return `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n${keys.join("")}`;
    };
    for (const text of [above, between]) {
      const work = (count: number) => void new Linter([], () => defaultConfig).setFile(uri, text(count));
      expect(growth(work, 500), comment).toBeLessThan(linear);
    }
  }
});

describe("suppressed findings", () => {
  test("can be requested, with what suppresses them and why", () => {
    const text = pod("checkov.io/skip1: CKV_K8S_16=it needs the devices").replace(
      "image: nginx",
      "image: nginx # kubewright-ignore image-latest-tag: the shop window",
    );
    const suppressed = open(text).suppressed(uri);
    expect(suppressed.map(({ finding, silence }) => [finding.rule, silence])).toEqual([
      [
        "image-latest-tag",
        {
          by: "comment",
          text: "# kubewright-ignore image-latest-tag: the shop window",
          reason: "the shop window",
        },
      ],
      [
        "privileged-container",
        {
          by: "annotation",
          text: "checkov.io/skip1: CKV_K8S_16=it needs the devices",
          reason: "it needs the devices",
        },
      ],
    ]);
  });

  test("are neither fixed nor hardened", () => {
    const text = pod("ignore-check.kube-linter.io/privileged-container: it needs the devices");
    const linter = open(text);
    expect(linter.fixAll(uri, { classes: ["safe", "review"] }).text).toContain("privileged: true");
    for (const { edits } of linter.hardening(uri, text.indexOf("nginx")))
      expect(edits.map((edit) => edit.text).join()).not.toContain("privileged");
  });
});
