import { expect, test } from "vitest";
import type { PresetName } from "../../engine/config/choices.ts";
import { type Config, defaultConfig } from "../../engine/config/config.ts";
import { parseConfig } from "../../engine/config/file.ts";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";

const web = "file:///workspace/web.yaml";
const home = "file:///workspace/namespaces/shop.yaml";

const pod = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  securityContext: { runAsUser: 1000, sysctls: [{ name: net.ipv4.tcp_rmem, value: "1" }] }
  containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2" }]
`;

/** The fields that the restricted level requires and the pod lacks. */
const restricted = [
  "allow-privilege-escalation",
  "capabilities-not-dropped",
  "run-as-root",
  "seccomp-profile-missing",
];

function namespace(labels: string): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: { ${labels} }\n`;
}

function open(labels: string | undefined, preset: PresetName, more: Partial<Config> = {}): Linter {
  const config: Config = {
    ...defaultConfig,
    preset,
    settings: { ...defaultConfig.settings, podSecurity: "fromNamespace" },
    ...more,
  };
  const linter = new Linter(rules, () => config);
  linter.setFile(web, pod);
  if (labels !== undefined) linter.setFile(home, namespace(labels));
  return linter;
}

const security = new Set(rules.filter(({ category }) => category === "security").map(({ id }) => id));

function said(linter: Linter): readonly string[] {
  const ids = linter.findings(web).map(({ rule }) => rule);
  return ids.filter((id) => security.has(id)).sort();
}

const enforce = "pod-security.kubernetes.io/enforce";

test("a namespace's level applies to its pods whatever the preset", () => {
  expect(said(open(undefined, "recommended"))).toEqual([]);
  expect(said(open(`${enforce}: restricted`, "recommended"))).toEqual(restricted);
  expect(said(open(`${enforce}: restricted`, "kube-linter"))).toEqual(expect.arrayContaining(restricted));
});

test("its version applies, or else that of the cluster", () => {
  const old = `${enforce}: baseline, "${enforce}-version": v1.30`;
  expect(said(open(old, "recommended"))).toEqual(["sysctl-unsafe"]);
  expect(said(open(`${enforce}: baseline, "${enforce}-version": latest`, "recommended"))).toEqual([]);
  expect(said(open(`${enforce}: baseline`, "recommended"))).toEqual([]);
});

test("a Pod Security preset is replaced by the namespace's level", () => {
  expect(said(open(`${enforce}: baseline`, "pod-security-restricted"))).toEqual([]);
  expect(said(open(`${enforce}: privileged`, "pod-security-restricted"))).toEqual([]);
  expect(said(open(`${enforce}: restricted`, "pod-security-baseline"))).toEqual(restricted);
  expect(said(open(undefined, "pod-security-restricted"))).toEqual(restricted);
});

test("rules that a team has configured still apply", () => {
  const off = { rules: { "run-as-root": { severity: "off" } } } as const;
  expect(said(open(`${enforce}: restricted`, "recommended", off))).not.toContain("run-as-root");
  const graver = { rules: { "run-as-root": { severity: "error" } } } as const;
  const linter = open(`${enforce}: restricted`, "recommended", graver);
  const severities = linter.findings(web).filter(({ rule }) => rule === "run-as-root");
  expect(severities.map(({ severity }) => severity)).toEqual(["error"]);
});

test("labels that are filled in later, invalid or contradictory are ignored", () => {
  expect(said(open(`${enforce}: "\${LEVEL}"`, "recommended"))).toEqual([]);
  expect(said(open(`${enforce}: strict`, "recommended"))).toEqual([]);
  const linter = open(`${enforce}: restricted`, "recommended");
  linter.setFile("file:///workspace/test/shop.yaml", namespace(`${enforce}: baseline`));
  expect(said(linter)).toEqual([]);
});

test("a label in another file changes the findings, but not in other namespaces", () => {
  const linter = open(`${enforce}: baseline`, "recommended");
  expect(said(linter)).toEqual([]);
  linter.setFile(home, namespace(`${enforce}: restricted`));
  expect(said(linter)).toEqual(restricted);
  linter.setFile(home, namespace(`${enforce}: restricted`).replace("name: shop", "name: forum"));
  expect(said(linter)).toEqual([]);
});

test("fixes bring a pod to its namespace's level", () => {
  const linter = open(`${enforce}: restricted, "${enforce}-version": v1.30`, "recommended");
  const { text } = linter.fixAll(web, { classes: ["safe", "review"] });
  linter.setFile(web, text);
  expect(said(linter)).toEqual([]);
});

test("without the setting, a namespace's labels are ignored", () => {
  const { config, problems } = parseConfig("podSecurity: preset\n", rules);
  expect(problems).toEqual([]);
  expect(said(open(`${enforce}: restricted`, "recommended", { settings: config.settings }))).toEqual([]);
  expect(parseConfig("podSecurity: fromNamespace\n", rules).config.settings.podSecurity).toBe(
    "fromNamespace",
  );
  expect(parseConfig("podSecurity: namespace\n", rules).problems).toHaveLength(1);
});
