import { describe, expect, it, test } from "vitest";
import { growth, linear } from "../../growth.ts";
import { complete, completeIn, open, pod } from "./workspace.ts";

/** The tags of nginx below are from the date of the catalog in data/README.md. */
const tagOfNginx = /^\d+\.\d+\.\d+$/;

describe("a name", () => {
  it.each([
    [" ▮", "", ""],
    [" ngi▮", "ngi", "ngi"],
    [" ngi▮nx:1.27", "ngi", "nginx"],
    [" ▮nginx:1.27", "", "nginx"],
    [" acme/▮web", "acme/", "acme/web"],
    [" registry.example:5000/▮", "registry.example:5000/", "registry.example:5000/"],
    [' "ngi▮"', "ngi", "ngi"],
    [" 'ngi▮'", "ngi", "ngi"],
    [' "ngi▮', "ngi", "ngi"],
    [" &web ngi▮", "ngi", "ngi"],
    [" ngi▮@sha256:0", "ngi", "ngi"],
    [" ngi▮ # the shop's front", "ngi", "ngi"],
  ])("in `image:%s` is what is replaced", (image, typed, replaced) => {
    const others = { "api.yaml": pod(" registry.example:5000/api").replace("name: web,", "name: api,") };
    const { items, ...found } = complete(pod(image), { others });
    expect(items).not.toEqual([]);
    expect(found).toMatchObject({ typed, replaced });
  });

  test("is inserted without changing the text around it", () => {
    expect(complete(pod(" ngi▮nx:1.27 # front")).lineAfter("nginx")).toBe("image: nginx:1.27 # front");
    expect(complete(pod(' "ngi▮"')).lineAfter("nginx")).toBe('image: "nginx"');
    expect(complete(pod(" ▮")).lineAfter("nginx")).toBe("image: nginx");
  });

  test("gets the space that is missing after the colon", () => {
    expect(complete(pod("▮")).lineAfter("nginx")).toBe("image: nginx");
    expect(complete(pod("ngi▮")).found).toBeUndefined();
  });

  test("is found with Windows line breaks", () => {
    const marked = pod(" ngi▮").replaceAll("\n", "\r\n");
    expect(complete(marked)).toMatchObject({ typed: "ngi", replaced: "ngi" });
    expect(complete(pod(" ▮").replaceAll("\n", "\r\n")).lineAfter("nginx")).toBe("image: nginx");
  });

  test("of an official image is as short or as long as the typed text", () => {
    for (const prefix of ["", "library/", "docker.io/", "docker.io/library/", "index.docker.io/library/"]) {
      const { item, lineAfter } = complete(pod(` ${prefix}ngi▮`));
      expect(item("nginx")?.filter).toBe(`${prefix}nginx`);
      expect(lineAfter("nginx")).toBe(`image: ${prefix}nginx`);
    }
  });

  test("of an official image that is no longer supported comes last", () => {
    const { items, item } = complete(pod(" ▮"));
    expect(item("centos")).toMatchObject({ ended: true, detail: expect.stringContaining("no longer") });
    expect(item("postgres")).toMatchObject({ ended: false });
    const firstEnded = items.findIndex(({ ended }) => ended);
    expect(items.slice(firstEnded).every(({ ended }) => ended)).toBe(true);
    expect(firstEnded).toBeGreaterThan(100);
  });

  test("of an official image is not offered after another registry", () => {
    expect(complete(pod(" ghcr.io/▮")).items).toEqual([]);
  });
});

describe("image names in the workspace", () => {
  const others = {
    "api.yaml": pod(" ghcr.io/acme/api:1.2").replace("name: web,", "name: api,"),
    "job.yaml": pod(" ghcr.io/acme/job@sha256:0").replace("name: web,", "name: job,"),
    "again.yaml": pod(" ghcr.io/acme/job:2").replace("name: web,", "name: again,"),
    "more.yaml": pod(" ghcr.io/acme/job:2").replace("name: web,", "name: more,"),
    "local.yaml": pod(" untrusted.example/tool:1").replace("name: web,", "name: tool,"),
  };

  test("come first, the most used ones before the others, then their prefixes", () => {
    const { labels, item } = complete(pod(" ▮"), { others });
    expect(labels.slice(0, 3)).toEqual(["ghcr.io/acme/job", "ghcr.io/acme/api", "untrusted.example/tool"]);
    expect(item("ghcr.io/acme/job")?.mark).toBe("used here 2 times");
    expect(labels).toContain("ghcr.io/acme/");
  });

  test("are first those of allowed registries, and never those of denied ones", () => {
    const { labels } = complete(pod(" ▮"), {
      others,
      config:
        "registries: { allowed: [untrusted.example, registry.corp.example/shop/*], denied: [docker.io] }",
    });
    expect(labels.slice(0, 3)).toEqual([
      "untrusted.example/tool",
      "untrusted.example/",
      "registry.corp.example/shop/",
    ]);
    expect(labels).toContain("ghcr.io/acme/job");
    expect(labels).not.toContain("nginx");
  });

  test("leave out the one that is being typed", () => {
    expect(complete(pod(" ghcr.io/acme/ap▮"), { others }).labels).not.toContain("ghcr.io/acme/ap");
    expect(complete(pod(' "ghcr.io/acme/ap▮'), { others }).labels).not.toContain("ghcr.io/acme/ap");
  });

  test("include those of the same file", () => {
    const both = `${pod(" ghcr.io/acme/front:1")}---\n${pod(" ▮")}`;
    expect(complete(both).labels[0]).toBe("ghcr.io/acme/front");
  });

  test("use the user's mirror if there is one", () => {
    const config = "registries: { mirrors: { docker.io: registry.corp.example/hub } }";
    const { item, lineAfter, labels } = complete(pod(" ngi▮"), { config });
    expect(item("nginx")).toMatchObject({ filter: "nginx", mark: "registry.corp.example" });
    expect(lineAfter("nginx")).toBe("image: registry.corp.example/hub/library/nginx");
    expect(labels).toContain("registry.corp.example/hub/");
    const longer = complete(pod(" registry.corp.example/hub/▮"), { config });
    expect(longer.lineAfter("nginx")).toBe("image: registry.corp.example/hub/library/nginx");
    expect(longer.item("nginx")?.filter).toBe("registry.corp.example/hub/library/nginx");
  });
});

describe("a tag", () => {
  it.each([
    [" nginx:▮", "", ""],
    [" nginx:1.▮", "1.", "1."],
    [" nginx:1.▮27-alpine", "1.", "1.27-alpine"],
    [" nginx:▮1.27@sha256:0", "", "1.27"],
    [' "nginx:1▮"', "1", "1"],
    [' "nginx:1▮', "1", "1"],
    [" docker.io/library/nginx:1▮", "1", "1"],
  ])("in `image:%s` is what is replaced", (image, typed, replaced) => {
    const { labels, ...found } = complete(pod(image));
    expect(found).toMatchObject({ typed, replaced });
    expect(labels[0]).toMatch(tagOfNginx);
  });

  test("is inserted without changing the text around it", () => {
    const { labels, lineAfter } = complete(pod(" nginx:1.▮27-alpine # front"));
    expect(lineAfter(labels[0]!)).toBe(`image: nginx:${labels[0]} # front`);
  });

  test("of an official image is listed newest first, with Alpine marked and floating tags explained", () => {
    const { items, labels, item } = complete(pod(" nginx:▮"));
    expect(items.every(({ kind }) => kind === "tag")).toBe(true);
    const versions = labels.filter((label) => tagOfNginx.test(label));
    expect(versions).toEqual([...versions].sort((a, b) => b.localeCompare(a, "en", { numeric: true })));
    expect(item(`${labels[0]}-alpine`)?.mark).toBe("Alpine");
    expect(item(labels[0]!)).toMatchObject({ mark: undefined, detail: undefined });
    expect(item("alpine")?.detail).toContain(`${labels[0]}-alpine`);
    expect(labels.indexOf("latest")).toBeGreaterThan(labels.indexOf(versions.at(-1)!));
  });

  test("that the workspace uses is offered for any image, and marked as used", () => {
    const others = {
      "a.yaml": pod(" ghcr.io/acme/api:1.9.0").replace("name: web,", "name: a,"),
      "b.yaml": pod(" ghcr.io/acme/api:1.10.0").replace("name: web,", "name: b,"),
      "c.yaml": pod(" docker.io/library/nginx:1.27").replace("name: web,", "name: c,"),
    };
    const { labels, item } = complete(pod(" ghcr.io/acme/api:▮"), { others });
    expect(labels).toEqual(["1.10.0", "1.9.0"]);
    expect(item("1.9.0")?.detail).toBe("used here");
    const old = complete(pod(" nginx:▮"), { others }).item("1.27");
    expect(old).toMatchObject({
      ended: true,
      detail: expect.stringMatching(/no longer supported.*used here/),
    });
  });

  test("that a registry has listed is offered as well", () => {
    const opened = open(pod(" ghcr.io/acme/api:▮"));
    expect(completeIn(opened).found).toBeUndefined();
    const image = { registry: "ghcr.io", repository: "acme/api", digest: undefined };
    opened.linter.setAnswer({ ...image, tag: "1.1" }, { kind: "missing", tags: ["1.0", "1.2"] });
    opened.linter.setAnswer(
      { ...image, repository: "acme/api-docs", tag: "9" },
      { kind: "missing", tags: ["8"] },
    );
    opened.linter.setAnswer({ ...image, tag: "1.3" }, { kind: "found", digest: "sha256:0", platforms: [] });
    expect(completeIn(opened).labels).toEqual(["1.3", "1.2", "1.0"]);
  });

  test("that the catalog does not have is newer if a registry has it, and last if only the workspace has", () => {
    const others = { "a.yaml": pod(" nginx:apline").replace("name: web,", "name: a,") };
    const opened = open(pod(" nginx:▮"), { others });
    expect(completeIn(opened).labels.at(-1)).toBe("apline");
    const image = { registry: "docker.io", repository: "library/nginx", tag: "0", digest: undefined };
    opened.linter.setAnswer(image, { kind: "missing", tags: ["1.99.0"] });
    expect(completeIn(opened).labels[0]).toBe("1.99.0");
  });

  test("is not offered for unknown images, and digests are never offered", () => {
    expect(complete(pod(" ghcr.io/acme/api:▮")).found).toBeUndefined();
    expect(complete(pod(" nginx@▮")).found).toBeUndefined();
    expect(complete(pod(" nginx:1.27@sha256:▮")).found).toBeUndefined();
  });
});

describe("an image is found", () => {
  const deployment = (container: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      ${container}
`;

  it.each([
    ["in flow style", deployment("containers: [{ name: web, image: ngi▮ }]")],
    ["in flow style, at the end of the line", deployment("containers: [{ name: web, image: ngi▮")],
    [
      "as the first key of a list item",
      deployment("containers:\n        - image: ngi▮\n          name: web"),
    ],
    [
      "below other containers",
      deployment("initContainers:\n        - image: ngi▮\n      containers:\n        - image: web"),
    ],
    ["in a list that is not indented", deployment("containers:\n      - name: web\n        image: ngi▮")],
    ["in JSON", '{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"name":"web","image":"ngi▮"}]}}'],
    ["in a List", `apiVersion: v1\nkind: List\nitems:\n- ${pod(" ngi▮").trim().replaceAll("\n", "\n  ")}\n`],
    [
      "in a mounted volume",
      deployment("containers: [{ image: a }]\n      volumes: [{ name: v, image: { reference: ngi▮ } }]"),
    ],
    ["in a custom resource", "apiVersion: tekton.dev/v1\nkind: Task\nspec:\n  steps:\n    - image: ngi▮\n"],
    [
      "next to a line that is not YAML",
      deployment("containers:\n        - image: ngi▮\n          command [a\n          name: web"),
    ],
    ["above a half-typed key", deployment("containers:\n        - image: ngi▮\n          por")],
    ["in the second document", `${pod(" a")}---\n${pod(" ngi▮")}`],
  ])("%s", (_, marked) => {
    const { typed, item } = complete(marked);
    expect(typed).toBe("ngi");
    expect(item("nginx")).toBeDefined();
  });

  it.each([
    ["in a comment", pod(" a # image: ngi▮")],
    [
      "in a block scalar",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  a: |\n    image: ngi▮\n",
    ],
    [
      "under a key of that name elsewhere",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  image: ngi▮\n",
    ],
    ["as a container's name", pod(" a").replace("name: web\n", "name: ngi▮\n")],
    ["in a file that is not a manifest", "services:\n  web:\n    image: ngi▮\n"],
    [
      "in a Helm template",
      deployment("containers:\n        - image: ngi▮\n          name: {{ .Values.name }}"),
    ],
    ["behind a variable", pod(" ${REGISTRY}/ngi▮")],
    ["on the line below", pod(" a\n      ▮")],
  ])("but not %s", (_, marked) => {
    expect(complete(marked).found).toBeUndefined();
  });

  test("in time that grows with the length of a line only", () => {
    const work = (count: number) => {
      const data = `{"a":"${"image: ".repeat(count)}"}`;
      const long = `{"apiVersion":"v1","kind":"ConfigMap","data":${data},"image":"ngi▮"}`;
      expect(complete(long).found).toBeUndefined();
    };
    expect(growth(work, 2000)).toBeLessThan(linear);
  });
});

describe("in a kustomization", () => {
  const uri = "file:///shop/kustomization.yaml";
  const others = { "web.yaml": pod(" docker.io/library/nginx:1.27") };

  test("the name is one from the manifests", () => {
    const { labels, typed } = complete("images:\n  - name: docker▮\n", { uri, others });
    expect(typed).toBe("docker");
    expect(labels).toEqual(["docker.io/library/nginx"]);
  });

  test("the new name can be any image", () => {
    const { labels, typed } = complete("images:\n  - name: nginx\n    newName: ▮\n", { uri, others });
    expect(typed).toBe("");
    expect(labels).toContain("postgres");
    expect(labels[0]).toBe("docker.io/library/nginx");
  });

  test("the new tag is one of the new image, quoted if it reads as a number", () => {
    const text = "images:\n  - name: web\n    newName: nginx\n    newTag: 1▮\n";
    const { lineAfter, item, labels, replaced } = complete(text, { uri });
    expect(replaced).toBe("1");
    expect(labels).toContain("1.31.4-alpine");
    expect(lineAfter("1.31")).toBe('newTag: "1.31"');
    expect(item("1.31")?.filter).toBe("1.31");
    expect(lineAfter("1.31.4")).toBe("newTag: 1.31.4");
    expect(complete(text.replace("1▮", '"1▮"'), { uri }).lineAfter("1.31")).toBe('newTag: "1.31"');
  });

  test("other names are not images", () => {
    expect(complete("configMapGenerator:\n  - name: ▮\n", { uri, others }).found).toBeUndefined();
  });
});

describe("in a chart's values", () => {
  const uri = "file:///chart/values.yaml";
  const others = { "web.yaml": pod(" registry.example/acme/web:1.0") };

  test("the repository is a name", () => {
    const text = "image:\n  repository: ▮\n  tag: 1.0\n";
    expect(complete(text, { uri, others }).labels.slice(0, 2)).toEqual([
      "registry.example/acme/web",
      "registry.example/acme/",
    ]);
  });

  test("the repository has no host if the registry has its own key", () => {
    const text = "image:\n  registry: registry.example\n  repository: ▮\n  tag: 1.0\n";
    expect(complete(text, { uri, others }).labels).toEqual(["acme/web"]);
    const hub = complete(text.replace("registry.example", "docker.io"), { uri, others });
    expect(hub.lineAfter("nginx")).toBe("repository: nginx");
  });

  test("the registry is a host", () => {
    const text = "image:\n  registry: ▮\n  repository: acme/web\n  tag: 1.0\n";
    expect(complete(text, { uri, others }).labels).toEqual(["registry.example"]);
  });

  test("the tag is one of the image", () => {
    const text = "web:\n  image:\n    repository: nginx\n    tag: ▮\n";
    const { lineAfter, labels } = complete(text, { uri, others });
    expect(labels[0]).toMatch(tagOfNginx);
    expect(lineAfter("1.31")).toBe('tag: "1.31"');
    expect(lineAfter("1.31-alpine")).toBe("tag: 1.31-alpine");
  });

  test("a whole reference is found as well", () => {
    expect(complete("initImage: nginx:▮\n", { uri }).labels[0]).toMatch(tagOfNginx);
    expect(complete("initImage: ngi▮\n", { uri }).labels).toContain("nginx");
  });

  test("nothing is inserted above a mapping", () => {
    expect(complete("image: ▮\n  repository: nginx\n  tag: '1'\n", { uri }).found).toBeUndefined();
    expect(complete("image:▮\n  repository: nginx\n  tag: '1'\n", { uri }).found).toBeUndefined();
  });

  test("a tag of something else is ignored", () => {
    expect(complete("git:\n  tag: ▮\n", { uri }).found).toBeUndefined();
  });
});

describe("in a Dockerfile", () => {
  const uri = "file:///shop/Dockerfile";

  it.each([
    ["FROM ▮", ""],
    ["FROM ngi▮", "ngi"],
    ["from --platform=$BUILDPLATFORM ngi▮ AS build", "ngi"],
    ["FROM a AS b\nCOPY --from=ngi▮ /a /b", "ngi"],
    ["FROM a AS b\nCOPY --link --from=ngi▮ /a /b", "ngi"],
    ["ARG BASE=ngi▮\nFROM $BASE", "ngi"],
    ["# syntax=docker/dockerfile:1\r\nFROM ngi▮\r\nRUN a", "ngi"],
  ])("%j takes a name", (marked, written) => {
    const { typed, labels } = complete(marked, { uri });
    expect(typed).toBe(written);
    expect(labels).toContain("nginx");
  });

  it.each([
    ["FROM nginx:1▮ AS web", "FROM nginx:1.31-alpine AS web"],
    ["ARG VERSION=1▮\nFROM nginx:$VERSION", "ARG VERSION=1.31-alpine"],
    ["ARG BASE=nginx:1▮\nFROM ${BASE}", "ARG BASE=nginx:1.31-alpine"],
  ])("%j takes a tag", (marked, line) => {
    expect(complete(marked, { uri }).lineAfter("1.31-alpine")).toBe(line);
  });

  test("stages above come first", () => {
    const text = "FROM golang AS Build\nFROM build AS test\nFROM ▮\nFROM alpine AS last\n";
    expect(complete(text, { uri }).labels.slice(0, 2)).toEqual(["Build", "test"]);
    expect(complete(text, { uri }).labels).not.toContain("last");
    const copy = "FROM golang AS build\nFROM scratch\nCOPY --from=bu▮ /a /b\n";
    expect(complete(copy, { uri }).labels[0]).toBe("build");
    expect(complete("FROM a AS build\nARG X=▮\nFROM b:$X", { uri }).labels).not.toContain("build");
  });

  it.each(["RUN ▮", "# FROM ngi▮", "FROM nginx AS ▮", "FROM nginx ▮", "ARG NAME=ngi▮\nFROM a", "LABEL a=▮"])(
    "%j is no place for an image",
    (marked) => {
      expect(complete(marked, { uri }).found).toBeUndefined();
    },
  );
});

test("when a manifest is typed from start to end, every list replaces the text around the cursor, within its line", () => {
  const text = pod(
    ' "docker.io/library/nginx:1.27-alpine" # front',
    "  volumes: [{ image: { reference: redis:8 } }]\n",
  );
  let lists = 0;
  for (let offset = 0; offset <= text.length; offset++) {
    for (const marked of [`${text.slice(0, offset)}▮`, `${text.slice(0, offset)}▮${text.slice(offset)}`]) {
      const { found } = complete(marked);
      if (!found) continue;
      lists++;
      expect(found.insert.end).toBe(offset);
      expect(found.insert.start).toBe(found.replace.start);
      expect(found.replace.end).toBeGreaterThanOrEqual(offset);
      expect(marked.slice(found.replace.start, found.replace.end + 1)).not.toMatch(/[\s"']/);
    }
  }
  expect(lists).toBeGreaterThan(50);
});

test("the list for a workspace with very many images is requested again as more is typed", () => {
  const containers = Array.from({ length: 2000 }, (_, at) => `    - image: registry.example/app${at}:1`);
  const many = `apiVersion: v1\nkind: Pod\nmetadata: { name: many }\nspec:\n  containers:\n${containers.join("\n")}\n`;
  const { found, labels } = complete(pod(" app19▮"), { others: { "many.yaml": many } });
  expect(found?.isIncomplete).toBe(true);
  expect(labels).toContain("registry.example/app1999");
  expect(labels).not.toContain("registry.example/app1800");
});
