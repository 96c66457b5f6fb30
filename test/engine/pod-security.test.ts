import { describe, expect, test } from "vitest";
import { type Config, defaultConfig } from "../../engine/config/config.ts";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";
import { problemCount } from "../harness/promise.ts";
import { type Case, type Span, versions } from "./pod-security.case.ts";
import { nodeCases } from "./pod-security.node.data.ts";
import { processCases } from "./pod-security.process.data.ts";

const cases = [...nodeCases, ...processCases];
const uri = "file:///workspace/web.yaml";
const levels = ["baseline", "restricted"] as const;
type Level = (typeof levels)[number];

/** What the restricted level requires of a container. */
const asked = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
/** Fields of a container that a case can set in addition to those of its security context. */
const ofContainer = new Set(["ports", "restartPolicy", "livenessProbe"]);

describe.each(cases)("$what", (one) => {
  test.each(levels)("at the level %s", (level) => {
    const text = JSON.stringify(podOf(one), null, 2);
    const said = Object.fromEntries(versions.map((version) => [version, speakers(text, level, version)]));
    const expected = versions.map((version) => [
      version,
      isIn(one[level], version) ? speakersOf(one, level) : [],
    ]);
    expect(said).toEqual(Object.fromEntries(expected));
  });
});

test("every rule of a level reports some case, and every case lists a rule of the level", () => {
  const named = new Set(cases.flatMap(({ by }) => by ?? []));
  const ofLevels = rules.filter((rule) =>
    rule.presets.some((preset) => preset === "pod-security-baseline" || preset === "pod-security-restricted"),
  );
  expect([...named].sort()).toEqual(ofLevels.map(({ id }) => id).sort());
});

test.each([
  ["apps/v1", "Deployment", (pod: object) => ({ template: pod })],
  ["batch/v1", "CronJob", (pod: object) => ({ jobTemplate: { spec: { template: pod } } })],
  ["v1", "ReplicationController", (pod: object) => ({ template: pod })],
  ["apps.openshift.io/v1", "DeploymentConfig", (pod: object) => ({ template: pod })],
])("the pods of a %s %s are judged as pods are", (apiVersion, kind, wrap) => {
  for (const one of cases) {
    const { metadata, spec } = podOf(one);
    const owner = { apiVersion, kind, metadata: { name: "web" }, spec: wrap({ metadata, spec }) };
    for (const level of levels)
      expect(speakers(JSON.stringify(owner), level, "1.34"), one.what).toEqual(
        speakers(JSON.stringify(podOf(one)), level, "1.34"),
      );
  }
});

/** What no edit can fix: data that has to move, and Windows before Pod Security supported it. */
const unfixable = new Set(["host-path-volume", "volume-type-restricted"]);

describe.each(levels)("fixing all at the level %s", (level) => {
  const refused = cases.flatMap((one) =>
    versions.filter((version) => isIn(one[level], version)).map((version) => ({ one, version })),
  );

  test("leaves no fixable findings", () => {
    for (const { one, version } of refused) {
      const text = JSON.stringify(podOf(one), null, 2);
      const fixed = fixAll(text, level, version);
      const isOld = JSON.stringify(one.pod ?? {}).includes("windows") && version === "1.24";
      const left = speakers(fixed, level, version).filter((rule) => !isOld && !unfixable.has(rule));
      expect(left, `${one.what} (${version})\n${text}\n${fixed}`).toEqual([]);
      expect(problemCount(fixed)).toBe(0);
      expect(fixAll(fixed, level, version), "a second time").toBe(fixed);
    }
  });

  test.each(["1.24", "1.30", "1.34", "1.37"])(
    "brings a pod with every fault at once to it in %s",
    (version) => {
      const fixed = fixAll(everything, level, version);
      expect(speakers(fixed, level, version)).toEqual([]);
      expect(fixed).toContain("# keeps me");
      expect(fixed).not.toContain("# goes with its value");
    },
  );
});

const everything = `apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    container.apparmor.security.beta.kubernetes.io/web: unconfined
spec:
  hostNetwork: true
  hostPID: true
  hostIPC: true
  securityContext:
    runAsUser: 0
    runAsNonRoot: false
    seccompProfile: { type: Unconfined }
    appArmorProfile: { type: Unconfined }
    seLinuxOptions: { type: spc_t, user: system_u, role: system_r }
    windowsOptions: { hostProcess: true }
    sysctls:
    - name: kernel.msgmax # goes with its value
      value: "1"
  initContainers:
  - name: setup # keeps me
    image: ghcr.io/acme/setup:1.4.2
    securityContext: { privileged: true, allowPrivilegeEscalation: true, runAsUser: 0, capabilities: { add: [SYS_ADMIN, SYS_TIME], drop: [all] } }
  containers:
  - name: web
    image: ghcr.io/acme/web:1.4.2
    ports: [{ containerPort: 8080, hostPort: 80 }, { hostPort: 81, containerPort: 8081 }]
    livenessProbe: { httpGet: { host: 127.0.0.1, port: 8080 } }
    lifecycle: { preStop: { tcpSocket: { host: 127.0.0.1, port: 8080 } } }
    securityContext:
      privileged: true
      procMount: Unmasked
      seccompProfile: { type: Unconfined }
      appArmorProfile: { type: Unconfined }
      windowsOptions: { hostProcess: true }
      capabilities:
        add: [ALL]
  - name: proxy
    image: ghcr.io/acme/proxy:1.4.2
  ephemeralContainers:
  - name: debug
    image: ghcr.io/acme/debug:1.4.2
    securityContext: { runAsNonRoot: false, allowPrivilegeEscalation: true, seLinuxOptions: { type: spc_t } }
`;

/** The rules that reject the pod; a case lists those of both levels. */
function speakersOf({ by = [] }: Case, level: Level): readonly string[] {
  const preset = `pod-security-${level}` as const;
  return by.filter((id) => rules.find((rule) => rule.id === id)!.presets.includes(preset)).sort();
}

function speakers(text: string, level: Level, version: string): readonly string[] {
  const linter = open(text, level, version);
  return [...new Set(linter.findings(uri).map(({ rule }) => rule))].sort();
}

function fixAll(text: string, level: Level, version: string): string {
  return open(text, level, version).fixAll(uri, { classes: ["safe", "review"] }).text;
}

function open(text: string, level: Level, kubernetesVersion: string): Linter {
  const config: Config = {
    ...defaultConfig,
    preset: `pod-security-${level}`,
    settings: { ...defaultConfig.settings, kubernetesVersion },
  };
  const linter = new Linter(rules, () => config);
  linter.setFile(uri, text);
  return linter;
}

function isIn(span: Span | undefined, version: string): boolean {
  if (!span) return false;
  const minor = (text: string) => Number(text.split(".")[1]);
  return (
    (span.from === undefined || minor(span.from) <= minor(version)) &&
    (span.until === undefined || minor(version) < minor(span.until))
  );
}

/** A pod that both levels allow, except for the case's fields. */
function podOf(one: Case) {
  const podContext = { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" }, ...one.podContext };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", ...(one.annotations && { annotations: one.annotations }) },
    spec: {
      ...one.pod,
      securityContext: without(podContext),
      ...(one.init && { initContainers: [extra("setup", one.init)] }),
      containers: [{ ...one.container, ...extra("web", one.containerContext ?? {}) }],
      ...(one.ephemeral && { ephemeralContainers: [extra("debug", one.ephemeral)] }),
    },
  };
}

function extra(name: string, fields: Readonly<Record<string, unknown>>) {
  const own = Object.entries(fields).filter(([key]) => ofContainer.has(key));
  const context = Object.entries(fields).filter(([key]) => !ofContainer.has(key));
  return {
    name,
    image: `ghcr.io/acme/${name}:1.4.2`,
    ...Object.fromEntries(own),
    securityContext: without({ ...asked, ...Object.fromEntries(context) }),
  };
}

function without(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
