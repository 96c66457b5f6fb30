/** Every snippet with each of its choices, and the manifests in `examples/`. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { presets } from "../../../engine/config/choices.ts";
import { Linter } from "../../../engine/linter.ts";
import { rules } from "../../../engine/rules/index.generated.ts";
import { expand, insertAt } from "../../snippets/expand.ts";
import { isManifest, type Snippet, snippetsOf } from "../../snippets/load.ts";
import { client, without } from "./ask.ts";
import { classesOf, configs } from "./claims.ts";
import { brokenPromises, judgeText, textsAfter, textsAfterAll } from "./proof.ts";

/** The position of each block in a pod: the lines above it, and its column. */
const places: Readonly<Record<string, readonly [string, number]>> = {
  "k8s-container": ["  containers:\n    ", 4],
  "k8s-security-context": ["  containers:\n    - name: web\n      image: nginx\n      ", 6],
  "k8s-probes": [
    "  containers:\n    - name: web\n      image: nginx\n      ports: [{ name: http, containerPort: 80 }]\n      ",
    6,
  ],
  "k8s-resources": ["  containers:\n    - name: web\n      image: nginx\n      ", 6],
  "k8s-pod-security-context": ["  containers: [{ name: web, image: nginx }]\n  ", 2],
  "k8s-topology-spread": ["  containers: [{ name: web, image: nginx }]\n  ", 2],
  "k8s-image-pull-secrets": ["  containers: [{ name: web, image: nginx }]\n  ", 2],
  "k8s-ignore": ["  containers: [{ name: web, image: nginx }]\n  ", 2],
};

const snippets = snippetsOf("kubernetes").map((snippet) => [snippet.title, snippet] as const);

describe.skipIf(!client)(`snippets (${without})`, () => {
  test.each(snippets)("%s, with each choice", async (_, snippet) => {
    for (const body of variantsOf(snippet.body)) {
      const text = isManifest(snippet) ? expand(body) : inPod(snippet, expand(body));
      expect(await rejections(text), text).toEqual([]);
    }
  });
});

/** The body, and for each choice of its stops a body with this choice as the default. */
function variantsOf(body: string): readonly string[] {
  const choices = [...body.matchAll(/\$\{(\d+)\|([^}]*)\|\}/g)];
  return [
    body,
    ...choices.flatMap(([whole, stop, options]) =>
      options!.split(",").map((option) => body.replace(whole, `\${${stop}:${option}}`)),
    ),
  ];
}

function inPod({ prefixes }: Snippet, block: string): string {
  const [above, column] = places[prefixes[0]!] ?? [];
  if (above === undefined || column === undefined) throw new Error(`where does ${prefixes[0]} go in a pod?`);
  return `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n${above}${insertAt(column, block)}\n`;
}

async function rejections(text: string): Promise<readonly string[]> {
  const judged = await judgeText(client!, text);
  expect(judged.length).toBeGreaterThan(0);
  return judged.flatMap((document) =>
    document?.verdict.outcome === "rejected" ? document.verdict.reason : document ? [] : "unreadable",
  );
}

/** Intentional mistakes in the unfinished shop, and the server's errors. */
const wrongOnPurpose: Readonly<Record<string, string>> = {
  "shop/catalog.yaml Deployment": "metadata.labels of type string",
  "shop/config.yaml ConfigMap": "metadata.labels: Invalid value",
  "shop/config.yaml Secret": "metadata.annotations of type string",
  "shop/storefront.yaml Deployment": "metadata.labels: Invalid value",
};

describe.skipIf(!client)(`examples (${without})`, () => {
  const examples = new URL("../../../examples/", import.meta.url);
  const texts = new Map(
    ["shop", "shop-finished"].flatMap((folder) =>
      readdirSync(new URL(folder, examples))
        .filter((file) => file.endsWith(".yaml"))
        .map((file) => {
          const url = new URL(`${folder}/${file}`, examples);
          return [url.href, readFileSync(url, "utf8")] as const;
        }),
    ),
  );

  test("are accepted except for intentional mistakes", async () => {
    const rejected = new Map<string, string>();
    for (const [uri, text] of texts)
      for (const document of await judgeText(client!, text))
        if (document?.verdict.outcome === "rejected")
          rejected.set(
            `${uri.slice(examples.href.length)} ${document.submission.kind}`,
            document.verdict.reason,
          );
    expect(Object.fromEntries(rejected)).toEqual(
      Object.fromEntries(
        Object.entries(wrongOnPurpose).map(([id, reason]) => [id, expect.stringContaining(reason)]),
      ),
    );
  });

  test.each(presets)("are still accepted after the fixes of the preset %s", async (preset) => {
    const linter = new Linter(rules, () => configs[preset], {
      textOf: () => undefined,
      isFree: (uri) => !texts.has(uri),
    });
    for (const [uri, text] of texts) linter.setFile(uri, text);
    const broken: string[] = [];
    for (const uri of texts.keys()) {
      for (const classes of classesOf(preset)) {
        const after = textsAfterAll(texts, uri, linter.fixAll(uri, { classes }));
        broken.push(...(await brokenPromises(client!, texts, after, classes.length === 1)));
      }
      for (const finding of linter.findings(uri))
        for (const fix of linter.fixes(finding, uri)) {
          const after = textsAfter(texts, uri, fix);
          broken.push(...(await brokenPromises(client!, texts, after, fix.class === "safe")));
        }
    }
    expect(broken).toEqual([]);
  });
});
