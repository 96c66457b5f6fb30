import { describe, expect, it } from "vitest";
import { needsAuthentication, registryMatches } from "../../../engine/images/registries.ts";

describe("registries that ask for credentials", () => {
  it.each([
    "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
    "acme.azurecr.io",
    "europe-docker.pkg.dev",
    "registry.gitlab.com",
  ])("%s by nature", (registry) => {
    expect(needsAuthentication(registry, [])).toBe(true);
  });

  it.each([
    "docker.io",
    "registry.k8s.io",
    "quay.io",
    "ghcr.io",
    "public.ecr.aws",
    "mcr.microsoft.com",
    "gcr.io",
    "localhost:5000",
    "azurecr.io.example.com",
  ])("%s is never guessed to", (registry) => {
    expect(needsAuthentication(registry, [])).toBe(false);
  });

  it("are those the user names", () => {
    expect(needsAuthentication("harbor.acme.test", ["*.acme.test"])).toBe(true);
    expect(needsAuthentication("Harbor.Acme.Test", ["harbor.acme.test"])).toBe(true);
    expect(needsAuthentication("acme.test", ["*.acme.test"])).toBe(false);
    expect(needsAuthentication("harbor.acme.test:8443", ["harbor.acme.test"])).toBe(false);
    expect(needsAuthentication("harbor.acme.test:8443", ["harbor.acme.test:*"])).toBe(true);
  });
});

it.each([
  ["ghcr.io", "ghcr.io", "acme/web", true],
  ["ghcr.io/", "ghcr.io", "acme/web", true],
  ["ghcr.io/acme", "ghcr.io", "acme/web", true],
  ["ghcr.io/acme/*", "ghcr.io", "acme/web", true],
  ["ghcr.io/acme/*", "ghcr.io", "acme/web/api", true],
  ["ghcr.io/acme/*", "ghcr.io", "acme", false],
  ["ghcr.io/acme", "ghcr.io", "acme-evil/web", false],
  ["ghcr.io/acme-*", "ghcr.io", "acme-shop/web", true],
  ["*.azurecr.io", "acme.azurecr.io", "web", true],
  ["*.azurecr.io", "acme.azurecr.io.evil.test", "web", false],
  ["docker.io/library", "docker.io", "library/nginx", true],
  ["docker.io/library", "docker.io", "acme/nginx", false],
  ["*", "quay.io", "a/b", true],
  ["quay.io", "quay.io.evil.test", "a/b", false],
])("the allow-list entry %s and %s/%s: %s", (pattern, registry, repository, matches) => {
  expect(registryMatches(pattern, registry, repository)).toBe(matches);
});
