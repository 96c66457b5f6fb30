import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createLinter, defaultConfig, type Linter } from "../../engine/index.ts";
import { insertAt } from "./expand.ts";
import { isManifest, snippetsOf } from "./load.ts";

const snippets = snippetsOf("kubernetes");
const manifests = snippets.filter(isManifest);

function strictLinter(): Linter {
  const strict = { ...defaultConfig, preset: "strict" } as const;
  return createLinter(() => strict);
}

function said(linter: Linter, uri: string): readonly string[] {
  return linter.findings(uri).map(({ rule, message }) => `${rule}: ${message}`);
}

describe("nothing is found under the preset strict in", () => {
  // All in one workspace, because a Service or a budget is only valid next to the pods that it selects.
  const linter = strictLinter();
  for (const { title, text } of manifests) {
    // A workload that sets its replicas must not have an autoscaler, so that one gets a different workload
    // here.
    const own = title === "HorizontalPodAutoscaler" ? text.replaceAll("web", "worker") : text;
    linter.setFile(`file:///${title}.yaml`, own);
  }

  test.each(manifests)("the snippet $title", ({ title, text }) => {
    expect(linter.census(`file:///${title}.yaml`).resources).toBe(text.split("\n---\n").length);
    expect(said(linter, `file:///${title}.yaml`)).toEqual([]);
  });

  test("a pod that is composed of the blocks, except that it is a Pod", () => {
    const block = (prefix: string, column: number) =>
      insertAt(column, snippets.find(({ prefixes }) => prefixes.includes(prefix))!.text);
    const uri = "file:///blocks.yaml";
    const blocks = strictLinter();
    blocks.setFile(
      uri,
      `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
  labels:
    app.kubernetes.io/name: web
    app.kubernetes.io/instance: web
    app.kubernetes.io/version: "1.31.4"
    app.kubernetes.io/part-of: shop
    app.kubernetes.io/managed-by: kubectl
spec:
  serviceAccountName: web
  automountServiceAccountToken: false
  ${block("k8s-pod-security-context", 2)}
  ${block("k8s-topology-spread", 2)}
  ${block("k8s-image-pull-secrets", 2)}
  containers:
    ${block("k8s-container", 4)}
    - name: worker
      image: docker.io/library/python:3.14.7-alpine
      ports:
        - name: worker
          containerPort: 8081
      ${block("k8s-resources", 6)}
      ${block("k8s-probes", 6).replaceAll("port: http", "port: worker")}
      ${block("k8s-security-context", 6)}
`,
    );
    expect(blocks.census(uri).resources).toBe(1);
    expect(said(blocks, uri)).toEqual([expect.stringMatching(/^naked-pod: /)]);
  });
});

describe("the finished shop is clean under the preset strict", () => {
  const folder = new URL("../../examples/shop-finished/", import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  const linter = strictLinter();
  for (const file of files) linter.setFile(`file:///${file}`, readFileSync(new URL(file, folder), "utf8"));

  test.each(files)("%s", (file) => {
    expect(linter.census(`file:///${file}`).kubernetes).toBe(true);
    expect(said(linter, `file:///${file}`)).toEqual([]);
  });
});
