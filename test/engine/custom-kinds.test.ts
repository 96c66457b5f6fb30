/** Objects of custom kinds, while the definitions of their kinds in the workspace change. */
import { beforeEach, describe, expect, test } from "vitest";
import { defaultConfig } from "../../engine/config/config.ts";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";

let linter: Linter;

const judging = /^(?:field-(?:unknown|missing)|value-|kind-unknown)/;
const judges = rules.filter(({ id }) => judging.test(id));

beforeEach(() => {
  linter = new Linter(judges, () => defaultConfig);
});

const uriOf = (path: string) => `file:///w/${path}`;
const enter = (path: string, text: string) => linter.setFile(uriOf(path), text);
const found = (path: string) =>
  linter.findings(uriOf(path)).map(({ severity, message }) => `${severity}: ${message}`);

interface Part {
  readonly name?: string;
  readonly served?: boolean;
  readonly spec?: unknown;
}

function definition(parts: readonly Part[], apiVersion = "apiextensions.k8s.io/v1"): string {
  const versions = parts.map(({ name = "v1", served = true, spec = {} }, at) => ({
    name,
    served,
    storage: at === 0,
    schema: { openAPIV3Schema: { type: "object", properties: { spec } } },
  }));
  const names = { kind: "Widget", plural: "widgets" };
  return JSON.stringify({
    apiVersion,
    kind: "CustomResourceDefinition",
    metadata: { name: "widgets.example.com" },
    spec: { group: "example.com", names, scope: "Namespaced", versions },
  });
}

const withFields = (...names: readonly string[]) => ({
  type: "object",
  properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
});

const widget = (spec: string, version = "v1") =>
  `apiVersion: example.com/${version}\nkind: Widget\nmetadata: { name: a, namespace: shop }\nspec: ${spec}\n`;

const unknownSize = ['error: Widget "a" sets unknown field spec.size, so kubectl rejects it.'];

describe("a definition in the workspace", () => {
  test("judges objects in other files, and again when it changes or goes", () => {
    enter("widget.yaml", widget("{ size: big }"));
    expect(found("widget.yaml")).toEqual([]);
    enter("crd.yaml", definition([{ spec: withFields("color") }]));
    expect(found("widget.yaml")).toEqual(unknownSize);
    enter("crd.yaml", definition([{ spec: withFields("color", "size") }]));
    expect(found("widget.yaml")).toEqual([]);
    enter("crd.yaml", definition([{ spec: withFields("color") }]));
    expect(found("widget.yaml")).toEqual(unknownSize);
    linter.deleteFile(uriOf("crd.yaml"));
    expect(found("widget.yaml")).toEqual([]);
  });

  test("judges each served version by its own schema", () => {
    enter(
      "crd.yaml",
      definition([{ spec: withFields("size") }, { name: "v1beta1", spec: withFields("color") }]),
    );
    enter("widget.yaml", `${widget("{ size: big }")}---\n${widget("{ size: big }", "v1beta1")}`);
    expect(found("widget.yaml")).toEqual(unknownSize);
  });

  test("rejects versions that it does not serve, and names the closest one that it does", () => {
    enter(
      "crd.yaml",
      definition([{ name: "v1beta2" }, { name: "v1beta1", served: false }, { name: "v1alpha1" }]),
    );
    enter("widget.yaml", widget("{}", "v1beta1"));
    expect(found("widget.yaml")).toEqual([
      'error: Kind "Widget" is not served in example.com/v1beta1, only in example.com/v1beta2, so this object cannot be created.',
    ]);
  });

  test("does not know what a newer version of it serves", () => {
    enter("crd.yaml", definition([{ name: "v1beta1" }]));
    enter("widget.yaml", widget("{}", "v1"));
    expect(found("widget.yaml")).toEqual([
      'warning: Kind "Widget" is not served in example.com/v1, only in example.com/v1beta1, so the API server rejects it unless the cluster\'s CRD differs.',
    ]);
  });

  test("counts only where it agrees with other definitions of the kind", () => {
    enter("widget.yaml", widget("{ size: 1, color: 1 }"));
    enter("old/crd.yaml", definition([{ spec: withFields("color") }]));
    enter("new/crd.yaml", definition([{ spec: withFields("color", "size") }]));
    expect(found("widget.yaml")).toEqual([
      'warning: Widget "a" sets spec.color to the number 1 instead of a string, so the API server rejects it unless the cluster\'s CRD differs.',
    ]);
  });

  test("is certain only if it is applied together with the object", () => {
    const warning = [
      'warning: Widget "a" sets unknown field spec.size, so kubectl rejects it unless the cluster\'s CRD differs.',
    ];
    enter("app/widget.yaml", widget("{ size: big }"));
    enter("definitions/crd.yaml", definition([{ spec: withFields("color") }]));
    expect(found("app/widget.yaml")).toEqual(warning);
    enter("kustomization.yaml", "resources: [app/widget.yaml, definitions/crd.yaml]\n");
    expect(found("app/widget.yaml")).toEqual(unknownSize);
    linter.deleteFile(uriOf("kustomization.yaml"));
    expect(found("app/widget.yaml")).toEqual(warning);
    enter("app/crd.yaml", definition([{ spec: withFields("color") }]));
    expect(found("app/widget.yaml")).toEqual(unknownSize);
  });

  test("takes precedence over the data about well-known projects", () => {
    const certificate =
      "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: { name: a, namespace: shop }\nspec: { secretName: a, issuerRef: { name: a }, more: 1 }\n";
    enter("certificate.yaml", certificate);
    expect(found("certificate.yaml")).toEqual([
      'warning: Certificate "a" sets unknown field spec.more, so kubectl rejects it unless the cluster\'s CRD differs.',
    ]);
    const open = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
    const text = definition([{ spec: open }]);
    enter("crd.yaml", text.replaceAll("example.com", "cert-manager.io").replace("Widget", "Certificate"));
    expect(found("certificate.yaml")).toEqual([]);
  });
});

describe("a definition that is ignored", () => {
  test.each<[string, string]>([
    ["a schema without a type", definition([{ spec: { properties: {} } }])],
    ["a schema that is a list", definition([{ spec: [] }])],
    ["a schema with a type that does not exist", definition([{ spec: { type: "struct" } }])],
    ["properties that are a text", definition([{ spec: { ...withFields(), type: 1 } }])],
    ["the version before v1", definition([{ spec: withFields() }], "apiextensions.k8s.io/v1beta1")],
    ["text that is cut off", definition([{ spec: withFields() }]).slice(0, -40)],
  ])("%s", (_, text) => {
    enter("crd.yaml", text);
    enter("widget.yaml", widget("{ size: big }"));
    expect(found("widget.yaml")).toEqual([]);
  });

  test("a schema that contains itself by an alias", () => {
    const text = definition([{ spec: "HERE" }]).replace(
      '"HERE"',
      "&self { type: object, properties: { size: { type: string }, inner: *self } }",
    );
    enter("crd.yaml", `# YAML, not JSON\n${text}`);
    enter("widget.yaml", widget("{ size: 1, inner: { inner: { inner: { size: 1 } } } }"));
    expect(found("widget.yaml")).toEqual([]);
  });

  test("a schema whose aliases multiply", () => {
    const levels = Array.from({ length: 40 }, (_, at) => {
      const of = at === 0 ? "{ type: string }" : `*l${at - 1}`;
      return `l${at}: &l${at} { type: object, properties: { a: ${of}, b: ${of} } }`;
    });
    const text = `${levels.join("\n")}\n${definition([{ spec: "HERE" }])
      .replace('"HERE"', "*l39")
      .replace(/^\{|\}$/g, "")}`;
    enter(
      "crd.yaml",
      text.replace(/,"(kind|metadata|spec)":/g, "\n$1: ").replace('"apiVersion":', "apiVersion: "),
    );
    enter("widget.yaml", widget("{ size: big }"));
    expect(found("widget.yaml")).toEqual([]);
  });
});

test("a definition with more schemas than any real one is ignored", () => {
  const field = { type: "object", properties: { a: { type: "string" } } };
  const fields = Array.from({ length: 30_000 }, (_, at) => [`field${at}`, field]);
  enter("crd.yaml", definition([{ spec: { type: "object", properties: Object.fromEntries(fields) } }]));
  enter("widget.yaml", widget("{ size: big }"));
  expect(found("widget.yaml")).toEqual([]);
});
