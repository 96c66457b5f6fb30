import { describe, expect, test } from "vitest";
import { defaultConfig } from "../../engine/config/config.ts";
import { readDocument } from "../../engine/documents/document.ts";
import { keyCovers, registryKey } from "../../engine/images/registry-keys.ts";
import { decodeAnyBase64, decodeBase64 } from "../../engine/kubernetes/base64.ts";
import { dockerConfigOf } from "../../engine/kubernetes/docker-config.ts";
import { resourcesOf } from "../../engine/kubernetes/resource.ts";
import { isStandIn } from "../../engine/kubernetes/stand-in.ts";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";
import { factsOf } from "../../engine/workspace/facts.ts";
import { growth, linear } from "../growth.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const only = (text: string) => resourcesOf(readDocument(text))[0]!;
const secret = (payload: string, type = "kubernetes.io/dockerconfigjson", key = ".dockerconfigjson") =>
  `apiVersion: v1\nkind: Secret\nmetadata: { name: corp, namespace: shop }\ntype: ${type}\nstringData: { ${key}: '${payload}' }\n`;
const secretFacts = (text: string) => factsOf(only(text), "file:///w/a.yaml", 0).secret;

describe("a key under auths", () => {
  test.each([
    ["ghcr.io", "ghcr.io"],
    ["https://ghcr.io", "ghcr.io"],
    ["https://ghcr.io/", "ghcr.io"],
    ["http://registry.corp.example:5000/v2/", "registry.corp.example:5000"],
    ["ghcr.io/acme", "ghcr.io/acme"],
    ["https://ghcr.io/v2/acme", "ghcr.io/acme"],
    ["https://index.docker.io/v1/", "docker.io"],
    ["index.docker.io", "docker.io"],
    ["docker.io", "docker.io"],
    // The kubelet recognizes the version only with a slash after it.
    ["https://ghcr.io/v2", "ghcr.io/v2"],
    ["https://robot:token@ghcr.io/?a=b#c", "ghcr.io"],
    ["", undefined],
    ["https:///acme", undefined],
  ])("%j is for %j", (written, key) => expect(registryKey(written)).toBe(key));

  test.each([
    ["ghcr.io", "ghcr.io", "acme/web", true],
    ["ghcr.io", "ghcr.io.evil.example", "acme/web", false],
    ["ghcr.io/acme", "ghcr.io", "acme/web", true],
    ["ghcr.io/acme", "ghcr.io", "other/web", false],
    ["docker.io", "docker.io", "library/nginx", true],
    ["*.azurecr.io", "acme.azurecr.io", "web", true],
    ["*.azurecr.io", "a.b.azurecr.io", "web", false],
    ["registry:5000", "registry:5000", "web", true],
    ["registry", "registry:5000", "web", false],
  ])("%s for %s/%s: %s", (key, registry, repository, covered) =>
    expect(keyCovers(key, registry, repository)).toBe(covered),
  );
});

describe("base64", () => {
  test("is decoded like in Node.js, for every length of padding", () => {
    for (const text of ["", "a", "ab", "abc", "user:password", '{"auths":{}}'])
      expect(decodeBase64(base64(text))).toBe(text);
    expect(decodeBase64("dXNl\ncjpw\r\nYXNz\n")).toBe("user:pass");
  });

  test("is rejected where Go rejects it, and is read without padding where the kubelet does", () => {
    for (const text of ["abc", "ab=c", "a===", "ab cd", "ab-_", "=abc"])
      expect(decodeBase64(text)).toBeUndefined();
    expect(decodeAnyBase64("dXNlcjpwYXNzd29yZA")).toBe("user:password");
    expect(decodeAnyBase64("dXNlcjpwYXNzd29yZA==")).toBe("user:password");
    expect(decodeAnyBase64("a")).toBeUndefined();
  });
});

describe("the facts of a Secret", () => {
  test("include its registries in both forms, and never its credentials", () => {
    const auths = '{"https://index.docker.io/v1/":{"auth":"dXNlcjpwYXNz"},"https://ghcr.io/acme/":{}}';
    expect(secretFacts(secret(`{"auths":${auths}}`))).toEqual({
      name: "corp",
      spreads: false,
      type: "kubernetes.io/dockerconfigjson",
      payloadKey: ".dockerconfigjson",
      registries: ["docker.io", "ghcr.io/acme/"],
    });
    const older = secretFacts(secret(auths, "kubernetes.io/dockercfg", ".dockercfg"));
    expect(older?.registries).toEqual(["docker.io", "ghcr.io/acme/"]);
  });

  test.each([
    ["a variable", secret("${CONFIG}"), undefined],
    ["a registry that is a variable", secret('{"auths":{"${REGISTRY}":{"auth":"a"}}}'), undefined],
    ["what SOPS has encrypted", secret("ENC[AES256_GCM,data:k1Y=,type:str]"), undefined],
    ["a file that SOPS has encrypted", `${secret("{}")}sops: { mac: a }\n`, undefined],
    ["no payload", "apiVersion: v1\nkind: Secret\ntype: kubernetes.io/dockercfg\n", "invalid"],
    ["no JSON", secret("ghcr.io"), "invalid"],
  ])("say of %s whether it can be read", (_, text, registries) =>
    expect(secretFacts(text)?.registries).toEqual(registries),
  );

  test.each([
    ["bitnami.com/v1alpha1", "SealedSecret", "spec: { template: { type: a } }", "own", "a"],
    ["bitnami.com/v1alpha1", "SealedSecret", "spec: { template: { metadata: { name: b } } }", "b", undefined],
    ["external-secrets.io/v1beta1", "ExternalSecret", "spec: {}", "own", undefined],
    ["external-secrets.io/v1", "ExternalSecret", "spec: { target: { name: b } }", "b", undefined],
    ["external-secrets.io/v1", "ExternalSecret", 'spec: { target: { name: "${B}" } }', undefined, undefined],
    [
      "secrets.hashicorp.com/v1beta1",
      "VaultStaticSecret",
      "spec: { destination: { name: b, type: a } }",
      "b",
      "a",
    ],
    ["onepassword.com/v1", "OnePasswordItem", "type: a", "own", "a"],
  ])("tell what a %s %s with %j makes", (apiVersion, kind, more, name, type) => {
    const facts = secretFacts(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: own }\n${more}\n`);
    expect(facts).toMatchObject({ name, type, registries: undefined });
  });

  test("are read from any text in time that grows with its length only", () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => `"r${at}.example":{"auth":"a"}`);
    const large = (count: number) => `{"auths":{${many(count).join()}}}`;
    for (const payload of [
      (count: number) => "[".repeat(20 * count),
      large,
      (count: number) => "a".repeat(20 * count),
      (count: number) => base64(large(count)),
    ]) {
      const work = (count: number) => expect(secretFacts(secret(payload(count)))).toBeDefined();
      expect(growth(work, 1000)).toBeLessThan(linear);
    }
  });
});

test("words from examples are not passwords, but unknown text is", () => {
  const examples =
    "changeme|CHANGE_ME|<password>|xxx|****|${PASSWORD}|{{ .password }}|$PASSWORD|password|my-password|example|your-token-here|ENC[a]|ref+vault://a|vault:a/b#c|<path:a/b#c>|REGISTRY_PASSWORD||...|[redacted]";
  for (const word of examples.split("|")) expect([word, isStandIn(word)]).toEqual([word, true]);
  for (const word of [
    "hT7-kq2Wz9vR",
    "ghp_x7Q2",
    "dckr_pat_ab12",
    "password1",
    "hunter2",
    "Winter2024!",
    "eyJhbGciOi",
  ])
    expect([word, isStandIn(word)]).toEqual([word, false]);
});

describe("credentials", () => {
  const password = "hT7-kq2Wz9vR";
  const auth = base64(`robot:${password}`);
  const config = (entry: string) => `{"auths":{"registry.corp.example":${entry}}}`;
  const entries = [
    `{"auth":"${auth}"}`,
    `{"username":"robot","password":"${password}"}`,
    `{"auth":"${password}"}`,
    `{"auth":"${base64(password)}"}`,
    `{"auth":"${auth}",`,
  ];
  const payloads = entries.flatMap((entry) => [
    `stringData: { .dockerconfigjson: '${config(entry)}' }`,
    `data: { .dockerconfigjson: ${base64(config(entry))} }`,
    `data: { .dockerconfigjson: '${config(entry)}' }`,
    `stringData: { .dockerconfigjson: ${base64(config(entry))} }`,
    `stringData: { config.json: '${config(entry)}' }`,
    `stringData: { .dockerconfigjson: '${config(entry).slice('{"auths":'.length, -1)}' }`,
  ]);
  // The password in every possible form: as is, and in base64 at each of the three alignments.
  const traces = [
    password,
    base64(password),
    auth,
    ...[0, 1, 2].map((at) => base64(password.slice(at)).slice(0, 12)),
  ];
  const user = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: NAMESPACE }
spec:
  imagePullSecrets: [{ name: corp }]
  containers: [{ name: web, image: "other.corp.example/web:1.4.2" }, { name: api, image: "registry.corp.example/api:1.4.2" }]
`;

  test.each(payloads)("are in no message or stored data: %s", (payload) => {
    for (const type of ["kubernetes.io/dockerconfigjson", "Opaque"]) {
      const manifest = `apiVersion: v1\nkind: Secret\nmetadata: { name: corp, namespace: shop }\ntype: ${type}\n${payload}\n`;
      const registries = { ...defaultConfig.settings.registries, private: ["*.corp.example"] };
      const settings = { ...defaultConfig.settings, registries };
      const linter = new Linter(rules, () => ({ ...defaultConfig, settings, preset: "all" }));
      const texts = new Map([
        ["file:///w/secret.yaml", manifest],
        ["file:///w/here.yaml", user.replace("NAMESPACE", "shop")],
        ["file:///w/there.yaml", user.replace("NAMESPACE", "office")],
        ["file:///w/without.yaml", user.replace("NAMESPACE", "office").replace(/^ {2}imagePull.*\n/m, "")],
      ]);
      for (const [uri, text] of texts) linter.setFile(uri, text);
      const said: unknown[] = [factsOf(only(manifest), "file:///w/secret.yaml", 0)];
      for (const uri of texts.keys()) {
        for (const finding of linter.findings(uri)) {
          const { origin, ...rest } = finding;
          // Values are cursors into the editor's text; rules turn them into messages.
          said.push(
            rest,
            JSON.stringify(origin.hit.hit.data, (_, one) => (one?.tree ? "" : one)),
          );
          said.push(linter.fixes(finding, uri));
        }
      }
      const all = JSON.stringify(said);
      expect(all).toContain("registry.corp.example");
      for (const trace of traces) expect(all).not.toContain(trace);
    }
  });

  test("in plain text are found in every form in which they can be read", () => {
    const linter = new Linter(rules);
    const found = payloads.map((payload) => {
      linter.setFile(
        "file:///w/a.yaml",
        `apiVersion: v1\nkind: Secret\nmetadata: { name: corp }\ntype: kubernetes.io/dockerconfigjson\n${payload}\n`,
      );
      return linter.findings("file:///w/a.yaml").some(({ rule }) => rule === "docker-config-in-clear");
    });
    // Text that is not JSON shows nothing.
    expect(found).toEqual(payloads.map((_, at) => at < 24));
  });
});

test("a payload is read in the form that its type or its key requires", () => {
  const older = dockerConfigOf(only(secret('{"ghcr.io":{"auth":"dXNlcjpwYXNz"}}', "Opaque", ".dockercfg")));
  expect(older?.payload).toEqual({
    kind: "read",
    hasAuths: true,
    entries: [{ registry: "ghcr.io", fault: undefined, real: false }],
  });
  expect(dockerConfigOf(only(secret("a", "Opaque", "password")))).toBeUndefined();
});

test("findings follow a Secret in another file", () => {
  const linter = new Linter(rules);
  const pod = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  imagePullSecrets: [{ name: corp }]
  containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2" }]
`;
  linter.setFile("file:///w/pod.yaml", pod);
  const said = () => linter.findings("file:///w/pod.yaml").map(({ rule }) => rule);
  const pulls = () => said().filter((rule) => rule.startsWith("image-pull-secret-"));
  expect(pulls()).toEqual([]);
  linter.setFile("file:///w/secret.yaml", secret("{}", "Opaque"));
  expect(pulls()).toEqual(["image-pull-secret-wrong-type"]);
  linter.setFile("file:///w/secret.yaml", secret("{}").replace("name: corp", "name: corps"));
  expect(pulls()).toEqual(["image-pull-secret-misspelled"]);
  linter.setFile("file:///w/secret.yaml", secret("{}").replace("namespace: shop", "namespace: infra"));
  expect(pulls()).toEqual(["image-pull-secret-unknown"]);
  linter.setFile(
    "file:///w/secret.yaml",
    secret("{}").replace("namespace: shop", 'namespace: infra, annotations: { kubed.appscode.com/sync: "" }'),
  );
  expect(pulls()).toEqual([]);
  linter.deleteFile("file:///w/secret.yaml");
  expect(pulls()).toEqual([]);
});
