import { describe, expect, it } from "vitest";
import { type ImageReference, parseImageReference } from "../../../engine/images/reference.ts";
import { mirrored, registryEntryFor } from "../../../engine/images/registry-policy.ts";
import { growth, linear } from "../../growth.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;

const corp = {
  "docker.io": "registry.corp.example/dockerhub",
  "docker.io/acme": "registry.corp.example/own",
  "quay.io/acme": "registry.corp.example/quay-acme",
  "quay.io/acme/web": "registry.corp.example/quay-web",
  "*.azurecr.io": "registry.corp.example/azure",
  "ghcr.io/corp-*/*": "registry.corp.example:8443/ghcr/",
  "[2001:db8::1]:5000": "localhost/v6",
};

describe("an image through a mirror", () => {
  it.each([
    ["nginx", "registry.corp.example/dockerhub/library/nginx"],
    ["nginx:1.27", "registry.corp.example/dockerhub/library/nginx:1.27"],
    ["docker.io/library/nginx:1.27", "registry.corp.example/dockerhub/library/nginx:1.27"],
    ["index.docker.io/nginx:1.27", "registry.corp.example/dockerhub/library/nginx:1.27"],
    ["bitnami/redis", "registry.corp.example/dockerhub/bitnami/redis"],
    [`nginx:1.27@${DIGEST}`, `registry.corp.example/dockerhub/library/nginx:1.27@${DIGEST}`],
    [`nginx@${DIGEST}`, `registry.corp.example/dockerhub/library/nginx@${DIGEST}`],
    ["acme/web:2", "registry.corp.example/own/web:2"],
    ["quay.io/acme/api:2", "registry.corp.example/quay-acme/api:2"],
    ["quay.io/acme/web:2", "registry.corp.example/quay-web:2"],
    ["quay.io/acme/web/ui:2", "registry.corp.example/quay-web/ui:2"],
    ["shop.azurecr.io/a/b/c:2", "registry.corp.example/azure/a/b/c:2"],
    ["ghcr.io/corp-1/web:2", "registry.corp.example:8443/ghcr/web:2"],
    ["[2001:db8::1]:5000/web:2", "localhost/v6/web:2"],
    ["QUAY.IO/acme/api:2", "registry.corp.example/quay-acme/api:2"],
  ])("%s becomes %s", (image, text) => {
    expect(mirrored(parsed(image), corp)).toBe(text);
    // Applied only once.
    expect(mirrored(parsed(text), corp)).toBeUndefined();
  });

  it.each([
    "quay.io/acme-evil/web:2",
    "quay.io/other/web:2",
    "ghcr.io/corp/web:2",
    "ghcr.io/corp-1:2",
    "ghcr.io/acme/web:2",
    "docker.io:443/library/nginx:1.27",
    "azurecr.io/web:2",
    "[2001:db8::1]/web:2",
    "registry.corp.example/dockerhub/library/nginx",
    "registry.corp.example/own/web:2",
  ])("%s stays", (image) => {
    expect(mirrored(parsed(image), corp)).toBeUndefined();
  });

  it("can be another path of the same registry", () => {
    const own = { "quay.io": "quay.io/mirror" };
    expect(mirrored(parsed("quay.io/acme/web:2"), own)).toBe("quay.io/mirror/acme/web:2");
    expect(mirrored(parsed("quay.io/mirror/acme/web:2"), own)).toBeUndefined();
    expect(mirrored(parsed("quay.io/mirrors/web:2"), own)).toBe("quay.io/mirror/mirrors/web:2");
  });

  it("can keep the path of a whole registry", () => {
    expect(mirrored(parsed("nginx:1.27"), { "docker.io": "mirror.gcr.io" })).toBe(
      "mirror.gcr.io/library/nginx:1.27",
    );
  });

  it("prefers the more specific entry, whatever their order", () => {
    const mirrors = {
      "*": "a.example",
      "*.io": "b.example",
      "quay.io": "c.example",
      "*.io/acme": "d.example",
      "quay.io/acme/*": "e.example",
    };
    const reversed = Object.fromEntries(Object.entries(mirrors).reverse());
    for (const [image, text] of [
      ["docker.example/a/b", "a.example/a/b"],
      ["ghcr.io/a/b", "b.example/a/b"],
      ["quay.io/a/b", "c.example/a/b"],
      ["ghcr.io/acme/b", "d.example/b"],
      ["quay.io/acme/b", "e.example/b"],
    ] as const) {
      expect(mirrored(parsed(image), mirrors)).toBe(text);
      expect(mirrored(parsed(image), reversed)).toBe(text);
    }
  });

  it("is found although another entry has an invalid value", () => {
    const mirrors = { "ghcr.io": "*", "gcr.io": "", "quay.io": "m.example" };
    expect(mirrored(parsed("quay.io/acme/web:2"), mirrors)).toBe("m.example/acme/web:2");
  });

  it.each([
    "",
    "/",
    "no-host/path",
    "https://registry.corp.example",
    "Registry/UPPER",
    "a b.example",
    "*.example",
  ])("is not asked for where the setting is %j", (mirror) => {
    expect(mirrored(parsed("quay.io/acme/web:2"), { "quay.io": mirror })).toBeUndefined();
  });

  it("is not computed for a name that is too long for any registry", () => {
    const long = { "quay.io": `registry.corp.example/${"a".repeat(250)}` };
    expect(mirrored(parsed("quay.io/acme/web:2"), long)).toBeUndefined();
  });

  it("is found quickly among many, however odd", () => {
    const work = (count: number) => {
      const many = Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`${"*a".repeat(40)}${index}.example`, "m.example"]),
      );
      expect(mirrored(parsed(`${"a".repeat(60)}.example/web:2`), many)).toBeUndefined();
    };
    expect(growth(work, 100)).toBeLessThan(linear);
  });

  it("depends only on the settings", () => {
    expect(mirrored(parsed("quay.io/acme/web:2"), {})).toBeUndefined();
  });
});

it.each([
  ["docker.io/bitnami/redis:7", "docker.io/bitnami"],
  ["bitnami/redis", "docker.io/bitnami"],
  ["nginx", undefined],
  ["quay.io/acme/web", "quay.io"],
  ["quay.io.example.com/acme/web", undefined],
  ["shop.example.com:5000/web", "*.example.com:5000"],
  ["shop.example.com/web", undefined],
])("the list has for %s: %s", (image, entry) => {
  const entries = ["docker.io/bitnami", "quay.io", "quay.io/acme", "*.example.com:5000"];
  expect(registryEntryFor(parsed(image), entries)).toBe(entry);
});

function parsed(image: string): ImageReference {
  const reference = parseImageReference(image);
  if (reference.kind !== "image") throw new Error(`${image} is no image`);
  return reference;
}
