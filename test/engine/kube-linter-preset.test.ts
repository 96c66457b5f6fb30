import { describe, expect, test } from "vitest";
import { defaultConfig } from "../../engine/config/config.ts";
import { rules } from "../../engine/index.ts";
import { Linter } from "../../engine/linter.ts";

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

/** Checks without a rule, and why. */
const without: Readonly<Record<string, string>> = {
  "no-extensions-v1beta": "the life cycle of APIs is a capability of its own, which comes next",
  "schema-validation": "checking against the schema is a capability of its own, which comes next",
  "sorted-keys": "the API knows no order of keys",
};

/** Checks on request beside a default one in the same rule: how the preset keeps them out. */
const keptOut: Readonly<Record<string, string>> = {
  "dangling-networkpolicy": "owners",
  "dangling-networkpolicypeer-podselector": "owners",
};

const claiming = (check: string) => rules.filter(({ peers }) => peers?.["kube-linter"]?.includes(check));
const isIn = ({ presets }: (typeof rules)[number]) => presets.includes("kube-linter");

describe("KubeLinter's checks by default", () => {
  test.each(byDefault)("%s is covered by a rule of the preset", (check) => {
    expect(claiming(check).some(isIn)).toBe(!(check in without));
  });

  test("the preset holds no other rule", () => {
    const others = rules
      .filter(isIn)
      .filter(({ peers }) => !peers?.["kube-linter"]?.some((check) => byDefault.includes(check)));
    expect(others.map(({ id }) => id)).toEqual([]);
  });
});

describe("KubeLinter's checks on request", () => {
  test.each(onRequest)("%s is covered by a rule that the preset leaves out", (check) => {
    const covering = claiming(check);
    expect(covering.length > 0).toBe(!(check in without));
    for (const rule of covering.filter(isIn))
      expect(rule.presetOptions?.["kube-linter"]).toHaveProperty(keptOut[check] ?? `an option for ${check}`);
  });

  test("a NetworkPolicy that selects nothing is left to who asks for it", () => {
    const text = manifest("app: web", "app: wbe");
    expect(findingsOf(text)).toEqual([]);
    expect(findingsOf(manifest("app: web", "app: wbe", "Service"))).toEqual(["selector-selects-nothing"]);
  });
});

test("every check that a rule claims is one of KubeLinter's, or the name of a template", () => {
  const claimed = new Set(rules.flatMap(({ peers }) => peers?.["kube-linter"] ?? []));
  const known = new Set([...byDefault, ...onRequest, "image-pull-policy"]);
  expect([...claimed].filter((check) => !known.has(check))).toEqual([]);
});

function findingsOf(text: string): readonly string[] {
  const linter = new Linter(rules, () => ({ ...defaultConfig, preset: "kube-linter" }));
  const uri = "file:///workspace/web.yaml";
  linter.setFile(uri, text);
  return linter
    .findings(uri)
    .map(({ rule }) => rule)
    .filter((rule) => rule === "selector-selects-nothing");
}

/** Pods with a label, and who looks for another one. */
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
