import { beforeEach, describe, expect, test } from "vitest";
import { dialectOf } from "../../engine/documents/dialect.ts";
import { readDocument } from "../../engine/documents/document.ts";
import type { Selector } from "../../engine/kubernetes/labels.ts";
import { readFile, type SourceFile } from "../../engine/lint/file.ts";
import { FileFacts } from "../../engine/lint/file-facts.ts";
import { WorkspaceIndex, type WorkspaceView } from "../../engine/workspace/index.ts";
import { kustomizationFacts } from "../../engine/workspace/kustomization.ts";
import { builtImages } from "../../engine/workspace/replaced-images.ts";

let index: WorkspaceIndex;
let files: Map<string, SourceFile>;
let view: WorkspaceView;

beforeEach(() => {
  index = new WorkspaceIndex();
  files = new Map();
  view = index.view(() => {});
});

/** Adds a file as the linter does, reusing unchanged documents. */
function enter(path: string, text: string): void {
  const uri = `file:///w/${path}`;
  const file = readFile(uri, text, files.get(uri));
  files.set(uri, file);
  const kustomization =
    dialectOf(uri) === "kustomization"
      ? kustomizationFacts(readDocument(`${text}\n# apiVersion kind`), uri)
      : undefined;
  const built = builtImages(
    file.entries.map(({ entry }) => entry.document),
    uri,
  );
  index.set(uri, { resources: file.kubernetes ? new FileFacts().of(file) : [], kustomization, built });
}

/** The recorded topics of some queries that got a new version through a change. */
function changedBy(change: () => void, ask: (view: WorkspaceView) => void): readonly string[] {
  const topics = new Map<string, number>();
  ask(index.view((topic) => topics.set(topic, index.version(topic))));
  change();
  return [...topics].filter(([topic, version]) => index.version(topic) !== version).map(([topic]) => topic);
}

const named = (facts: readonly { readonly name: string | undefined }[]) => facts.map(({ name }) => name);
const labeled = (key: string, value: string): Selector => [{ key, operator: "In", values: [value] }];

const pod = (name: string, labels: string, namespace?: string, image = "ghcr.io/acme/web:1.4.2") => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, ${namespace ? `namespace: ${namespace}, ` : ""}labels: { ${labels} } }
spec: { containers: [{ name: a, image: "${image}" }] }
`;
const skaffold = (image: string) => `
apiVersion: skaffold/v4beta13
kind: Config
build: { artifacts: [{ image: ${image} }], tagPolicy: { envTemplate: { template: "{{.TAG}}" } } }
`;
const service = (name: string, selector: string, namespace = "shop") => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { ${selector} }, ports: [{ port: 80 }] }
`;

describe("which pods are selected", () => {
  test("a selector finds the pods of its namespace by their labels", () => {
    enter("a.yaml", `${pod("web", "app: web, tier: front", "shop")}---${pod("api", "app: api", "shop")}`);
    enter("b.yaml", pod("other", "app: web", "elsewhere"));
    expect(named(view.selectedBy(labeled("app", "web"), "shop").workloads)).toEqual(["web"]);
    expect(named(view.selectedBy(labeled("app", "web"), undefined).workloads)).toEqual(["web", "other"]);
    expect(named(view.selectedBy(labeled("app", "db"), "shop").workloads)).toEqual([]);
  });

  test("all requirements must be met, whichever comes first", () => {
    enter("a.yaml", `${pod("web", "app: web, tier: front", "shop")}---${pod("api", "app: api", "shop")}`);
    const front: Selector = [
      { key: "tier", operator: "Exists", values: [] },
      { key: "app", operator: "In", values: ["web", "api"] },
    ];
    expect(named(view.selectedBy(front, "shop").workloads)).toEqual(["web"]);
    const others: Selector = [{ key: "tier", operator: "DoesNotExist", values: [] }];
    expect(named(view.selectedBy(others, "shop").workloads)).toEqual(["api"]);
    expect(named(view.selectedBy([], "shop").workloads)).toEqual(["web", "api"]);
  });

  test("a workload without a namespace can be in any", () => {
    enter("a.yaml", pod("web", "app: web"));
    enter("b.yaml", pod("api", "app: api", '"${NAMESPACE}"'));
    expect(named(view.selectedBy(labeled("app", "web"), "shop").workloads)).toEqual(["web"]);
    expect(named(view.workloadsIn("shop"))).toEqual(["web", "api"]);
  });

  test("labels that are filled in later make the answer unknown, but only in reach", () => {
    enter("a.yaml", pod("web", 'app: "${APP}"', "shop"));
    expect(view.selectedBy(labeled("app", "web"), "shop")).toEqual({ workloads: [], unknown: true });
    expect(view.selectedBy(labeled("app", "web"), "elsewhere").unknown).toBe(false);
    expect(view.workloadsIn("shop")[0]?.pod.labels).toBeUndefined();
  });

  test("facts of a removed or replaced file are forgotten", () => {
    enter("a.yaml", pod("web", "app: web", "shop"));
    enter("a.yaml", pod("web", "app: api", "shop"));
    expect(view.selectedBy(labeled("app", "web"), "shop").workloads).toEqual([]);
    expect(named(view.selectedBy(labeled("app", "api"), "shop").workloads)).toEqual(["web"]);
    index.delete("file:///w/a.yaml");
    expect(view.selectedBy(labeled("app", "api"), "shop").workloads).toEqual([]);
    expect(view.workloadsIn(undefined)).toEqual([]);
    expect([...index.files]).toEqual([]);
  });
});

describe("other queries", () => {
  test("resources are found by kind, name and namespace", () => {
    enter(
      "a.yaml",
      `${service("web", "app: web")}---${service("web", "app: web", "other")}---${pod("web", "a: b")}`,
    );
    expect(view.ofKind("/Service", "shop")).toHaveLength(1);
    expect(view.ofKind("/Service", undefined)).toHaveLength(2);
    expect(view.named("/Service", "other", "web")).toHaveLength(1);
    expect(view.named("/Service", "shop", "api")).toEqual([]);
    expect(named(view.named("/Pod", "anything", "web"))).toEqual(["web"]);
  });

  test("selectors of every owner are listed", () => {
    enter(
      "a.yaml",
      `${service("web", "app: web")}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: {}
  ingress: [{ from: [{ podSelector: { matchLabels: { app: "\${PEER}" } } }] }]
`,
    );
    expect(view.selectorsIn("shop")).toEqual([
      { owner: "Service", selector: labeled("app", "web") },
      { owner: "NetworkPolicy", selector: [], closes: ["Ingress"] },
      { owner: "NetworkPolicy peer", selector: undefined },
    ]);
    expect(view.selectorsIn("elsewhere")).toEqual([]);
  });

  test.each([
    ["a Service", "apiVersion: v1\nkind: Service\nspec: { selector: { wanted: web } }"],
    [
      "an expression",
      "apiVersion: v1\nkind: X\nspec: { x: { matchExpressions: [{ key: wanted, operator: Exists }] } }",
    ],
    ["a custom resource", "apiVersion: a.io/v1\nkind: X\nspec: { deep: [{ matchLabels: { wanted: a } }] }"],
    ["a selector as text", "apiVersion: a.io/v1\nkind: X\nspec: { podSelector: 'a=b,wanted in (x)' }"],
    ["a topology key", "apiVersion: v1\nkind: X\nspec: { topologyKey: wanted }"],
    ["a list of label names", "apiVersion: v1\nkind: X\nspec: { podTargetLabels: [wanted] }"],
    ["the downward API", `apiVersion: v1\nkind: X\nspec: { fieldPath: "metadata.labels['wanted']" }`],
    ["an alias", "apiVersion: v1\nkind: X\nspec:\n  a: &a { wanted: b }\n  nodeSelector: *a"],
  ])("%s asks for a label", (_, text) => {
    expect(view.isLabelSelected("wanted")).toBe(false);
    enter("a.yaml", text);
    expect(view.isLabelSelected("wanted")).toBe(true);
    index.delete("file:///w/a.yaml");
    expect(view.isLabelSelected("wanted")).toBe(false);
  });

  test("labels that are only set, and the fields of a definition, select nothing", () => {
    enter(
      "a.yaml",
      `${pod("web", "wanted: web")}---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec: { properties: { selector: { wanted: string } } }
`,
    );
    expect(view.isLabelSelected("wanted")).toBe(false);
  });

  test("the agreed value of a folder is that of all resources that have one, not counting subfolders", () => {
    enter("shop/a.yaml", pod("a", "app: a", "shop"));
    enter("shop/b.yaml", pod("b", "app: b"));
    enter("shop/deep/c.yaml", pod("c", "app: c", "deep"));
    const uri = "file:///w/shop/new.yaml";
    expect(view.folderNamespace(uri)).toBe("shop");
    enter("shop/b.yaml", pod("b", "app: b", "other"));
    expect(view.folderNamespace(uri)).toBeUndefined();
    expect(view.folderLabel(uri, "no-such-label")).toBeUndefined();
  });

  test("custom resources are those that are not built-in kinds", () => {
    enter(
      "a.yaml",
      `${pod("web", "app: web")}---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: orders, namespace: shop }
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web, namespace: shop }
`,
    );
    expect(named(view.customIn("shop"))).toEqual(["orders"]);
    expect(view.customIn("elsewhere")).toEqual([]);
  });
});

describe("which queries are repeated", () => {
  const all = (ask: WorkspaceView) => {
    ask.ofKind("/Pod", "shop");
    ask.ofKind("/Service", "shop");
    ask.selectedBy(labeled("app", "web"), "shop");
    ask.selectedBy(labeled("app", "web"), "elsewhere");
    ask.workloadsIn("shop");
    ask.workloadsIn("elsewhere");
    ask.selectorsIn("shop");
    ask.customIn("shop");
    ask.isLabelSelected("app");
    ask.folderNamespace("file:///w/a.yaml");
    ask.kustomize("file:///w/a.yaml");
  };
  const web = pod("web", "app: web", "shop");

  test("none, if a file is added unchanged", () => {
    const text = `${web}---${service("web", "app: web")}`;
    enter("a.yaml", text);
    expect(changedBy(() => enter("a.yaml", text), all)).toEqual([]);
  });

  test("none about other documents, if one document of a file changes", () => {
    enter("a.yaml", `${service("web", "app: web")}---${web}`);
    const again = () => enter("a.yaml", `${service("web", "app: api")}---${web}`);
    expect(changedBy(again, all)).toEqual(["kind /Service", "selectors shop"]);
  });

  test("not selected pods, if only an image changes", () => {
    enter("a.yaml", web);
    const again = () => enter("a.yaml", pod("web", "app: web", "shop", "ghcr.io/acme/web:1.4.3"));
    expect(changedBy(again, all)).toEqual(["kind /Pod", "workloads shop"]);
  });

  test("none in another namespace, if a label changes", () => {
    enter("a.yaml", web);
    const changed = changedBy(() => enter("a.yaml", pod("web", "app: api", "shop")), all);
    expect(changed).toEqual(["kind /Pod", "pods shop", "workloads shop", "folder file:///w"]);
  });

  test("those in any namespace, if an object appears that can be in all of them", () => {
    const changed = changedBy(() => enter("a.yaml", pod("web", "app: web")), all);
    expect(changed).toContain("pods *");
    expect(changed).not.toContain("pods shop");
    expect(changed).not.toContain("pods elsewhere");
  });

  test("those about everything, whatever the namespace of a change is", () => {
    const ask = (one: WorkspaceView) => one.selectedBy([], undefined);
    expect(changedBy(() => enter("a.yaml", web), ask)).toHaveLength(1);
    expect(changedBy(() => index.delete("file:///w/a.yaml"), ask)).toHaveLength(1);
  });

  test("places, if a document above moves a workload within the file", () => {
    enter("a.yaml", web);
    const again = () => enter("a.yaml", `${service("new", "app: new")}---${web}`);
    expect(changedBy(again, (one) => one.selectedBy([], "shop"))).toEqual(["pods shop"]);
    expect(view.selectedBy([], "shop").workloads[0]?.place.document).toBe(1);
  });

  test("definitions of an object, only if one is added, removed or moved", () => {
    const other = (name: string, image: string) => enter("b.yaml", pod(name, "app: b", "shop", image));
    enter("a.yaml", web);
    const ask = (one: WorkspaceView) =>
      one.firstDefinitions({ object: "/Pod shop/web", version: "v1", uri: "file:///w/a.yaml" });
    expect(changedBy(() => other("api", "api:1"), ask)).toEqual([]);
    expect(changedBy(() => other("web", "api:1"), ask)).toEqual(["object /Pod shop/web"]);
    expect(changedBy(() => other("web", "api:2"), ask)).toEqual([]);
    expect(changedBy(() => other("api", "api:2"), ask)).toEqual(["object /Pod shop/web"]);
  });

  test("kustomizations, only if the content of one changes", () => {
    const ask = (one: WorkspaceView) => one.kustomize("file:///w/a.yaml");
    enter("kustomization.yaml", "resources: [a.yaml]\n");
    expect(changedBy(() => enter("kustomization.yaml", "resources: [a.yaml] # all\n"), ask)).toEqual([]);
    const named = () => enter("kustomization.yaml", "namespace: shop\nresources: [a.yaml]\n");
    expect(changedBy(named, ask)).toEqual(["kustomize"]);
  });

  test("built images, only if the image's own name is added or removed", () => {
    const ask = (one: WorkspaceView) => one.isReplaced("web", "file:///w/a.yaml");
    // The first image that is built in a workspace affects every query.
    expect(changedBy(() => enter("other/skaffold.yaml", skaffold("db")), ask)).toEqual(["built"]);
    expect(changedBy(() => enter("skaffold.yaml", skaffold("api")), ask)).toEqual([]);
    expect(changedBy(() => enter("skaffold.yaml", skaffold("web")), ask)).toEqual(["built web"]);
    expect(changedBy(() => enter("skaffold.yaml", `# ours${skaffold("web")}`), ask)).toEqual([]);
    expect(changedBy(() => index.delete("file:///w/skaffold.yaml"), ask)).toEqual(["built web"]);
  });
});

describe("kustomizations", () => {
  const roleOf = (path: string) => view.kustomize(`file:///w/${path}`);

  test("a file is a patch, gets a namespace, gets labels, or nothing", () => {
    enter(
      "app/kustomization.yaml",
      `resources: [web.yaml, ./jobs]
namespace: shop
labels: [{ pairs: { team: shop } }]
patches: [{ path: patches/web.yaml }, { patch: "- op: remove" }]
patchesStrategicMerge: [more.yaml]
`,
    );
    expect(roleOf("app/web.yaml")).toEqual({
      patch: false,
      namespace: true,
      labels: true,
      annotations: false,
      component: false,
      listedIn: ["file:///w/app/kustomization.yaml"],
    });
    expect(roleOf("app/jobs/deep/import.yaml").namespace).toBe(true);
    expect(roleOf("app/patches/web.yaml")).toEqual({
      patch: true,
      namespace: false,
      labels: false,
      annotations: false,
      component: false,
      listedIn: [],
    });
    expect(roleOf("app/more.yaml").patch).toBe(true);
    expect(roleOf("app/other.yaml")).toEqual({
      patch: false,
      namespace: false,
      labels: false,
      annotations: false,
      component: false,
      listedIn: [],
    });
    expect(roleOf("app/jobs-of-others/a.yaml").namespace).toBe(false);
  });

  test("an overlay reaches the bases of its bases, also in a circle", () => {
    enter("overlays/live/Kustomization", "namespace: shop\nresources: [../../base]\n");
    enter("base/kustomization.yml", "resources: [../common/account.yaml, ../overlays/live]\n");
    expect(roleOf("base/web.yaml").namespace).toBe(true);
    expect(roleOf("common/account.yaml")).toEqual({
      patch: false,
      namespace: true,
      labels: false,
      annotations: false,
      component: false,
      listedIn: ["file:///w/base/kustomization.yml"],
    });
    expect(roleOf("common/other.yaml").namespace).toBe(false);
  });

  test("a removed kustomization no longer has any effect", () => {
    enter("kustomization.yaml", "commonLabels: { team: shop }\nresources: [web.yaml]\n");
    expect(roleOf("web.yaml").labels).toBe(true);
    index.delete("file:///w/kustomization.yaml");
    expect(roleOf("web.yaml").labels).toBe(false);
  });

  test("a component applies to the resources of the kustomizations that include it, through components of components", () => {
    enter("live/kustomization.yaml", "resources: [../base/web.yaml]\ncomponents: [../parts/a]\n");
    enter("parts/a/kustomization.yaml", "components: [../b]\n");
    enter("parts/b/kustomization.yaml", "namespace: shop\ncomponents: [../a]\n");
    expect(roleOf("base/web.yaml").namespace).toBe(true);
    expect(roleOf("base/other.yaml").namespace).toBe(false);
  });

  const takersOf = (path: string) =>
    view.kustomizationsOf(`file:///w/${path}`).map((uri) => uri.slice("file:///w/".length));

  test("a file belongs to those that list it, and to those that list their folders", () => {
    enter("base/kustomization.yaml", "resources: [web.yaml]\ncommonLabels: { team: shop }\n");
    enter("live/kustomization.yaml", "resources: [../base, extra.yaml]\nnamespace: shop\n");
    expect(takersOf("base/web.yaml")).toEqual(["base/kustomization.yaml", "live/kustomization.yaml"]);
    expect(takersOf("live/extra.yaml")).toEqual(["live/kustomization.yaml"]);
    expect(takersOf("base/other.yaml")).toEqual([]);
  });

  test.each(["namespace: shop", "namePrefix: a-", "patches: [{ path: a.yaml }]", "components: [../part]"])(
    "with %s it may come out as another object, or not at all",
    (field) => {
      enter("base/kustomization.yaml", `resources: [web.yaml]\n${field}\n`);
      enter("live/kustomization.yaml", "resources: [../base]\n");
      expect(takersOf("base/web.yaml")).toEqual(["base/kustomization.yaml"]);
    },
  );

  test("a circle of kustomizations includes what all of them list", () => {
    enter("a/kustomization.yaml", "resources: [a.yaml, ../b]\n");
    enter("b/kustomization.yaml", "resources: [b.yaml, ../a]\n");
    expect(takersOf("a/a.yaml")).toEqual(["a/kustomization.yaml", "b/kustomization.yaml"]);
  });
});

describe("replaced images", () => {
  const isReplaced = (image: string, path = "app/web.yaml") => view.isReplaced(image, `file:///w/${path}`);

  test.each([
    ["newTag: 1.5", true],
    ["newName: web", true],
    ["digest: sha256:0", true],
    ["tagSuffix: -debug", true],
    ["newTag: ", false],
    ['newTag: ""', false],
    ["newTags: 1.5", false],
  ])("an entry of images with %s", (part, expected) => {
    enter(
      "app/kustomization.yaml",
      `resources: [web.yaml]\nimages: [{ name: web, ${part} }, { newTag: x }]\n`,
    );
    expect(isReplaced("web")).toBe(expected);
    expect(isReplaced("ghcr.io/acme/web")).toBe(false);
    expect(view.isRenamed("web", "file:///w/app/web.yaml")).toBe(part.startsWith("newName"));
    expect(isReplaced("web", "app/other.yaml")).toBe(false);
    index.delete("file:///w/app/kustomization.yaml");
    expect(isReplaced("web")).toBe(false);
  });

  test("any Skaffold configuration replaces the images that it builds, in every folder", () => {
    enter("tools/skaffold-ci.yaml", skaffold("web"));
    expect(isReplaced("web")).toBe(true);
    expect(isReplaced("api")).toBe(false);
    expect(view.isRenamed("web", "file:///w/app/web.yaml")).toBe(true);
    enter("tools/skaffold-ci.yaml", skaffold("api"));
    expect(isReplaced("web")).toBe(false);
  });

  test("the same fields of another object build nothing", () => {
    enter("build.yaml", skaffold("web").replace("skaffold/v4beta13", "shop.example/v1"));
    expect(isReplaced("web")).toBe(false);
  });
});

describe("images whose Dockerfile has a user", () => {
  const isNonRoot = (image: string) => view.isBuiltNonRoot(image);

  test.each([
    ["FROM debian\nUSER app\n", true],
    ["FROM debian AS base\nUSER 1000:1000\nFROM golang AS build\nUSER root\nFROM base\n", true],
    ["FROM gcr.io/distroless/static:nonroot\n", true],
    ["FROM debian\nUSER app\nUSER root\n", false],
    ["FROM debian\nUSER 0:0\n", false],
    ["FROM debian\n", false],
  ])("%j", (text, expected) => {
    enter("shop/web/Dockerfile", text);
    expect(isNonRoot("ghcr.io/acme/web")).toBe(expected);
    expect(isNonRoot("shop-web")).toBe(expected);
    expect(isNonRoot("api")).toBe(false);
    index.delete("file:///w/shop/web/Dockerfile");
    expect(isNonRoot("web")).toBe(false);
  });

  test("the name of the file counts, and each Dockerfile of that name", () => {
    enter("build/api.Dockerfile", "FROM debian\nUSER app\n");
    expect(isNonRoot("acme/api")).toBe(true);
    expect(isNonRoot("acme/build")).toBe(false);
    enter("api/Dockerfile", "FROM debian\n");
    expect(isNonRoot("acme/api")).toBe(false);
  });
});
