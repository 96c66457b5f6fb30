import { describe, expect, test } from "vitest";
import { defaultConfig } from "../../engine/config/config.ts";
import { parseKubeLinterConfig, rules } from "../../engine/index.ts";
import { Linter } from "../../engine/linter.ts";
import { judgedByKubeLinter } from "./kube-linter-preset.data.ts";

/**
 * KubeLinter's built-in checks at 35de568d.
 * Source: https://github.com/stackrox/kube-linter/blob/35de568d49825fe0278d25d7fca5aa2467f9dd00/docs/generated/checks.md
 */
const byDefault =
  "dangling-service deprecated-service-account-field docker-sock drop-net-raw-capability duplicate-env-var env-var-secret host-ipc host-network host-pid invalid-target-ports job-ttl-seconds-after-finished latest-tag liveness-port mismatching-selector no-anti-affinity no-extensions-v1beta no-read-only-root-fs non-existent-service-account pdb-max-unavailable pdb-min-available pdb-unhealthy-pod-eviction-policy privilege-escalation-container privileged-container readiness-port run-as-non-root sensitive-host-mounts ssh-port startup-port unsafe-sysctls unset-cpu-requirements unset-memory-requirements".split(
    " ",
  );
const onRequest =
  "access-to-create-pods access-to-secrets cluster-admin-role-binding dangling-horizontalpodautoscaler dangling-ingress dangling-networkpolicy dangling-networkpolicypeer-podselector dangling-servicemonitor default-service-account dnsconfig-options env-value-from exposed-services hpa-minimum-three-replicas minimum-three-replicas no-liveness-probe no-node-affinity no-readiness-probe no-rolling-update-strategy non-isolated-pod priority-class-name privileged-ports read-secret-from-env-var required-annotation-email required-label-owner restart-policy scc-deny-privileged-container schema-validation sorted-keys unsafe-proc-mount use-namespace wildcard-in-rules writable-host-mount".split(
    " ",
  );

/** Checks without a rule, with the reason. */
const without: Readonly<Record<string, string>> = {
  "no-extensions-v1beta": "the life cycle of APIs is a capability of its own, which comes next",
  "schema-validation": "checking against the schema is a capability of its own, which comes next",
  "sorted-keys": "the API knows no order of keys",
};

/** Optional checks in the same rule as a default one: how the preset excludes them. */
const keptOut: Readonly<Record<string, string>> = {
  "dangling-networkpolicy": "owners",
  "dangling-networkpolicypeer-podselector": "owners",
};

const claiming = (check: string) => rules.filter(({ peers }) => peers?.["kube-linter"]?.includes(check));
const isIn = ({ presets }: (typeof rules)[number]) => presets.includes("kube-linter");

describe("KubeLinter's default checks", () => {
  test.each(byDefault)("%s is covered by a rule of the preset", (check) => {
    expect(claiming(check).some(isIn)).toBe(!(check in without));
  });

  test("the preset has no other rule", () => {
    const others = rules
      .filter(isIn)
      .filter(({ peers }) => !peers?.["kube-linter"]?.some((check) => byDefault.includes(check)));
    expect(others.map(({ id }) => id)).toEqual([]);
  });
});

/** Checks that report each part of an object here, but the object once in KubeLinter. */
const moreHere = new Set(["two wrong labels in a selector"]);

describe("the counts of KubeLinter's default checks", () => {
  test.each(judgedByKubeLinter)("%s", (name, manifest, checks) => {
    const counts: Record<string, number> = {};
    for (const { peers } of findingsIn(manifest))
      for (const check of peers["kube-linter"] ?? []) counts[check] = (counts[check] ?? 0) + 1;
    expect(moreHere.has(name) ? Object.keys(counts) : counts).toEqual(
      moreHere.has(name) ? Object.keys(checks) : checks,
    );
  });

  test("only files of the same folder are used for rules across files", () => {
    const linter = new Linter(rules, () => ({ ...defaultConfig, preset: "kube-linter" }));
    const [pod, service] = manifest("app: web", "app: web", "Service").split("---\n") as [string, string];
    linter.setFile("file:///workspace/pods/web.yaml", pod);
    linter.setFile("file:///workspace/services/web.yaml", service);
    const found = () => linter.findings("file:///workspace/services/web.yaml").map(({ rule }) => rule);
    expect(found()).toContain("selector-selects-nothing");
    linter.setFile("file:///workspace/services/pod.yaml", pod);
    expect(found()).not.toContain("selector-selects-nothing");
  });
});

describe("a single disabled check", () => {
  const of = (manifest: string) => judgedByKubeLinter.find(([name]) => name === manifest)![1];
  test.each([
    ["host-pid", "host-ipc", of("the host PID and IPC namespaces")],
    ["liveness-port", "readiness-port", of("probes of other ports")],
    ["readiness-port", "liveness-port", of("probes of other ports")],
  ])("%s, but not %s", (off, on, manifest) => {
    const { config, notes } = parseKubeLinterConfig(`checks: { exclude: [${off}] }`, {});
    const linter = new Linter(rules, () => config);
    const uri = "file:///workspace/web.yaml";
    linter.setFile(uri, manifest);
    const checks = linter.findings(uri).flatMap(({ peers }) => peers["kube-linter"] ?? []);
    expect(checks).toContain(on);
    expect(checks).not.toContain(off);
    expect(notes.join()).not.toContain(off);
  });
});

test.each(judgedByKubeLinter)(
  "all fixes of %s leave nothing that a fix could have changed",
  (_, manifest) => {
    const linter = new Linter(rules, () => ({ ...defaultConfig, preset: "kube-linter" }));
    const uri = "file:///workspace/web.yaml";
    linter.setFile(uri, manifest);
    const { text } = linter.fixAll(uri, { classes: ["safe", "review"] });
    linter.setFile(uri, text);
    const left = linter
      .findings(uri)
      .filter((finding) => linter.fixes(finding, uri).some((fix) => fix.class !== "template"));
    expect(left.map(({ rule }) => rule)).toEqual([]);
  },
);

describe("KubeLinter's optional checks", () => {
  test.each(onRequest)("%s is covered by a rule that is not in the preset", (check) => {
    const covering = claiming(check);
    expect(covering.length > 0).toBe(!(check in without));
    for (const rule of covering.filter(isIn))
      expect(rule.presetOptions?.["kube-linter"]).toHaveProperty(keptOut[check] ?? `an option for ${check}`);
  });

  test("a NetworkPolicy that selects nothing is reported only on request", () => {
    const text = manifest("app: web", "app: wbe");
    expect(findingsOf(text)).toEqual([]);
    expect(findingsOf(manifest("app: web", "app: wbe", "Service"))).toEqual(["selector-selects-nothing"]);
  });
});

test("every check that a rule lists is one of KubeLinter's, or the name of a template", () => {
  const claimed = new Set(rules.flatMap(({ peers }) => peers?.["kube-linter"] ?? []));
  const known = new Set([...byDefault, ...onRequest, "image-pull-policy"]);
  expect([...claimed].filter((check) => !known.has(check))).toEqual([]);
});

function findingsIn(text: string) {
  const linter = new Linter(rules, () => ({ ...defaultConfig, preset: "kube-linter" }));
  const uri = "file:///workspace/web.yaml";
  linter.setFile(uri, text);
  return linter.findings(uri);
}

function findingsOf(text: string): readonly string[] {
  return findingsIn(text)
    .map(({ rule }) => rule)
    .filter((rule) => rule === "selector-selects-nothing");
}

/** Pods with one label, and an object that selects by another one. */
function manifest(label: string, wanted: string, kind = "NetworkPolicy"): string {
  const selecting =
    kind === "Service"
      ? `apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { ${wanted} }, ports: [{ port: 80 }] }`
      : `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: web }\nspec: { podSelector: { matchLabels: { ${wanted} } } }`;
  return `apiVersion: v1
kind: Pod
metadata: { name: web, labels: { ${label} } }
spec: { containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2" }] }
---
${selecting}
`;
}
