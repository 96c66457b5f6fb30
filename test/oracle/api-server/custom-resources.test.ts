/**
 * Objects of custom kinds: what the API server accepts has no finding, and what it rejects has one. With
 * `KUBEWRIGHT_CUSTOM`, also the definitions and objects in the YAML files of that folder.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { defaultConfig } from "../../../engine/config/config.ts";
import { Linter } from "../../../engine/linter.ts";
import { rules } from "../../../engine/rules/index.generated.ts";
import { without } from "./ask.ts";
import { ApiClient } from "./client.ts";
import { definition, specs } from "./custom-resources.data.ts";
import { submissionsOf } from "./documents.ts";
import { request } from "./request.ts";

const address = inject("apiServer");
const folder = process.env["KUBEWRIGHT_CUSTOM"];
const judging = new Set([
  "field-missing",
  "field-unknown",
  "kind-unknown",
  "value-malformed",
  "value-not-allowed",
  "value-not-string",
  "value-wrong-type",
]);
const judges = rules.filter(({ id }) => judging.has(id));

/** Creates definitions, and waits until the server serves their kinds. */
async function install(definitions: readonly string[]): Promise<ApiClient> {
  const path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  for (const body of definitions) {
    const type = body.startsWith("{") ? "application/json" : "application/yaml";
    const { status, body: answer } = await request(address!, { method: "POST", path, body, type });
    if (status !== 201 && status !== 409) throw new Error(answer);
  }
  for (let attempt = 0; attempt < 120; attempt++) {
    const { body } = await request(address!, { method: "GET", path });
    const { items } = JSON.parse(body) as {
      items: readonly { status?: { conditions?: readonly Condition[] } }[];
    };
    const isServed = items.every(({ status }) =>
      status?.conditions?.some(({ type, status: value }) => type === "Established" && value === "True"),
    );
    if (isServed) break;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  // Discovery follows a moment later.
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  return ApiClient.connect(address!);
}

interface Condition {
  readonly type: string;
  readonly status: string;
}

describe.skipIf(!address)(`custom kinds (${without})`, () => {
  let client: ApiClient;
  beforeAll(async () => {
    client = await install([JSON.stringify(definition)]);
  }, 60_000);

  const accepts = async (text: string) =>
    (await client.create(submissionsOf(text)[0]!)).outcome === "accepted";

  const findingsOf = (text: string) => {
    const linter = new Linter(judges, () => defaultConfig);
    linter.setFile("file:///w/definition.json", JSON.stringify(definition));
    linter.setFile("file:///w/object.json", text);
    return linter.findings("file:///w/object.json").map(({ message }) => message);
  };

  const base = { mode: "Fast", maybe: "a" };
  const widget = (spec: unknown, more: object = {}) =>
    JSON.stringify({
      apiVersion: "kubewright.example/v1",
      kind: "Widget",
      metadata: { name: "a" },
      spec,
      ...more,
    });

  const texts: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.entries(specs).map(([name, more]) => [name, widget({ ...base, ...more })])),
    "no required field": widget({ mode: "Fast" }),
    "no spec": widget(undefined),
    "unknown field beside the spec": widget(base, { more: 1 }),
    "unknown field in the metadata": widget(base, { metadata: { name: "a", more: "a" } }),
    "number as a label": widget(base, { metadata: { name: "a", labels: { a: 1 } } }),
    "another served version": widget(base, { apiVersion: "kubewright.example/v1beta1" }),
    "a version that is not served": widget(base, { apiVersion: "kubewright.example/v1alpha1" }),
  };

  test.each(Object.entries(texts))("%s", async (_, text) => {
    const findings = findingsOf(text);
    // Without a version that serves the kind, the server does not know it.
    expect((await accepts(text)) ? [] : ["rejected"]).toEqual(findings.length > 0 ? ["rejected"] : []);
  });
});

describe.skipIf(!address || !folder)("definitions of a folder (skipped without KUBEWRIGHT_CUSTOM)", () => {
  test("what the server accepts has no finding", async () => {
    const files = readdirSync(folder!, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(?:ya?ml|json)$/.test(file))
      .map((file) => join(folder!, file));
    const texts = new Map(files.map((file) => [pathToFileURL(file).href, readFileSync(file, "utf8")]));
    const all = [...texts].flatMap(([uri, text]) =>
      submissionsOf(text).map((submission) => ({ uri, submission })),
    );
    const definitions = all.flatMap(({ submission }) =>
      submission?.kind === "CustomResourceDefinition" ? submission.body : [],
    );
    const client = await install(definitions);
    const linter = new Linter(judges, () => defaultConfig);
    for (const [uri, text] of texts) linter.setFile(uri, text);
    const counts = { files: texts.size, accepted: 0, rejected: 0, reported: 0 };
    const wrong: string[] = [];
    const missed: string[] = [];
    for (const uri of texts.keys()) {
      const submissions = submissionsOf(texts.get(uri)!).flatMap((submission) =>
        submission && /[.]/.test(submission.apiVersion) && submission.kind !== "CustomResourceDefinition"
          ? submission
          : [],
      );
      if (submissions.length === 0) continue;
      const verdicts = await Promise.all(submissions.map((submission) => client.create(submission)));
      const findings = linter.findings(uri).map(({ rule, message }) => `${uri} ${rule}: ${message}`);
      // Kinds of the same groups without a definition in the folder.
      if (verdicts.some(({ reason }) => reason.startsWith("no kind"))) continue;
      const rejected = verdicts.filter(({ outcome }) => outcome === "rejected");
      if (verdicts.every(({ outcome }) => outcome === "accepted")) {
        counts.accepted += verdicts.length;
        wrong.push(...findings);
      } else if (rejected.length > 0) {
        counts.rejected++;
        if (findings.length > 0) counts.reported++;
        else missed.push(`${uri}: ${rejected[0]!.reason}`);
      }
    }
    console.log(JSON.stringify(counts), `\nmissed:\n${missed.join("\n")}`);
    expect(wrong).toEqual([]);
  }, 600_000);
});
