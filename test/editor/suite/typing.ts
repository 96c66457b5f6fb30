/** Whole manifests, typed on a keyboard. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { discardManifests, eventually, findings, openManifest } from "./editor.ts";
import { hasKeyboard, press, screenshot } from "./keyboard.ts";

const manifests: Readonly<Record<string, string>> = {
  Deployment: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: service
  labels:
    app: ingress
spec:
  replicas: 2
  selector:
    matchLabels:
      app: ingress
  template:
    metadata:
      labels:
        app: ingress
    spec:
      serviceAccountName: web
      containers:
        - name: web
          image: nginx:1.29
          imagePullPolicy: Always
          ports:
            - name: http
              containerPort: 8080
        - name: job
          image: ghcr.io/acme/job:1.4.2
          command: ["sh", "-c", "echo hi"]
          env:
            - name: KIND
              value: Deployment
`,
  Pod: `apiVersion: v1
kind: Pod
metadata:
  name: pod
spec:
  containers:
    - name: container-web
      image: api
    - name: container
      image: postgres
    - name: secret
      image: redis:8
  restartPolicy: Never
`,
  NetworkPolicy: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: deny
  namespace: ingress
spec:
  podSelector: {}
  policyTypes:
    - Ingress
    - Egress
`,
  HorizontalPodAutoscaler: `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  minReplicas: 2
  maxReplicas: 4
`,
  "Service and Ingress": `apiVersion: v1
kind: Service
metadata:
  name: service
spec:
  type: ClusterIP
  selector:
    app: ingress
  ports:
    - port: 80
      targetPort: http
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ingress
spec:
  ingressClassName: nginx
  defaultBackend:
    service:
      name: service
      port:
        name: http
---
kind: Secret
apiVersion: v1
metadata:
  name: configmap
type: Opaque
stringData:
  kind: Namespace
  role: Role
`,
};

describe("a manifest that is typed key by key", () => {
  afterEach(discardManifests);

  for (const [what, text] of Object.entries(manifests)) {
    it(`is what was typed: ${what}`, async function () {
      if (!hasKeyboard) this.skip();
      this.timeout(600_000);
      const { document } = await openManifest("");
      await vscode.commands.executeCommand("workbench.action.focusActiveEditorGroup");
      await press(keysFor(text));
      await screenshot(what);
      const typed = () => document.getText().replace(/[ ]+$/gm, "");
      // The window is slightly ahead of what extensions see.
      for (let tries = 0; typed() !== text && tries < 50; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      assert.equal(typed(), text);
    });
  }

  it("shows findings only after a pause", async function () {
    if (!hasKeyboard) this.skip();
    const { document } = await openManifest("apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n");
    await vscode.commands.executeCommand("workbench.action.focusActiveEditorGroup");
    await vscode.commands.executeCommand("cursorBottom");
    const seen = new Set<string>();
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      for (const { message } of findings(document)) seen.add(message);
    });
    await press(["spec:", "Enter", "  containers:", "Enter", "- name: web", "Enter", "image nginx"]);
    const [finding] = await eventually(
      document,
      "the missing colon",
      () => findings(document).length > 0 && findings(document),
    );
    listener.dispose();
    assert.ok(finding);
    assert.ok(![...seen].some((message) => /"i(m|ma|mag)?"/.test(message)), [...seen].join("\n"));
  });
});

/** Enter indents the next line automatically; the typed line replaces that. */
function keysFor(text: string): readonly string[] {
  return text
    .split("\n")
    .flatMap((line, at) => (at === 0 ? [line] : ["Enter", ...(line === "" ? [] : ["Shift+Home"]), line]))
    .filter((key) => key !== "");
}
