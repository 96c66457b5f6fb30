import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { missingPaths } from "./fields.ts";
import { decode, kubectl } from "./kubectl.ts";

/** Intentional mistakes in the unfinished shop: the API accepts only strings in labels and annotations. */
const rejected: Readonly<Record<string, string>> = {
  "shop/catalog.yaml Deployment catalog": "ObjectMeta.metadata.labels of type string",
  "shop/config.yaml Secret shop-secrets": "ObjectMeta.metadata.annotations of type string",
};

const examples = new URL("../../examples/", import.meta.url);
const documents = ["shop", "shop-finished"].flatMap((folder) =>
  readdirSync(new URL(folder, examples))
    .filter((file) => file.endsWith(".yaml"))
    .flatMap((file) =>
      parseAllDocuments(readFileSync(new URL(`${folder}/${file}`, examples), "utf8")).map((document) => ({
        id: `${folder}/${file} ${document.get("kind")} ${document.getIn(["metadata", "name"])}`,
        text: String(document),
        written: document.toJS() as unknown,
      })),
    ),
);

describe.skipIf(!kubectl)("kubectl 1.35 decodes the examples (skipped without the cached kubectl)", () => {
  test.each(documents)("$id", ({ id, text, written }) => {
    const decoded = decode(text);
    const reason = rejected[id];
    if (reason === undefined) expect(decoded.error).toBeUndefined();
    else expect(decoded.error).toContain(reason);
    if (decoded.text !== undefined) expect(missingPaths(written, parse(decoded.text))).toEqual([]);
  });

  test("the list of intentional mistakes is up to date", () => {
    expect(documents.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(rejected)));
  });
});
