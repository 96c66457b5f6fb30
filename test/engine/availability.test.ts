/**
 * The workspace's data about selectors, autoscalers and budgets of pods, and which queries are repeated after a change.
 */
import { beforeEach, describe, expect, test } from "vitest";
import { readFile } from "../../engine/lint/file.ts";
import { FileFacts } from "../../engine/lint/file-facts.ts";
import { WorkspaceIndex, type WorkspaceView } from "../../engine/workspace/index.ts";
import { fewestPods } from "../../engine/workspace/scaling.ts";

let index: WorkspaceIndex;
let view: WorkspaceView;

beforeEach(() => {
  index = new WorkspaceIndex();
  view = index.view(() => {});
});

function enter(path: string, text: string): void {
  const uri = `file:///w/${path}`;
  index.set(uri, { resources: new FileFacts().of(readFile(uri, text)) });
}

const budget = (selector: string, namespace = "shop") => `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: budget${namespace && `, namespace: ${namespace}`} }
spec: { maxUnavailable: 1, selector: ${selector} }
`;
const autoscaler = (target: string, bounds: string, namespace = "shop") => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: scaler, namespace: ${namespace} }
spec: { scaleTargetRef: { ${target} }, ${bounds} }
`;
const deployment = (spec: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { ${spec} template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: web }] } } }
`;
const web = "apiVersion: apps/v1, kind: Deployment, name: web";
const labels = new Map([["app", "web"]]);
const guards = (namespace: string | undefined) =>
  [...view.selecting("PodDisruptionBudget", labels, namespace)].length;

describe("who selects pods with some labels", () => {
  test.each([
    ["{ matchLabels: { app: web } }", 1],
    ["{ matchLabels: { app: api } }", 0],
    ["{ matchLabels: { app: web, tier: front } }", 0],
    ["{ matchExpressions: [{ key: app, operator: In, values: [api, web] }] }", 1],
    ["{ matchExpressions: [{ key: app, operator: Exists }] }", 1],
    ["{ matchExpressions: [{ key: app, operator: DoesNotExist }] }", 0],
    ["{}", 1],
    ['{ matchLabels: { app: "${APP}" } }', 1],
  ])("%s", (selector, count) => {
    enter("a.yaml", budget(selector));
    expect(guards("shop")).toBe(count);
    expect(guards(undefined)).toBe(count);
    expect(guards("elsewhere")).toBe(0);
  });

  test("a budget without a namespace can be in any", () => {
    enter("a.yaml", budget("{ matchLabels: { app: web } }", ""));
    expect(guards("shop")).toBe(1);
  });

  test("a selector with another purpose does not count", () => {
    enter("a.yaml", budget("{ matchLabels: { app: web } }"));
    expect([...view.selecting("Service", labels, "shop")]).toEqual([]);
  });

  test("removed facts are forgotten", () => {
    enter("a.yaml", budget("{ matchLabels: { app: web } }"));
    index.delete("file:///w/a.yaml");
    expect(guards(undefined)).toBe(0);
  });
});

describe("how few pods a workload can be scaled to", () => {
  const fewest = () => fewestPods(view, view.named("apps/Deployment", "shop", "web")[0]!);

  test.each([
    ["", 1],
    ["replicas: 3,", 3],
    ["replicas: 0,", 0],
    ['replicas: "${COUNT}",', undefined],
  ])("itself says %s", (spec, count) => {
    enter("web.yaml", deployment(spec));
    expect(fewest()).toBe(count);
  });

  test.each([
    [autoscaler(web, "minReplicas: 2, maxReplicas: 5"), 2],
    [autoscaler(web, "maxReplicas: 5"), 1],
    [autoscaler(web, 'minReplicas: "${MIN}", maxReplicas: 5'), undefined],
    [autoscaler(web, "minReplicas: 2, maxReplicas: 5", "elsewhere"), 3],
    [autoscaler("apiVersion: apps/v1, kind: StatefulSet, name: web", "minReplicas: 2, maxReplicas: 5"), 3],
    [autoscaler("kind: Deployment, name: web", "minReplicas: 2, maxReplicas: 5"), 3],
  ])("an autoscaler says more: %s", (text, count) => {
    enter("web.yaml", deployment("replicas: 3,"));
    enter("scaler.yaml", text);
    expect(fewest()).toBe(count);
  });
});

describe("whose name is similar", () => {
  test.each([
    ["wbe-config", ["web-config"]],
    ["web-confg", ["web-config"]],
    ["web-configs", ["web-config"]],
    ["eb-config", ["web-config"]],
    ["web-config", []],
    ["api-config", []],
    ["web-2", []],
    ["w", []],
  ])("%s", (name, found) => {
    const map = (one: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${one}, namespace: shop }\n`;
    enter("a.yaml", ["web-config", "web-1", "database"].map(map).join("---\n"));
    expect(view.similar("/ConfigMap", "shop", name).map((facts) => facts.name)).toEqual(found);
    expect(view.similar("/Secret", "shop", name)).toEqual([]);
    expect(view.similar("/ConfigMap", "elsewhere", name)).toEqual([]);
  });
});

describe("which queries are repeated", () => {
  function changed(change: () => void, ask: (view: WorkspaceView) => void): boolean {
    const topics = new Map<string, number>();
    ask(index.view((topic) => topics.set(topic, index.version(topic))));
    change();
    return [...topics].some(([topic, version]) => index.version(topic) !== version);
  }

  test("who is selected, if their number changes", () => {
    const ask = (one: WorkspaceView) =>
      one.selectedBy([{ key: "app", operator: "In", values: ["web"] }], "shop");
    enter("web.yaml", deployment("replicas: 3,"));
    expect(changed(() => enter("web.yaml", deployment("replicas: 2,")), ask)).toBe(true);
    expect(changed(() => enter("web.yaml", deployment("replicas: 2,")), ask)).toBe(false);
  });

  test("who scales, if an autoscaler is added or changes", () => {
    const ask = (one: WorkspaceView) => one.scaling("apps/Deployment", "shop", "web");
    expect(changed(() => enter("scaler.yaml", autoscaler(web, "maxReplicas: 5")), ask)).toBe(true);
    expect(changed(() => enter("scaler.yaml", autoscaler(web, "maxReplicas: 6")), ask)).toBe(true);
    expect(changed(() => enter("other.yaml", budget("{}")), ask)).toBe(false);
  });

  test("who covers pods, if a budget is added", () => {
    const ask = (one: WorkspaceView) => one.selecting("PodDisruptionBudget", labels, "shop");
    expect(changed(() => enter("budget.yaml", budget("{}")), ask)).toBe(true);
    expect(changed(() => enter("budget.yaml", budget("{}")), ask)).toBe(false);
  });
});
