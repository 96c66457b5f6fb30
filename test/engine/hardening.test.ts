import { describe, expect, test } from "vitest";
import { defaultConfig } from "../../engine/config/config.ts";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";
import { applyEdits } from "../../engine/text/range.ts";
import { commentsOf } from "../harness/comments.ts";
import { problemCount } from "../harness/promise.ts";

const uri = "file:///workspace/shop.yaml";
const config = { ...defaultConfig, preset: "all" } as const;

function open(text: string): Linter {
  const linter = new Linter(rules, () => config);
  linter.setFile(uri, text);
  return linter;
}

/** Findings of the rules that harden, as `rule path`. */
function weaknesses(text: string, hardens: readonly ("container" | "pod")[]): readonly string[] {
  const ids = new Set(
    rules.filter((rule) => rule.hardens && hardens.includes(rule.hardens)).map(({ id }) => id),
  );
  return open(text)
    .findings(uri)
    .filter(({ rule }) => ids.has(rule))
    .map(({ rule, path }) => `${rule} ${path}`);
}

/** What the light bulb offers at the first `word`: the text after each action. */
function harden(text: string, word: string): { readonly container?: string; readonly pod?: string } {
  const offers = open(text).hardening(uri, text.indexOf(word));
  const after = (start: string) => {
    const offer = offers.find(({ title }) => title.startsWith(start));
    return offer && applyEdits(text, offer.edits);
  };
  const container = after("Harden this container");
  const pod = after("Harden this pod");
  return { ...(container !== undefined && { container }), ...(pod !== undefined && { pod }) };
}

const block = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web # the shop
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels:
        app: web
    spec:
      # the server, and what it talks through
      containers:
      - name: web
        image: ghcr.io/acme/web:1.4.2
        # reached through the Service
        ports:
        - containerPort: 8080 # HTTP
      - name: proxy # to the bank
        image: ghcr.io/acme/proxy:1.4.2
# the end
`;

const json = `{
  "apiVersion": "apps/v1",
  "kind": "Deployment",
  "metadata": { "name": "web" },
  "spec": {
    "template": {
      "spec": {
        "containers": [
          {
            "name": "web",
            "image": "ghcr.io/acme/web:1.4.2"
          },
          { "name": "proxy", "image": "ghcr.io/acme/proxy:1.4.2" }
        ]
      }
    }
  }
}
`;

const flow = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { containers: [{ name: web, image: ghcr.io/acme/web:1.4.2 }, { name: proxy, image: ghcr.io/acme/proxy:1.4.2 }] } } } # the shop
`;

/** Everything that a hardening rule removes, next to other items, and alone in its parent. */
const careless = `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  template:
    spec:
      hostNetwork: true
      dnsPolicy: ClusterFirstWithHostNet
      hostPID: true # watches processes
      securityContext:
        runAsUser: 0 # as on the old machine
      containers:
        - name: web
          image: ghcr.io/acme/agent:1.4.2
          resources:
            limits: { memory: 64Mi }
          securityContext:
            capabilities:
              add:
                - SYS_ADMIN # mounts
                - NET_ADMIN
                # for the tunnel
                - NET_RAW
        - name: proxy
          image: ghcr.io/acme/proxy:1.4.2
          securityContext: { privileged: true, capabilities: { add: [SYS_ADMIN, NET_ADMIN], drop: [all] } }
        - name: logs
          image: ghcr.io/acme/logs:1.4.2
          securityContext: { capabilities: { add: [ALL] }, seccompProfile: { type: Unconfined } }
`;

describe.each([
  ["block style with comments", block],
  ["JSON", json],
  ["flow style", flow],
  ["Windows line breaks", block.replaceAll("\n", "\r\n")],
  ["what is there and wrong", careless],
])("hardening %s", (_, text) => {
  test("leaves nothing to harden in the container, and does not change the others", () => {
    const after = harden(text, "acme/").container!;
    const left = weaknesses(after, ["container"]);
    expect(left.filter((one) => one.includes("containers[0]"))).toEqual([]);
    expect(left).toEqual(weaknesses(text, ["container"]).filter((one) => !one.includes("containers[0]")));
    expect(harden(after, "acme/").container).toBeUndefined();
  });

  test("leaves nothing to harden in the pod", () => {
    const after = harden(text, "acme/").pod!;
    expect(weaknesses(text, ["container", "pod"])).not.toEqual([]);
    expect(weaknesses(after, ["container", "pod"])).toEqual([]);
    expect(harden(after, "acme/")).toEqual({});
  });

  test("keeps comments, line breaks and valid YAML", () => {
    for (const after of Object.values(harden(text, "acme/"))) {
      expect(problemCount(after)).toBe(0);
      // These refer to capabilities that are removed.
      const gone = ["# mounts", "# for the tunnel"];
      expect(commentsOf(after)).toEqual(commentsOf(text).filter((comment) => !gone.includes(comment)));
      expect(after.includes("\r")).toBe(text.includes("\r"));
      expect(/[^\r]\n/.test(after)).toBe(/[^\r]\n/.test(text));
    }
  });
});

test("hardening writes what a careful engineer would", () => {
  expect(harden(block, "acme/").pod).toMatchInlineSnapshot(`
    "apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web # the shop
    spec:
      selector:
        matchLabels: {app: web}
      template:
        metadata:
          labels:
            app: web
        spec:
          securityContext:
            runAsNonRoot: true
            seccompProfile:
              type: RuntimeDefault
          automountServiceAccountToken: false
          # the server, and what it talks through
          containers:
          - name: web
            image: ghcr.io/acme/web:1.4.2
            # reached through the Service
            ports:
            - containerPort: 8080 # HTTP
            securityContext:
              allowPrivilegeEscalation: false
              capabilities:
                drop:
                - ALL
              readOnlyRootFilesystem: true
          - name: proxy # to the bank
            image: ghcr.io/acme/proxy:1.4.2
            securityContext:
              allowPrivilegeEscalation: false
              capabilities:
                drop:
                - ALL
              readOnlyRootFilesystem: true
    # the end
    "
  `);
  expect(harden(careless, "acme/").pod).toMatchInlineSnapshot(`
    "apiVersion: apps/v1
    kind: DaemonSet
    metadata: { name: agent }
    spec:
      template:
        spec:
          hostPID: false # watches processes
          securityContext:
            runAsNonRoot: true # as on the old machine
            seccompProfile:
              type: RuntimeDefault
          automountServiceAccountToken: false
          containers:
            - name: web
              image: ghcr.io/acme/agent:1.4.2
              resources:
                limits: { memory: 64Mi }
              securityContext:
                capabilities:
                  drop:
                    - ALL
                readOnlyRootFilesystem: true
                allowPrivilegeEscalation: false
            - name: proxy
              image: ghcr.io/acme/proxy:1.4.2
              securityContext: { privileged: false, capabilities: { drop: [ALL] }, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false }
            - name: logs
              image: ghcr.io/acme/logs:1.4.2
              securityContext: { seccompProfile: { type: RuntimeDefault }, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }
    "
  `);
});

test("fixing all findings of a file takes as many rounds as it needs, too", () => {
  const hardeners = rules.filter(({ hardens }) => hardens).map(({ id }) => id);
  const { text, edits } = open(careless).fixAll(uri, { classes: ["review"], rules: hardeners });
  expect(weaknesses(text, ["container", "pod"])).toEqual([]);
  expect(applyEdits(careless, edits)).toBe(text);
  expect(text).toContain("limits: { memory: 64Mi }\n");
});

test("fixes that write to the same place stay below their own keys", () => {
  const text = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    fsGroup: 2000
  containers:
  - name: web
    image: ghcr.io/acme/web:1.4.2
    ports: [{ name: http, containerPort: 8080 }]
    securityContext:
      capabilities:
        drop:
        - NET_RAW
`;
  const fixed = open(text).fixAll(uri, {
    classes: ["review", "template"],
    rules: [
      "liveness-probe-missing",
      "cpu-request-missing",
      "service-account-token-mounted",
      "allow-privilege-escalation",
      "capabilities-not-dropped",
      "run-as-root",
    ],
  });
  expect(fixed.text).toMatchInlineSnapshot(`
    "apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      securityContext:
        fsGroup: 2000
        runAsNonRoot: true
      automountServiceAccountToken: false
      containers:
      - name: web
        image: ghcr.io/acme/web:1.4.2
        ports: [{ name: http, containerPort: 8080 }]
        securityContext:
          capabilities:
            drop:
            - NET_RAW
            - ALL
          allowPrivilegeEscalation: false
        resources:
          requests:
            cpu: 100m
        livenessProbe:
          httpGet:
            path: /
            port: http
          failureThreshold: 6
    "
  `);
});

/** The title and the text after "Harden this pod" on a pod with these containers and volumes. */
function hardenPod(spec: string): { readonly title: string; readonly text: string } {
  const text = `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n${spec}`;
  const offer = open(text)
    .hardening(uri, text.indexOf("image:"))
    .find(({ title }) => title.startsWith("Harden this pod"))!;
  return { title: offer.title, text: applyEdits(text, offer.edits) };
}

test("hardening sets the user and the volumes that nginx needs", () => {
  const { title, text } = hardenPod("  containers:\n    - name: web\n      image: nginx:1.31.4\n");
  expect(title).toBe(
    'Harden this pod and its containers (the configuration of "nginx:1.31.4" must work without root)',
  );
  expect(text).toMatchInlineSnapshot(`
    "apiVersion: v1
    kind: Pod
    metadata: { name: web }
    spec:
      securityContext:
        runAsNonRoot: true
        runAsUser: 101
        sysctls:
          - name: net.ipv4.ip_unprivileged_port_start
            value: "0"
        seccompProfile:
          type: RuntimeDefault
      automountServiceAccountToken: false
      containers:
        - name: web
          image: nginx:1.31.4
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop:
                - ALL
          volumeMounts:
            - name: cache-nginx
              mountPath: /var/cache/nginx
            - name: run
              mountPath: /run
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: cache-nginx
          emptyDir: {}
        - name: run
          emptyDir: {}
        - name: tmp
          emptyDir: {}
    "
  `);
});

test("hardening does not set a user if none is known for an image that runs as root", () => {
  const { text } = hardenPod(
    "  containers:\n    - name: job\n      image: alpine:3.24.1\n      command: [sleep, '5']\n",
  );
  expect(text).not.toContain("runAsNonRoot");
  expect(text).not.toContain("runAsUser");
});

test("the title of a hardening of unknown images has the warnings of its parts", () => {
  const { title } = hardenPod("  containers:\n    - name: web\n      image: ghcr.io/acme/web:1.4.2\n");
  expect(title).toContain("images whose user is root or not numeric will not start");
  expect(title).toContain("processes that write outside volumes will fail");
});

test("hardening keeps what node components and the network of a pod need", () => {
  const { text } = hardenPod(
    "  initContainers:\n    - name: istio-init\n      image: docker.io/istio/proxyv2:1.30.0\n" +
      "      securityContext: { runAsUser: 0, capabilities: { add: [NET_ADMIN, NET_RAW] } }\n" +
      "  containers:\n    - name: web\n      image: ghcr.io/acme/web:1.4.2\n",
  );
  expect(text).toContain("securityContext: { runAsUser: 0, capabilities: { add: [NET_ADMIN, NET_RAW] } }");
});

test("hardening does not change what a comment suppresses, with its reason", () => {
  const kept = careless.replace(
    "- SYS_ADMIN # mounts",
    "- SYS_ADMIN # kubewright-ignore capabilities-added: mounts",
  );
  const after = harden(kept, "acme/").container!;
  expect(after).toContain("SYS_ADMIN # kubewright-ignore");
  expect(after).not.toContain("- NET_RAW");
});

test("hardening affects only the document at the cursor", () => {
  const second = block.replaceAll("web", "forum");
  const text = `${block}---\n${second}`;
  const after = harden(text, "acme/forum").pod!;
  expect(after.startsWith(`${block}---\n`)).toBe(true);
  expect(after.slice(block.length + 4)).toBe(harden(second, "acme/forum").pod);
});

test("nothing is offered outside of workloads", () => {
  const service = "apiVersion: v1\nkind: Service\nmetadata: { name: web }\n";
  expect(harden(service, "Service")).toEqual({});
});
