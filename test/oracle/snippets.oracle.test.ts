import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { isManifest, snippetsOf } from "../snippets/load.ts";
import { missingPaths } from "./fields.ts";
import { decode, kubectl, undecodable } from "./kubectl.ts";

const documents = snippetsOf("kubernetes")
  .filter(isManifest)
  .flatMap(({ title, text }) =>
    parseAllDocuments(text).map((document) => ({
      title,
      kind: String(document.get("kind")),
      text: String(document),
      written: document.toJS() as unknown,
    })),
  );

describe.skipIf(!kubectl)("kubectl 1.35 decodes every snippet (skipped without the cached kubectl)", () => {
  for (const { title, kind, text, written } of documents) {
    test.skipIf(undecodable.includes(kind))(`${title}: ${kind}`, () => {
      const decoded = decode(text);
      expect(decoded.error).toBeUndefined();
      if (decoded.text !== undefined) expect(missingPaths(written, parse(decoded.text))).toEqual([]);
    });
  }
});

describe.skipIf(!kubectl)("the oracle itself", () => {
  const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";

  test("rejects a value of the wrong type", () => {
    expect(decode(`${configMap}data: 3\n`).error).toContain("cannot unmarshal number");
  });

  test("accepts valid values", () => expect(decode(configMap).error).toBeUndefined());

  test("drops a field that the type does not have", () => {
    const pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers: [{name: a, image: b, imag: c}]\n";
    expect(missingPaths(parse(pod), parse(decode(pod).text!))).toEqual(["spec.containers.0.imag"]);
  });
});
