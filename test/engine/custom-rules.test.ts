import { describe, expect, it } from "vitest";
import { createLinter, parseConfig } from "../../engine/index.ts";

const uri = "file:///shop/web.yaml";

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels: { team: front }
spec:
  replicas: 1 # for now
  template:
    spec:
      containers:
        - name: web
          image: web:1.2.3
        - name: log
          image: log:1.2.3
`;

const rule = `
  - id: few-shop-replicas
    summary: A workload has a single replica.
    severity: error
    kinds: [apps/Deployment]
    expression: object.spec.replicas >= params.least
    params: { least: 2 }
    at: spec.replicas
    messageExpression: "'%s has %d of %d replicas.'.format([object.metadata.name, object.spec.replicas, params.least])"
    fix:
      title: Run two replicas
      edits: [{ set: spec.replicas, value: 2 }]
`;

function configOf(rules: string, rest = "") {
  const parsed = parseConfig(
    `preset: recommended\nrules:\n  image-latest-tag: off\n${rest}customRules:${rules}`,
  );
  expect(parsed.problems).toEqual([]);
  return parsed.config;
}

function lint(rules: string, files: Readonly<Record<string, string>> = { [uri]: deployment }, rest = "") {
  const config = configOf(rules, rest);
  const linter = createLinter(() => config);
  for (const [name, text] of Object.entries(files)) linter.setFile(name, text);
  const own = new Set(config.customRules.map(({ id }) => id));
  const findings = linter.findings(uri).filter((finding) => own.has(finding.rule));
  return { linter, findings, text: files[uri]! };
}

function said(rules: string, files?: Readonly<Record<string, string>>): readonly string[] {
  const { findings, text } = lint(rules, files);
  return findings.map(
    ({ severity, message, start, end }) => `${severity} ⟦${text.slice(start, end)}⟧ ${message}`,
  );
}

function problems(rules: string): readonly string[] {
  const text = `customRules:${rules}`;
  return parseConfig(text).problems.map(
    ({ message, start, end }) => `⟦${text.slice(start, end).split("\n")[0]}⟧ ${message}`,
  );
}

describe("a custom rule", () => {
  it("reports at the field, with a computed message", () => {
    expect(said(rule)).toEqual(["error ⟦1⟧ web has 1 of 2 replicas."]);
  });

  it("is fixed as defined, and nothing else changes", () => {
    const { linter, findings } = lint(rule);
    expect(linter.fixes(findings[0]!, uri).map(({ title, class: kind }) => [kind, title])).toEqual([
      ["review", "Run two replicas"],
    ]);
    const { text } = linter.fixAll(uri, { classes: ["review"], rules: ["few-shop-replicas"] });
    expect(text).toBe(deployment.replace("replicas: 1", "replicas: 2"));
  });

  it("checks only what it applies to", () => {
    expect(said(rule.replace("apps/Deployment", "StatefulSet"))).toEqual([]);
    expect(said(`${rule}    namespaces: [other]\n`)).toEqual([]);
    expect(said(`${rule}    labels: team in (front,back)\n`)).toHaveLength(1);
  });

  it("can be overridden and suppressed like any other", () => {
    expect(lint(rule, undefined, "  few-shop-replicas: off\n").findings).toEqual([]);
    expect(lint(rule, undefined, "  few-shop-replicas: hint\n").findings).toMatchObject([
      { severity: "hint" },
    ]);
    const silenced = deployment.replace("# for now", "# kubewright-ignore few-shop-replicas: a toy");
    const { linter, findings } = lint(rule, { [uri]: silenced });
    expect(findings).toEqual([]);
    expect(linter.findings(uri).map((finding) => finding.rule)).not.toContain("unknown-suppression");
    expect(linter.suppressed(uri)).toHaveLength(1);
  });

  it("reports an expression that cannot be evaluated, and fixes nothing there", () => {
    const { findings, linter } = lint(rule, { [uri]: deployment.replace(/ {2}replicas.*\n/, "") });
    expect(findings).toMatchObject([
      {
        severity: "information",
        message: "The rule few-shop-replicas cannot be evaluated here: no such key: replicas.",
      },
    ]);
    expect(linter.fixes(findings[0]!, uri)).toEqual([]);
  });

  it("evaluates variables only when they are used, each with those before it", () => {
    const variables = `
  - id: image-of-other-registry
    message: An image is not ours.
    variables:
      containers: object.spec.template.spec.containers
      images: variables.containers.map(c, c.image)
      broken: object.missing.missing
    expression: variables.images.all(i, i.startsWith('web:')) || (false && variables.broken)
    at: spec.template.spec.containers[1].image
`;
    expect(said(variables)).toEqual(["warning ⟦log:1.2.3⟧ An image is not ours."]);
  });

  it("knows the namespace if it is in the workspace, and reports nothing otherwise", () => {
    const byNamespace = `
  - id: not-in-production
    message: It must not run in production.
    expression: namespaceObject.metadata.labels['env'] != 'production'
`;
    const namespace = (env: string) =>
      `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { env: ${env} } }\n`;
    expect(said(byNamespace)).toEqual([]);
    const { linter, findings } = lint(byNamespace, {
      [uri]: deployment,
      "file:///shop/ns.yaml": namespace("production"),
    });
    expect(findings).toMatchObject([{ message: "It must not run in production." }]);
    linter.setFile("file:///shop/ns.yaml", namespace("test"));
    expect(linter.findings(uri).map((finding) => finding.rule)).not.toContain("not-in-production");
  });

  it("changes all items of a list, renames, appends and removes", () => {
    const edits = `
  - id: much-to-do
    message: Much to do.
    kinds: [Deployment]
    expression: "!has(object.metadata.labels.team)"
    fix:
      title: Do it
      class: safe
      edits:
        - rename: metadata.labels.team
          to: owner
        - set: spec.template.spec.containers[*].securityContext.privileged
          value: false
        - append: metadata.finalizers
          value: example.com/hold
        - remove: spec.replicas
        - set: metadata.annotations["example.com/owner"]
          value: { a: [1, "2"] }
`;
    const { linter } = lint(edits);
    const { text } = linter.fixAll(uri, { classes: ["safe"], rules: ["much-to-do"] });
    expect(text).toMatchInlineSnapshot(`
      "apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
        namespace: shop
        labels: { owner: front }
        finalizers:
          - example.com/hold
        annotations:
          example.com/owner:
            a:
              - 1
              - "2"
      spec:
        # for now
        template:
          spec:
            containers:
              - name: web
                image: web:1.2.3
                securityContext:
                  privileged: false
              - name: log
                image: log:1.2.3
                securityContext:
                  privileged: false
      "
    `);
  });

  it("replaces the rule with the same id in an extended file", () => {
    const open = () => ({ uri: "file:///base.yaml", text: `customRules:${rule}` });
    const text = `extends: base.yaml\nrules:\n  few-shop-replicas: hint\n`;
    const inherited = parseConfig(text, { uri: "file:///a/.kubewright.yaml", open });
    expect(inherited.problems).toEqual([]);
    expect(inherited.config.customRules.map(({ severity }) => severity)).toEqual(["error"]);
    const own = parseConfig(`${text}customRules:${rule.replace("severity: error", "severity: warning")}`, {
      uri: "file:///a/.kubewright.yaml",
      open,
    });
    expect(own.config.customRules.map(({ severity }) => severity)).toEqual(["warning"]);
  });

  it("keeps its text and its position", () => {
    const text =
      "# ours\r\ncustomRules:\r\n  - message: No.\r\n    id: never\r\n    expression: |\r\n      false\r\n";
    const file = "file:///a/.kubewright.yaml";
    const [one] = parseConfig(text, { uri: file }).config.customRules;
    expect(one?.custom?.text).toBe("message: No.\nid: never\nexpression: |\n  false");
    expect(one?.custom?.place).toEqual({
      uri: file,
      start: { line: 3, character: 8 },
      end: { line: 3, character: 13 },
    });
    expect(parseConfig(text).config.customRules[0]?.custom?.place).toBeUndefined();
  });

  it("treats null as not set and reads numbers as the API server does", () => {
    const types = `
  - id: types-wrong
    message: Wrong.
    expression: "!has(object.spec.gone) && type(object.spec.whole) == int && type(object.spec.part) == double && object.spec.text == '1'"
`;
    const text =
      "apiVersion: example.com/v1\nkind: Toy\nmetadata: { name: a }\nspec: { gone: null, whole: 1, part: 1.5, text: '1' }\n";
    expect(said(types, { [uri]: text })).toEqual([]);
  });
});

describe("an invalid rule", () => {
  it.each([
    ["\n  - {}", ["⟦{⟧ customRules[0] must have an id", "⟦{⟧ customRules[0] must have an expression"]],
    [
      "\n  - { id: A b, expression: 'true' }",
      [expect.stringContaining("⟦A b⟧ customRules[0].id must be lowercase")],
    ],
    [
      "\n  - { id: image-latest-tag, expression: 'true' }",
      [`⟦image-latest-tag⟧ "image-latest-tag" is the id of a built-in rule; use a different id`],
    ],
    [
      "\n  - { id: a, expression: 'true' }\n  - { id: a, expression: 'true' }",
      ['⟦a⟧ Two custom rules have the id "a"'],
    ],
    [
      "\n  - { id: a, expression: objekt.spec }",
      ["⟦objekt.spec⟧ customRules[0].expression cannot be understood: unknown variable: objekt"],
    ],
    [
      "\n  - { id: a, expression: request.name }",
      [
        "⟦request.name⟧ customRules[0].expression cannot be understood: unknown variable: request; request is not available when files are checked",
      ],
    ],
    ["\n  - { id: a, expression: '1' }", ["⟦'1'⟧ customRules[0].expression must give a bool, not a int"]],
    [
      "\n  - { id: a, expression: 'variables.b', variables: { c: '1' } }",
      [
        "⟦'variables.b'⟧ customRules[0].expression uses variables.b, which is not defined or is defined later",
      ],
    ],
    [
      "\n  - { id: a, expression: 'true', at: 'spec..x' }",
      [expect.stringContaining("⟦'spec..x'⟧ customRules[0].at must be the path of one field")],
    ],
    [
      "\n  - { id: a, expression: 'true', severity: warning! }",
      [expect.stringContaining('⟦warning!⟧ did you mean "warning"?')],
    ],
    [
      "\n  - { id: a, expresion: 'true' }",
      [
        expect.stringContaining('⟦expresion⟧ Unknown setting "expresion"; did you mean "expression"?'),
        expect.stringContaining("must have an expression"),
      ],
    ],
    [
      "\n  - { id: a, expression: 'true', fix: { title: T, edits: [{ set: spec.x }] } }",
      ["⟦{⟧ customRules[0].fix.edits[0] must have a value for set"],
    ],
    [
      "\n  - { id: a, expression: 'true', fix: { title: T, edits: [{ remove: spec.x, append: y }] } }",
      [expect.stringContaining("must have exactly one of set, append, remove, rename")],
    ],
    [
      "\n  - { id: a, expression: 'true', fix: { edits: [] } }",
      [expect.stringContaining("must have a title"), expect.stringContaining("must be a list of edits")],
    ],
    [" 3", [expect.stringContaining("⟦3⟧ customRules must be a list of rules")]],
  ])("is explained at its place: %s", (rules, expected) => {
    expect(problems(rules)).toEqual(expected);
  });
});
