import { expect, it } from "vitest";
import { hasNamedUser } from "../../../engine/images/named-users.ts";
import { isNonRootImage } from "../../../engine/images/non-root.ts";
import { ownUserOf } from "../../../engine/images/own-users.ts";
import { type ImageReference, parseImageReference } from "../../../engine/images/reference.ts";
import { isRootImage } from "../../../engine/images/root-images.ts";
import { parseUserRows, userRowOf } from "../../../engine/images/user-tables.ts";

function imageOf(text: string): ImageReference {
  const parsed = parseImageReference(text);
  if (parsed.kind !== "image") throw new Error(`${text} is no image`);
  return parsed;
}

const digest = `sha256:${"0".repeat(64)}`;

it("reads an image, a user, its versions and its source", () => {
  const rows = parseUserRows("docker.io/acme/web web=1001 >=2.0 <3 acme/web:build/Dockerfile", true);
  expect(rows).toEqual([
    {
      image: "docker.io/acme/web",
      user: "web=1001",
      from: "2.0",
      before: "3",
      source: "https://github.com/acme/web/blob/HEAD/build/Dockerfile",
    },
  ]);
});

it.each([
  ["acme/web:1.9", undefined],
  ["acme/web:2.0", "v2"],
  ["acme/web:v2.7.1-alpine", "v2"],
  ["acme/web:3.0.0", "v3"],
  ["acme/web", "v3"],
  ["acme/web:latest", "v3"],
  [`acme/web@${digest}`, undefined],
  ["acme/tools/git:1", "tools"],
  [`acme/tools/git@${digest}`, "tools"],
  ["ghcr.io/acme/web:2.0", undefined],
])("finds the row for the version of %s", (text, path) => {
  const rows = parseUserRows(`
    docker.io/acme/tools/* acme/tools:tools
    docker.io/acme/web >=2 <3 acme/web:v2
    docker.io/acme/web >=3 acme/web:v3
  `);
  expect(userRowOf(rows, imageOf(text))?.source.split("/").at(-1)).toBe(path);
});

it.each([
  ["grafana/k6:0.49.0", 12345, undefined],
  ["nginxdemos/nginx-hello:0.4", 101, "nginx"],
  ["nginxdemos/nginx-hello", 101, "nginx"],
  ["us-docker.pkg.dev/google-samples/containers/gke/hello-app:1.0", 65532, "nonroot"],
  ["hashicorp/http-echo:1.0.0", 65532, "nonroot"],
  ["quay.io/oauth2-proxy/oauth2-proxy:v7.8.1", 65532, "nonroot"],
  ["litmuschaos/litmusportal-server:3.20.0", 65534, undefined],
])("%s starts as user %s", (text, uid, name) => {
  expect(ownUserOf(imageOf(text))).toMatchObject({ uid, name });
  expect(isRootImage(imageOf(text))).toBe(false);
});

it.each([
  "curlimages/curl:8.10.1",
  "confluentinc/cp-kafka:7.8.0",
  "stefanprodan/podinfo",
  "hashicorpdemoapp/frontend:v1.0.2",
])("%s starts as a user that has only a name", (text) => {
  expect(hasNamedUser(imageOf(text))).toBe(true);
  expect(isNonRootImage(imageOf(text))).toBe(true);
  expect(isRootImage(imageOf(text))).toBe(false);
});

it.each([
  "nginxdemos/hello:0.3",
  "hashicorpdemoapp/frontend:v0.0.7",
  "vllm/vllm-openai:v0.10.0",
  "prom/blackbox-exporter:v0.25.0",
  "ghcr.io/azure-samples/aks-store-demo/order-service:2.2.0",
])("%s starts as root", (text) => {
  expect(isRootImage(imageOf(text))).toBe(true);
  expect(isNonRootImage(imageOf(text))).toBe(false);
  expect(ownUserOf(imageOf(text))).toBeUndefined();
});

it.each([
  ["hashicorp/http-echo:0.2.3", "is older than its user"],
  ["quay.io/oauth2-proxy/oauth2-proxy:v7.8.1-alpine", "is a variant without a user"],
  ["openpolicyagent/opa:0.9.2", "is older than its user"],
  ["litmuschaos/litmusportal-server:2.14.0", "has an unknown base image"],
  ["prom/blackbox-exporter:v0.27.0-distroless", "is a variant with its own user"],
  ["ghcr.io/acme/hello:1.0.0", "is not listed"],
])("nothing is known of %s, which %s", (text) => {
  const image = imageOf(text);
  expect(ownUserOf(image)).toBeUndefined();
  expect(isNonRootImage(image)).toBe(false);
  expect(isRootImage(image)).toBe(false);
});
