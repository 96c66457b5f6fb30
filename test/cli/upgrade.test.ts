import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, kubewright, lintJson } from "./program.ts";

const ingress = `apiVersion: networking.k8s.io/v1beta1
kind: Ingress
metadata:
  name: web
  namespace: shop
  annotations:
    kubernetes.io/ingress.class: nginx # the public one
spec:
  tls: [{ hosts: [shop.example], secretName: tls }]
  rules:
    - host: shop.example
      http:
        paths:
          - path: /
            backend:
              serviceName: web
              servicePort: 80 # plain
`;

const migrated = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
spec:
  ingressClassName: nginx
  tls: [{ hosts: [shop.example], secretName: tls }]
  rules:
    - host: shop.example
      http:
        paths:
          - path: /
            pathType: ImplementationSpecific
            backend:
              service:
                name: web
                port:
                  number: 80 # plain
`;

const claim = `apiVersion: resource.k8s.io/v1beta1
kind: ResourceClaim
metadata: { name: gpu, namespace: shop }
spec: { devices: { requests: [{ name: gpu, deviceClassName: gpu.example.com }] } }
`;

const attributes = `apiVersion: storage.k8s.io/v1beta1
kind: VolumeAttributesClass
metadata: { name: fast }
driverName: disk.example.com
parameters: { iops: "4000" }
`;

const policy = `apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata: { name: restricted }
`;

describe("lint --from", () => {
  const files = { "ingress.yaml": ingress, "class.yaml": attributes };
  const found = async (...args: string[]) => {
    const { findings } = await lintJson([".", ...args], { cwd: folderWith(files) });
    return findings.map(({ rule, file }) => `${file} ${rule}`);
  };

  test("reports only what the upgrade brings", async () => {
    expect(await found("--kubernetes-version", "1.37")).toContain("ingress.yaml api-version-removed");
    expect(await found("--from", "1.33", "--kubernetes-version", "1.37")).toEqual([
      "class.yaml api-version-removed",
    ]);
    expect(await found("--from", "1.21", "--kubernetes-version", "1.30")).toEqual([
      "ingress.yaml api-version-removed",
    ]);
  });

  test("the exit code counts only these findings", async () => {
    const cwd = folderWith({ "ingress.yaml": ingress });
    const code = async (...args: string[]) =>
      (await kubewright(["lint", "--kubernetes-version", "1.37", ...args], { cwd })).code;
    expect(await code()).toBe(1);
    expect(await code("--from", "1.33")).toBe(0);
  });

  test.each([
    [["--from", "new"], "--from must be a version"],
    [["--from", "1.37", "--kubernetes-version", "1.37"], "--from must be older"],
    [["--from", "1.33", "--write-baseline", "--baseline", "a"], "cannot be used together"],
  ])("2 for wrong usage: %j", async (args, reason) => {
    const { code, err } = await kubewright(["lint", ...args], { cwd: folderWith(files) });
    expect(code).toBe(2);
    expect(err).toContain(reason);
  });
});

describe("upgrade", () => {
  test("migrates objects and replaces annotations, and reports what is left", async () => {
    const cwd = folderWith({ "ingress.yaml": ingress, "claim.yaml": claim, "policy.yaml": policy });
    const { code, out, err } = await kubewright(["upgrade", "--to", "1.37"], { cwd });
    expect(readFileSync(join(cwd, "ingress.yaml"), "utf8").replace(/ *# the public one\n/, "")).toBe(
      migrated,
    );
    expect(readFileSync(join(cwd, "claim.yaml"), "utf8")).toBe(`apiVersion: resource.k8s.io/v1
kind: ResourceClaim
metadata: { name: gpu, namespace: shop }
spec: { devices: { requests: [{ name: gpu, exactly: { deviceClassName: gpu.example.com } }] } }
`);
    expect(err).toContain("Fixed 3 findings in 2 files.");
    expect(out).toContain("PodSecurityPolicy");
    expect(out).not.toContain("ingress.yaml");
    expect(code).toBe(1);
  });

  test("does not run other rules", async () => {
    const pod =
      "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image: nginx }] }\n";
    const { code, out, err } = await kubewright(["upgrade", "--to", "1.37"], {
      cwd: folderWith({ "pod.yaml": pod }),
    });
    expect(code).toBe(0);
    expect(out).not.toContain("image");
    expect(err).toContain("No file needs a change for Kubernetes 1.37.");
  });

  test("--diff writes nothing", async () => {
    const cwd = folderWith({ "ingress.yaml": ingress });
    const { out, err } = await kubewright(["upgrade", "--to", "1.37", "--diff"], { cwd });
    expect(out).toContain("-              serviceName: web\n");
    expect(err).toContain("Would fix 2 findings in 1 file.");
    expect(readFileSync(join(cwd, "ingress.yaml"), "utf8")).toBe(ingress);
  });

  test("respects rules that the configuration turns off", async () => {
    const cwd = folderWith({
      ".kubewright.yaml": "rules: { annotation-deprecated: off }\n",
      "ingress.yaml": ingress,
    });
    await kubewright(["upgrade", "--to", "1.37"], { cwd });
    expect(readFileSync(join(cwd, "ingress.yaml"), "utf8")).toContain("kubernetes.io/ingress.class: nginx");
  });

  test.each([
    [[], "upgrade needs a version"],
    [["--to", "new"], "--to must be a version"],
    [["--kubernetes-version", "1.37"], "upgrade has no option --kubernetes-version"],
  ])("2 for wrong usage: %j", async (args, reason) => {
    const { code, err } = await kubewright(["upgrade", ...args], { cwd: folderWith({ "a.yaml": ingress }) });
    expect(code).toBe(2);
    expect(err).toContain(reason);
  });

  test("a second run changes nothing", async () => {
    const cwd = folderWith({ "ingress.yaml": ingress, "claim.yaml": claim });
    await kubewright(["upgrade", "--to", "1.37"], { cwd });
    const { code, err } = await kubewright(["upgrade", "--to", "1.37"], { cwd });
    expect(code).toBe(0);
    expect(err).toContain("No file needs a change");
  });
});
