import { describe, expect, it } from "vitest";
import { PRIVATE_REGISTRIES } from "../../../engine/images/private-registries.ts";
import {
  isCloudRegistry,
  needsAuthentication,
  registryCredentialNote,
  registryMatches,
} from "../../../engine/images/registries.ts";

describe("registries that require credentials", () => {
  it.each([
    "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
    "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com",
    "123456789012.dkr-ecr.eu-central-1.on.aws",
    "acme.azurecr.io",
    "acme.azurecr.cn",
    "acme.azurecr.us",
    "europe-docker.pkg.dev",
    "registry.gitlab.com",
    "registry.digitalocean.com",
    "registry.redhat.io",
    "fra.ocir.io",
    "ocir.us-ashburn-1.oci.oraclecloud.com",
    "cp.icr.io",
    "us.icr.io",
    "rg.fr-par.scw.cloud",
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
    "us.gcr.io",
    "docker.pkg.github.com",
    "nvcr.io",
    "cr.yandex",
    "container-registry.oracle.com",
    "registry.access.redhat.com",
    "registry.suse.com",
    "icr.io",
    "ocir.io",
    "pkg.dev",
    "acme.jfrog.io",
    "registry.cn-hangzhou.aliyuncs.com",
    "localhost:5000",
    "acme.azurecr.io:8443",
    "azurecr.io.example.com",
    "123456789012.dkr.ecr.eu-central-1.amazonaws.com.example.com",
    "rg.example.com",
    `${"a.".repeat(10_000)}example.com`,
  ])("%s is never guessed to", (registry) => {
    expect(needsAuthentication(registry, [])).toBe(false);
  });

  it("are those in the settings", () => {
    expect(needsAuthentication("harbor.acme.test", ["*.acme.test"])).toBe(true);
    expect(needsAuthentication("Harbor.Acme.Test", ["harbor.acme.test"])).toBe(true);
    expect(needsAuthentication("acme.test", ["*.acme.test"])).toBe(false);
    expect(needsAuthentication("harbor.acme.test:8443", ["harbor.acme.test"])).toBe(false);
    expect(needsAuthentication("harbor.acme.test:8443", ["harbor.acme.test:*"])).toBe(true);
  });
});

describe("credentials of a registry", () => {
  it.each([
    ["123456789012.dkr.ecr.eu-central-1.amazonaws.com", "AWS", 720, true],
    ["123456789012.dkr-ecr.eu-central-1.on.aws", "AWS", 720, true],
    ["acme.azurecr.io", undefined, undefined, true],
    ["europe-docker.pkg.dev", "_json_key", undefined, true],
    ["gcr.io", "_json_key", undefined, false],
    ["registry.gitlab.com", undefined, undefined, false],
    ["registry.redhat.io", undefined, undefined, true],
    ["cp.icr.io", "cp", undefined, true],
    ["us.icr.io", "iamapikey", undefined, true],
    ["rg.nl-ams.scw.cloud", "nologin", undefined, false],
    ["nvcr.io", "$oauthtoken", undefined, false],
    ["cr.yandex", "json_key", undefined, false],
  ])("%s is logged in to as %s for %s minutes", (registry, userName, lifetimeMinutes, isCloud) => {
    expect(registryCredentialNote(registry)).toMatchObject({ server: registry, userName, lifetimeMinutes });
    expect(isCloudRegistry(registry)).toBe(isCloud);
  });

  it("are stored under Docker Hub's old address", () => {
    expect(registryCredentialNote("docker.io")?.server).toBe("https://index.docker.io/v1/");
  });

  it.each(["harbor.acme.test", "acme.azurecr.io:443", "quay.io", "registry.k8s.io", "toString", ""])(
    "are not made up for %s",
    (registry) => {
      expect(registryCredentialNote(registry)).toBeUndefined();
      expect(isCloudRegistry(registry)).toBe(false);
    },
  );

  it.each(PRIVATE_REGISTRIES.map((registry) => [registry.name, registry] as const))(
    "of %s read well and have a source",
    (_, { platform, note, password, source, hosts }) => {
      for (const sentence of [platform, note]) expect(sentence ?? "A sentence.").toMatch(/^\S.*\.$/);
      expect(password).toMatch(/^(?:an?|the) .*[^.\s]$/);
      expect(source).toMatch(/^https:\/\/[a-z.]+\/\S+$/);
      expect(hosts).toEqual(hosts.map((host) => host.toLowerCase()));
    },
  );
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
