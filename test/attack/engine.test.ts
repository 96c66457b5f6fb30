import { expect, test } from "vitest";
import { Meter } from "../../engine/cel/meter.ts";
import { createLinter, maskedText } from "../../engine/index.ts";
import { compileGlob } from "../../engine/text/glob.ts";
import { parseYaml } from "../../engine/yaml/parse.ts";
import { growth, linear } from "../growth.ts";

const rulesFor = (text: string) => {
  const linter = createLinter();
  linter.setFile("file:///a.yaml", text);
  return linter.findings("file:///a.yaml").map(({ rule }) => rule);
};

const aliases = (name: string, count: number) => Array.from({ length: count }, () => `*${name}`).join(",");

function bomb(count: number): string {
  return `apiVersion: v1
kind: List
x:
- &v {name: A, value: b}
- &e [${aliases("v", count)}]
- &c {name: c, image: nginx, env: *e}
- &cs [${aliases("c", count)}]
- &p {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: *cs}}
items: [${aliases("p", count)}]
`;
}

test.each([100, 250])("an alias bomb with %i aliases per level is one finding", (count) => {
  expect(rulesFor(bomb(count))).toEqual(["yaml-too-large"]);
});

test("ordinary aliases are followed", () => {
  const text = `apiVersion: v1
kind: ConfigMap
metadata:
  name: web
  labels: &labels { app: web }
  annotations: *labels
`;
  expect(rulesFor(text)).not.toContain("yaml-too-large");
});

test("text that is used a thousand times through aliases is checked once", () => {
  const pod = `&p {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: a}, spec: {containers: [&c {name: c, image: nginx}, ${aliases("c", 50)}]}}`;
  const text = `apiVersion: v1\nkind: List\nitems: [${pod}, ${aliases("p", 20)}]\n`;
  const linter = createLinter();
  linter.setFile("file:///a.yaml", text);
  expect(linter.census("file:///a.yaml").resources).toBe(1);
  expect(linter.findings("file:///a.yaml").filter(({ rule }) => rule === "image-latest-tag")).toHaveLength(1);
});

test.each([
  ["a mapping", "spec: &s\n  selector: *s\n"],
  ["a list", "spec: &s [*s]\n"],
  ["a merge key", "spec: &s\n  <<: *s\n"],
  ["an alias of the same name before", "a: &s {}\nspec: &s\n  selector: *s\n"],
])("an alias inside of what it stands for: %s", (_, text) => {
  const found = rulesFor(`apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: b }\n${text}`);
  expect(found).toContain("yaml-unknown-alias");
  const linter = createLinter();
  linter.setFile("file:///a.yaml", `apiVersion: v1\nkind: Service\nmetadata: {name: a}\n${text}`);
  for (const { message } of linter.findings("file:///a.yaml")) expect(message).not.toContain("failed here");
});

test("an alias refers to the anchor above it, not to a later one with the same name", () => {
  const { aliases: found } = parseYaml("a: &x 1\nb: *x\nc: &x 2\nd: *x\n");
  expect(found.map(({ target }) => target?.kind === "scalar" && target.text)).toEqual(["1", "2"]);
});

test("130,000 repeated keys give a limited number of findings", () => {
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: b }\ndata:\n${"  a: b\n".repeat(130_000)}`;
  expect(rulesFor(text).length).toBeLessThan(300);
});

test("matching a glob with many stars takes time that grows only with the path", () => {
  const glob = compileGlob("**/*a*a*a*a*a*a*a*b/**")!;
  expect(glob("a".repeat(100_000))).toBe(false);
  expect(glob(`x/${"a".repeat(100)}b/y`)).toBe(true);
});

test.each([
  ["*.yaml", "a.yaml", true],
  ["*.yaml", "b/a.yaml", false],
  ["**/*.yaml", "a.yaml", true],
  ["**/*.yaml", "b/c/a.yaml", true],
  ["b/**", "b/c/a.yaml", true],
  ["b/**/a.yaml", "b/a.yaml", true],
  ["b/*/a.yaml", "b/a.yaml", false],
  ["{a,b/{c,d}}/*.yaml", "b/d/x.yaml", true],
  ["{a,b}.yaml", "c.yaml", false],
  ["[a-c]?.yaml", "bx.yaml", true],
  ["[!a-c]x.yaml", "bx.yaml", false],
  ["a\\*.yaml", "a*.yaml", true],
  ["*", ".hidden", true],
])("the glob %s and %s", (glob, path, expected) => {
  expect(compileGlob(glob)?.(path)).toBe(expected);
});

test.each(["", " ", "a[", "a{b"])("%j is not a glob", (text) => expect(compileGlob(text)).toBeUndefined());

const workload = (count: number) =>
  `apiVersion: apps/v1
kind: Deployment
metadata: {name: p, namespace: x}
spec:
  selector: {matchLabels: {app: p}}
  template:
    metadata: {labels: {app: p}}
    spec:
      containers:
${Array.from({ length: count }, (_, at) => `      - name: c${at}\n        image: nginx\n        imagePullPolicy: always\n`).join("")}`;

const services = (count: number) =>
  Array.from(
    { length: count },
    (_, at) => `---
apiVersion: v1
kind: Service
metadata: {name: s${at}, namespace: x}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: http}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: d${at}, namespace: x}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: a, image: 'nginx:1.25.1', ports: [{name: http, containerPort: 80}]}]
`,
  ).join("");

test.each([
  ["containers of one pod", workload, 40],
  ["Services and workloads of one label set", services, 15],
] as const)("fixing %s takes time in proportion to them", (_, text, size) => {
  const work = (many: number) => {
    const linter = createLinter();
    linter.setFile("file:///a.yaml", text(many));
    linter.findings("file:///a.yaml");
    linter.fixAll("file:///a.yaml", { classes: ["safe", "review"] });
  };
  expect(growth(work, size)).toBeLessThan(linear);
});

test("names with control characters are never written", () => {
  const text = `apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: "\\x00\\u2028"\nspec:\n  template:\n    spec:\n      containers:\n      - name: a\n        image: nginx:1.27.0\n`;
  const linter = createLinter(undefined, { textOf: () => undefined, isFree: () => true });
  linter.setFile("file:///a.yaml", text);
  const { created, text: after } = linter.fixAll("file:///a.yaml", {
    classes: ["safe", "review", "template"],
  });
  const files = [...created.map((one) => one.text), after.replace('"\\x00\\u2028"', "")];
  for (const sign of ["\u0000", "\u2028", "\\u0000", "\\x00", "\\u2028"])
    for (const file of files) expect(file).not.toContain(sign);
});

test("expensive expressions use a limited reserve, and cheap ones are not affected", () => {
  const meter = new Meter();
  let spent = 0;
  for (let object = 0; object < 5000; object++) {
    meter.refill(100_000, 5000);
    try {
      for (let step = 0; step < 100_000; step++, spent++) meter.spend(1);
    } catch {}
  }
  expect(spent).toBeLessThan(50_000_000);
  meter.refill(100_000, 5000);
  for (let step = 0; step < 4000; step++) meter.spend(1);
  expect(meter.isEmpty).toBe(false);
});

test("a short value of a Secret does not hide the words of a sentence", () => {
  const linter = createLinter();
  linter.setFile("file:///a.yaml", secret("stringData: { k: 12345032, b: a }\n"));
  const messages = linter.findings("file:///a.yaml").map(({ message }) => message);
  expect(messages.length).toBeGreaterThan(0);
  for (const message of messages) expect(message).not.toContain("(hidden)");
});

test("the digest of an image is not treated as a password", () => {
  const linter = createLinter();
  const image = `nginx:1.27.0@sha256:${"0a".repeat(32)}`;
  linter.setFile(
    "file:///a.yaml",
    `apiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: b }\nspec: { containers: [{ name: a, image: "${image}" }] }\n`,
  );
  for (const { message } of linter.findings("file:///a.yaml")) expect(message).not.toContain("(hidden)");
  expect(maskedText("file:///a.yaml", `image: ${image}\n`)).toContain(image);
});

const secret = (data: string) => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n${data}`;

test.each([
  ["a number", secret("stringData:\n  pin: 777123\n"), "777123"],
  ["a boolean", secret("data:\n  flag: true\n"), "is the boolean true"],
  ["no base64", secret('data:\n  a: "PLANTED!!"\n'), "PLANTED"],
  ["a list", secret("stringData:\n  a: [PLANTED]\n"), "PLANTED"],
  ["a broken line", secret("stringData:\n  pw:PLANTED\n"), "PLANTED"],
  ["an alias", secret("stringData:\n  a: *PLANTED\n"), "PLANTED"],
  ["an open quote", secret('stringData:\n  a: "PLANTED\n  b: c\n'), "PLANTED"],
  ["a misspelled key", secret("stringdata:\n  a: 12345032\n"), "12345032"],
  [
    "an item of a List",
    "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {k: 12345032}}\n",
    "12345032",
  ],
  [
    "a variable",
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: a\n    image: user:PLANTED@registry.example/app:1\n    env:\n    - {name: API_TOKEN, value: 44412345}\n",
    "44412345",
  ],
  [
    "an image",
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: a\n    image: user:PLANTED@registry.example/app:1\n",
    "PLANTED",
  ],
])("no message, title or masked text repeats the value of a Secret: %s", (_, text, value) => {
  const linter = createLinter();
  linter.setFile("file:///a.yaml", text);
  for (const finding of linter.findings("file:///a.yaml")) {
    expect(finding.message).not.toContain(value);
    for (const { title } of linter.fixes(finding, "file:///a.yaml")) expect(title).not.toContain(value);
  }
  expect(maskedText("file:///a.yaml", text)).not.toContain(value);
});
