import { describe, expect, it, test } from "vitest";
import { yieldsTo } from "../../../engine/features/image-card.ts";
import type { RegistryAnswer } from "../../../engine/index.ts";
import { rules } from "../../../engine/rules/index.generated.ts";
import { open, pod } from "./workspace.ts";

/** The card at the cursor, and its facts by kind. */
function card(
  marked: string,
  options?: Parameters<typeof open>[1] & {
    readonly said?: readonly string[];
    readonly answers?: readonly (readonly [tag: string, answer: RegistryAnswer])[];
  },
) {
  const { linter, uri, text, offset } = open(marked, options);
  const image = { registry: "docker.io", repository: "library/nginx", digest: undefined };
  for (const [tag, answer] of options?.answers ?? []) linter.setAnswer({ ...image, tag }, answer);
  const found = linter.imageAt(uri, offset, options?.said);
  return {
    found,
    covers: found && text.slice(found.range.start, found.range.end),
    kinds: found?.facts.map(({ kind }) => kind) ?? [],
    fact: (kind: string) => found?.facts.find((one) => one.kind === kind),
  };
}

function foundWith(size: number, more: object = {}): RegistryAnswer {
  const platform = { os: "linux", architecture: "amd64", variant: undefined, size, user: "nginx" };
  return { kind: "found", digest: `sha256:${size}`, platforms: [{ ...platform, ...more }] };
}

describe("the card", () => {
  it.each([
    [" ngi▮nx", "docker.io/library/nginx:latest", "repository", "nginx"],
    [" ▮nginx:1.27", "docker.io/library/nginx:1.27", "repository", "nginx:1.27"],
    [" nginx:1.27▮", "docker.io/library/nginx:1.27", "tag", "nginx:1.27"],
    [" nginx:1▮.27 # front", "docker.io/library/nginx:1.27", "tag", "nginx:1.27"],
    [' "acme/we▮b:1"', "docker.io/acme/web:1", "repository", '"acme/web:1"'],
    [" qu▮ay.io/acme/web:1", "quay.io/acme/web:1", "registry", "quay.io/acme/web:1"],
    [" &web nginx:▮1", "docker.io/library/nginx:1", "tag", "nginx:1"],
    [
      ` quay.io/acme/web:1@sha▮256:${"0".repeat(64)}`,
      `quay.io/acme/web:1@sha256:${"0".repeat(64)}`,
      "digest",
      `quay.io/acme/web:1@sha256:${"0".repeat(64)}`,
    ],
  ])("at `image:%s` names %s", (image, name, part, text) => {
    for (const marked of [
      pod(image),
      pod(image).replaceAll("\n", "\r\n"),
      `${pod(" a")}---\n${pod(image)}`,
    ]) {
      const { found, covers } = card(marked);
      expect(found).toMatchObject({ image: name, part });
      expect(covers).toBe(text);
    }
  });

  it.each([
    ["on the key", pod(" nginx").replace("image:", "im▮age:")],
    ["in a comment", pod(" nginx # ngi▮nx")],
    ["on what is no image", pod(" Not▮An/Image")],
    ["on a variable", pod(" ${IM▮AGE}")],
    ["in a Helm template", pod(" ngi▮nx").replace("name: web\n", "name: {{ .Values.name }}\n")],
    ["where there is nothing to add", pod(' "ghcr.io/acme/we▮b:1"')],
    ["in a file that is not a manifest", "services: { web: { image: ngi▮nx } }"],
  ])("is not there %s", (_, marked) => {
    expect(card(marked).found).toBeUndefined();
  });

  test("is shown for each part of an image that is written in parts", () => {
    const kustomization = "images:\n  - name: web\n    newName: nginx\n    newTag: 1.27-alpine\n";
    const uri = "file:///shop/kustomization.yaml";
    for (const [piece, part] of [
      ["nginx", "repository"],
      ["1.27-alpine", "tag"],
      ["web", undefined],
    ] as const) {
      const { found, covers } = card(kustomization.replace(piece, `▮${piece}`), { uri });
      expect(found).toMatchObject({ image: "docker.io/library/nginx:1.27-alpine", part });
      expect(covers).toBe(piece);
    }
    const values = "image:\n  registry: ghcr.io\n  repository: ▮acme/web\n  tag: 1.2\n";
    expect(card(values, { uri: "file:///chart/values.yaml" }).found?.image).toBe("ghcr.io/acme/web:1.2");
    const dockerfile = "ARG VERSION=1.▮27\nFROM nginx:$VERSION\n";
    expect(card(dockerfile, { uri: "file:///shop/Dockerfile" }).found).toMatchObject({
      image: "docker.io/library/nginx:1.27",
      part: "tag",
    });
  });

  test("does not include a version that is set elsewhere", () => {
    const { found, kinds } = card("image:\n  repository: ▮nginx\n  tag: ''\n", {
      uri: "file:///chart/values.yaml",
    });
    expect(found?.image).toBe("docker.io/library/nginx");
    expect(kinds).toEqual([]);
  });

  test("links to the image's page", () => {
    expect(card(pod(" ▮nginx")).found).toMatchObject({
      official: true,
      page: "https://hub.docker.com/_/nginx",
    });
    expect(card(pod(" ▮acme/web")).found).toMatchObject({
      official: false,
      page: "https://hub.docker.com/r/acme/web",
    });
    expect(card(pod(" ▮quay.io/a/b")).found?.page).toBe("https://quay.io/repository/a/b");
    expect(card(pod(" ▮registry.example/a/b")).found).toMatchObject({
      image: "registry.example/a/b:latest",
      page: undefined,
    });
  });
});

/** The support status below is from the date of the catalog in data/README.md. */
describe("the support of an official image's tag", () => {
  it.each([
    ["nginx:1.31", "supported", undefined],
    ["postgres:16.3", "superseded", "16.15"],
    ["postgres:9.6", "line-ended", "14"],
    ["nginx:99.1", "newer", undefined],
    ["nginx:no-such-tag", "unknown", undefined],
  ])("of %s is %s", (image, support, successor) => {
    expect(card(pod(` ▮${image}`)).fact("support")).toMatchObject({
      support,
      successor,
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
  });

  test("is that of the image if the whole image has ended", () => {
    const java = card(pod(" ▮openjdk:17-jre"));
    expect(java.kinds).not.toContain("support");
    expect(java.fact("ended")).toMatchObject({ name: "openjdk", instead: ["eclipse-temurin:17-jre"] });
    expect(card(pod(" ▮centos:7")).fact("ended")).toMatchObject({ name: "centos", instead: [] });
  });

  test("is left to the finding, except for the replacement", () => {
    const line = card(pod(" ▮postgres:9.6"), { said: ["image-unsupported"] });
    expect(line.kinds).not.toContain("support");
    expect(line.fact("successor")).toEqual({ kind: "successor", tag: "14" });
    const java = card(pod(" ▮openjdk:17-jre"), { said: ["image-unsupported"] });
    expect(java.kinds.filter((kind) => kind === "ended" || kind === "support")).toEqual([]);
    const typo = card(pod(" ▮nginx:no-such-tag"), { said: ["image-tag-misspelled"] });
    expect(typo.kinds).not.toContain("support");
    const patch = card(pod(" ▮postgres:16.3"), { said: ["image-patch-outdated"] });
    expect(patch.kinds.filter((kind) => kind === "support" || kind === "successor")).toEqual([]);
  });

  test("of .NET on Alpine includes its maker's note on cultures", () => {
    const { fact } = card(pod(" mcr.microsoft.com/dotnet/aspnet:9.0-al▮pine"));
    expect(JSON.stringify(fact("caveats"))).toContain("globalization-invariant");
    for (const full of ["aspnet:9.0", "aspnet:9.0-alpine-extra", "sdk:9.0-alpine"])
      expect(card(pod(` mcr.microsoft.com/dotnet/▮${full}`)).kinds).not.toContain("caveats");
  });

  test("is unknown for other images", () => {
    expect(card(pod(" ▮ghcr.io/acme/web:1")).kinds).toEqual([]);
  });

  test("also covers a tag next to a digest, although only the digest counts", () => {
    const { fact, kinds } = card(pod(` ▮nginx:1.31@sha256:${"0".repeat(64)}`));
    expect(fact("pinned")).toEqual({ kind: "pinned", tag: "1.31" });
    expect(fact("support")).toMatchObject({ support: "supported" });
    expect(kinds).not.toContain("moves");
    expect(card(pod(` ▮nginx@sha256:${"0".repeat(64)}`)).kinds).toEqual([]);
  });
});

describe("a floating tag", () => {
  test("shows where it pointed to", () => {
    expect(card(pod(" ▮nginx:1.31")).fact("moves")).toMatchObject({
      tag: "1.31",
      full: expect.stringMatching(/^1\.31\.\d+$/),
    });
    expect(card(pod(" ▮nginx:1.31.4")).kinds).not.toContain("moves");
  });

  test("is not explained twice", () => {
    const said = ["image-floating-tag"];
    expect(card(pod(" ▮nginx:1.31"), { said }).kinds).not.toContain("moves");
  });
});

describe("variants", () => {
  const tagsOf = (image: string) => {
    const fact = card(pod(` ▮${image}`)).fact("variants");
    return fact?.kind === "variants" ? fact.variants.map(({ tag }) => tag) : [];
  };

  test("of the same version and kind are listed, the small ones first", () => {
    expect(tagsOf("python:3.14")).toEqual(["3.14-alpine", "3.14-slim"]);
    expect(tagsOf("python:3.14-slim")).toEqual(["3.14-alpine", "3.14"]);
    expect(tagsOf("eclipse-temurin:17-jre")).toEqual(["17-jre-alpine"]);
    expect(tagsOf("rabbitmq:4-management")).toEqual(["4-management-alpine"]);
    expect(tagsOf("golang:1.26-windowsservercore")).toEqual([]);
  });

  test("on Alpine are marked", () => {
    expect(card(pod(" ▮python:3.14")).fact("variants")).toMatchObject({
      variants: [{ isAlpine: true }, { isAlpine: false }],
    });
  });

  test("include their sizes if registries were queried, even if a finding has listed them", () => {
    const said = ["alpine-variant-exists"];
    const answers = [["1.31-alpine", foundWith(26_000_000)]] as const;
    const alpine = { variants: expect.arrayContaining([expect.objectContaining({ tag: "1.31-alpine" })]) };
    expect(card(pod(" ▮nginx:1.31")).fact("variants")).toMatchObject(alpine);
    expect(card(pod(" ▮nginx:1.31"), { said }).fact("variants") ?? {}).not.toMatchObject(alpine);
    expect(card(pod(" ▮nginx:1.31"), { said, answers }).fact("variants")).toMatchObject({
      variants: expect.arrayContaining([{ tag: "1.31-alpine", isAlpine: true, size: 26_000_000 }]),
    });
  });

  test("on Alpine include the differences, unless the tag is one of them", () => {
    expect(card(pod(" ▮postgres:18")).fact("caveats")).toMatchObject({
      caveats: expect.arrayContaining([expect.objectContaining({ kind: "user" })]),
    });
    expect(card(pod(" ▮postgres:18-alpine")).kinds).not.toContain("caveats");
    const { fact } = card(pod(" ▮nginx:1.31"), { said: ["alpine-variant-exists"] });
    expect(JSON.stringify(fact("caveats"))).not.toContain('"libc"');
    const left = card(pod(" ▮postgres:18"), { said: ["alpine-variant-exists"] }).fact("caveats");
    expect(JSON.stringify(left)).not.toContain('"locale"');
    expect(JSON.stringify(left)).toContain('"user"');
  });
});

describe("a retired registry", () => {
  test("is shown with its replacement", () => {
    const { fact } = card(pod(" k8s.gcr.io/paus▮e:3.9"));
    expect(fact("retired")).toMatchObject({
      retirement: { covers: "k8s.gcr.io", state: "frozen" },
      instead: "registry.k8s.io/pause:3.9",
    });
  });

  test("is left to the finding, except for additional facts", () => {
    const { fact, kinds } = card(pod(" k8s.gcr.io/paus▮e:3.9"), { said: ["image-registry-retired"] });
    expect(kinds).not.toContain("retired");
    expect(fact("note")).toMatchObject({ text: expect.stringContaining("redirects") });
  });
});

describe("a registry that requires credentials", () => {
  const ecr = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/we▮b:1";
  const secret = `apiVersion: v1
kind: Secret
metadata: { name: corp, namespace: shop }
type: kubernetes.io/dockerconfigjson
stringData: { .dockerconfigjson: '{"auths":{"registry.example:5000":{}}}' }
`;
  const own = { config: "registries: { private: ['registry.example:5000'] }" };
  const image = " registry.example:5000/we▮b:1";

  test("is distinguished from others", () => {
    expect(card(pod(" quay.io/acme/▮web:1")).kinds).toEqual([]);
    expect(card(pod(image)).kinds).toEqual([]);
    expect(card(pod(image), own).fact("credentials")).toMatchObject({ has: undefined, fitting: undefined });
  });

  test("shows the pod's pull secrets", () => {
    const marked = pod(image, "  imagePullSecrets: [{ name: regcred }, { name: more }]\n");
    expect(card(marked, own).fact("credentials")).toMatchObject({
      has: { from: "pod", secrets: ["regcred", "more"] },
    });
  });

  test("shows the ServiceAccount that adds some", () => {
    const account =
      "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: robot, namespace: shop }\nimagePullSecrets: [{ name: a }]\n";
    const marked = pod(image, "  serviceAccountName: robot\n");
    expect(card(marked, { ...own, others: { "account.yaml": account } }).fact("credentials")).toMatchObject({
      has: { from: "account", account: "robot", secrets: ["a"] },
    });
  });

  test("of a cloud can be one that the nodes authenticate to", () => {
    const config = "registries: { nodeIdentity: present }";
    expect(card(pod(` ${ecr}`), { config }).fact("credentials")).toMatchObject({ has: { from: "nodes" } });
  });

  test("shows a Secret that fits", () => {
    const options = { ...own, others: { "secret.yaml": secret } };
    expect(card(pod(image), options).fact("credentials")).toMatchObject({
      has: undefined,
      fitting: { name: "corp", why: "has credentials for this registry" },
    });
  });

  test("of Amazon includes a note on its short-lived tokens, which a finding does not have", () => {
    const twelve = expect.stringContaining("12 hours");
    expect(card(pod(` ${ecr}`)).fact("credentials")).toMatchObject({
      notes: expect.arrayContaining([twelve]),
    });
    const { found, kinds } = card(pod(` ${ecr}`), { said: ["image-pull-secret-missing"] });
    expect(kinds).not.toContain("credentials");
    expect(found?.facts).toContainEqual({ kind: "note", text: twelve, source: undefined });
  });

  test("comes first if the pointer is on it", () => {
    const marked = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/library/nginx:1";
    const mirrors = { config: "registries: { private: [docker.io] }" };
    expect(card(pod(` dock▮er.io/library/nginx:1.31`), mirrors).kinds[0]).toBe("credentials");
    expect(card(pod(` docker.io/library/ngi▮nx:1.31`), mirrors).kinds[0]).toBe("support");
    expect(card(pod(` ▮${marked}`)).kinds[0]).toBe("credentials");
  });
});

describe("a registry's answer", () => {
  test("adds digest, size, platforms and user", () => {
    const answers = [["1.31", foundWith(72_000_000)]] as const;
    expect(card(pod(" ▮nginx:1.31"), { answers }).fact("found")).toEqual({
      kind: "found",
      digest: "sha256:72000000",
      size: 72_000_000,
      platforms: ["linux/amd64"],
      user: "nginx",
    });
  });

  test("is about the platform of the pod's nodes", () => {
    const arm = foundWith(60, { architecture: "arm64", variant: "v8" });
    const both = {
      ...arm,
      platforms: [arm, foundWith(70)].flatMap((one) => (one.kind === "found" ? one.platforms : [])),
    };
    const answers = [["1.31", both as RegistryAnswer]] as const;
    const onArm = pod(" ▮nginx:1.31", "  nodeSelector: { kubernetes.io/arch: arm64 }\n");
    expect(card(onArm, { answers }).fact("found")).toMatchObject({
      size: 60,
      platforms: ["linux/arm64/v8", "linux/amd64"],
    });
    expect(card(pod(" ▮nginx:1.31"), { answers }).fact("found")).toMatchObject({ size: 70 });
  });

  test("can be that the image does not exist, unless a finding says so", () => {
    const answers = [["1.31", { kind: "missing", tags: undefined }]] as const;
    expect(card(pod(" ▮nginx:1.31"), { answers }).kinds).toContain("missing");
    expect(card(pod(" ▮nginx:1.31"), { answers, said: ["image-not-found"] }).kinds).not.toContain("missing");
  });

  test("can be a refusal, or missing", () => {
    expect(card(pod(" ▮nginx:1.31"), { answers: [["1.31", { kind: "denied" }]] }).kinds).toContain("denied");
    const answers = [["1.31", { kind: "unavailable", reason: "did not answer within 10 s" }]] as const;
    expect(card(pod(" ▮nginx:1.31"), { answers }).fact("unavailable")).toMatchObject({
      registry: "docker.io",
    });
  });
});

test("an image that a kustomization replaces is explained first", () => {
  const others = {
    "kustomization.yaml": "resources: [web.yaml]\nimages:\n  - name: nginx\n    newTag: 1.31.4\n",
  };
  expect(card(pod(" ▮nginx:1.27"), { others }).kinds[0]).toBe("replaced");
});

test("the ids of rules that the card leaves facts to exist", () => {
  const ids = rules.map(({ id }) => id);
  expect(yieldsTo.filter((rule) => !ids.includes(rule))).toEqual([]);
});
