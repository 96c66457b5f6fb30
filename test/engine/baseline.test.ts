import { describe, expect, test } from "vitest";
import { baselineName, parseBaseline } from "../../engine/config/baseline.ts";
import { defaultConfig } from "../../engine/config/config.ts";
import { baselineText, type Config } from "../../engine/index.ts";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";

const uri = "file:///repo/apps/web.yaml";
const home = "file:///repo/known.json";

const deployment = (containers: string, version = "apps/v1") =>
  `apiVersion: ${version}
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
${containers}`;

const two = `      - name: web
        image: nginx
      - name: proxy
        image: envoy
`;

/** The findings of a text that are not in the baseline of another one, as `rule path`. */
function fresh(before: string, after: string): readonly string[] {
  // A different API version can be a removed one, which is a new finding.
  const choices: Config["rules"] = { "api-version-removed": { severity: "off" } };
  const config: Config = { ...defaultConfig, preset: "all", rules: choices };
  const first = new Linter(rules, () => config);
  first.setFile(uri, before);
  const baseline = parseBaseline(
    baselineText(new Map([[baselineName({ uri: home }, uri), first.findings(uri)]])),
    home,
  );
  if ("problem" in baseline) throw new Error(baseline.problem);
  const later = { ...config, baseline };
  const second = new Linter(rules, () => later);
  second.setFile(uri, after);
  return second.findings(uri).map(({ rule, path }) => `${rule} ${path}`);
}

describe("findings in a baseline are not reported again", () => {
  test.each([
    ["after lines have moved", `# a comment\n\n${deployment(two)}`],
    [
      "in another order",
      deployment("      - { image: envoy, name: proxy }\n      - { image: nginx, name: web }\n"),
    ],
    [
      "as JSON",
      JSON.stringify({
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "web", namespace: "shop" },
        spec: {
          selector: { matchLabels: { app: "web" } },
          template: {
            metadata: { labels: { app: "web" } },
            spec: {
              containers: [
                { name: "web", image: "nginx" },
                { name: "proxy", image: "envoy" },
              ],
            },
          },
        },
      }),
    ],
    ["in another version of the API", deployment(two, "apps/v1beta2")],
  ])("%s", (_, after) => {
    expect(fresh(deployment(two), after)).toEqual([]);
  });

  test("but new ones are, in a new container and in another object", () => {
    const added = fresh(deployment(two), deployment(`${two}      - name: cache\n        image: redis\n`));
    expect(added).toContain("image-latest-tag spec.template.spec.containers[2].image");
    expect(added.every((finding) => !finding.includes("containers[0]"))).toBe(true);
    const renamed = fresh(
      deployment(two),
      deployment(two).replace("name: web\n  namespace", "name: api\n  namespace"),
    );
    expect(renamed).toContain("image-latest-tag spec.template.spec.containers[0].image");
  });

  test("and so is the second of two identical ones", () => {
    const text =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web, namespace: shop }\ndata:\n  a: x\n  a: x\n";
    const twice = fresh(text, `${text}  a: x\n`).filter((finding) =>
      finding.startsWith("yaml-duplicate-key"),
    );
    expect(twice).toHaveLength(1);
  });
});

test("file names are relative to the baseline", () => {
  expect(baselineName({ uri: home }, uri)).toBe("apps/web.yaml");
  expect(baselineName({ uri: "file:///repo/ci/known.json" }, uri)).toBe("../apps/web.yaml");
  expect(baselineName({ uri: home }, "file:///repo/my%20apps/a.yaml")).toBe("my apps/a.yaml");
});

test.each([
  ["", "is not valid JSON"],
  ["[]", "is not a baseline"],
  ['{"version":2,"findings":{}}', "is not a baseline that this version of Kubewright can read"],
  ['{"version":1,"findings":{"a":{"b":{"c":{"d":"many"}}}}}', "has an invalid count at a › b › c › d"],
])("%j is broken", (text, problem) => {
  expect(parseBaseline(text, home)).toEqual({ problem: expect.stringContaining(problem) });
});
