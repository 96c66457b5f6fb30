/** The command line and the editor's server with the Docker distribution registry. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtKubewright, folderWith, type JsonReport } from "../cli/program.ts";
import { Editor, makeFolder, ofRule, removeFolders, uriOf } from "../server/client.ts";
import { hasRegistry, push, type Running, startRegistry } from "./distribution.ts";
import { imageOf, indexOf } from "./image.ts";

const amd64 = { architecture: "amd64", user: "1000", layers: [2_000_000] };
const web = indexOf([amd64, { architecture: "arm64", user: "1000" }]);
const root = imageOf({ architecture: "amd64", user: "root" });

describe.skipIf(!hasRegistry)("registries that are queried (skipped without docker-registry)", () => {
  let registry: Running;
  let home: string;
  let address: string;

  beforeAll(async () => {
    home = makeFolder();
    registry = await startRegistry(join(home, "storage"));
    address = registry.address;
    await push(address, "shop/web", "1.4.2", web);
    await push(address, "shop/web", "1.4.3", web);
    await push(address, "shop/root", "1.0.0", root);
  });
  afterAll(async () => {
    await registry.stop();
    removeFolders();
    rmSync(home, { recursive: true, force: true });
  });

  const env = () => ({ HOME: home, XDG_CACHE_HOME: join(home, "cache"), DOCKER_CONFIG: join(home, "none") });
  const asked = () => ["--online", "--internal-registry", address];
  const pod = (image: string, more = "") => `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
${more}  containers:
    - name: web
      image: ${address}/${image} # ours
`;

  const lintJson = (args: readonly string[], cwd: string): JsonReport =>
    JSON.parse(builtKubewright(["lint", "--format", "json", ...args], { cwd, env: env() }).out);

  test("lint --online reports a missing tag, and the existing ones", () => {
    const cwd = folderWith({ "web.yaml": pod("shop/web:1.4.22") });
    const found = lintJson([...asked(), "--rule", "image-not-found", "."], cwd).findings;
    expect(found.filter(({ rule }) => rule === "image-not-found")).toMatchObject([
      {
        severity: "error",
        range: { start: { line: 7 } },
        fixes: [{ title: "Use 1.4.2" }, { title: "Use 1.4.3" }],
      },
    ]);
    expect(found[0] && JSON.stringify(found)).toContain('no tag \\"1.4.22\\"');
  });

  test("without --online nothing is queried", () => {
    const cwd = folderWith({ "web.yaml": pod("shop/web:1.4.22") });
    const { findings } = lintJson(["."], cwd);
    expect(findings.map(({ rule }) => rule)).not.toContain("image-not-found");
  });

  test("platforms and users are compared with the manifest", () => {
    const arm = pod("shop/root:1.0.0", "  nodeSelector: { kubernetes.io/arch: arm64 }\n");
    const nonRoot = pod("shop/root:1.0.0", "  securityContext: { runAsNonRoot: true }\n");
    const cwd = folderWith({ "arm.yaml": arm, "root.yaml": nonRoot });
    const { findings } = lintJson([...asked(), "."], cwd);
    const said = findings.map(({ file, rule }) => `${file} ${rule}`);
    expect(said).toContain("arm.yaml image-platform-missing");
    expect(said).toContain("root.yaml image-user-conflict");
  });

  test("fix --pin adds the digest after the tag and nothing else", () => {
    const cwd = folderWith({ "web.yaml": pod("shop/web:1.4.2") });
    const { out, code } = builtKubewright(
      ["fix", "--pin", ...asked().slice(1), "--diff", "--fail-on", "never", "."],
      {
        cwd,
        env: env(),
      },
    );
    expect(code).toBe(0);
    expect(out.split("\n").filter((line) => /^[-+] /.test(line))).toEqual([
      `-      image: ${address}/shop/web:1.4.2 # ours`,
      `+      image: ${address}/shop/web:1.4.2@${web.digest} # ours`,
    ]);
  });

  test("a registry that does not respond is one line on standard error, and everything else continues", () => {
    const cwd = folderWith({ "web.yaml": pod("shop/web:1.4.22").replace(address, "127.0.0.1:1") });
    const { code, out, err } = builtKubewright(
      ["lint", "--online", "--internal-registry", "127.0.0.1:1", "--rule", "image-latest-tag", "."],
      {
        cwd,
        env: env(),
      },
    );
    expect(err.trim().split("\n")).toEqual(["kubewright: 127.0.0.1:1 refuses connections"]);
    expect(out).toContain("1 finding");
    expect(code).toBe(1);
  });

  test("a registry at an internal address is not queried unless the user lists it", () => {
    const cwd = folderWith({ "web.yaml": pod("shop/web:1.4.22") });
    const { err } = builtKubewright(["lint", "--online", "."], {
      cwd,
      env: { ...env(), XDG_CACHE_HOME: join(home, "empty-cache") },
    });
    expect(err.trim()).toBe(
      `kubewright: ${address} has an internal address that is not listed in your settings or Docker configuration`,
    );
  });

  test("the editor queries once typing stops, if the user enabled it and trusts the folder", async () => {
    const folder = makeFolder();
    const uri = uriOf(folder, "web.yaml");
    process.env["XDG_CACHE_HOME"] = join(home, "cache-of-the-editor");
    const start = (trusted: boolean) =>
      Editor.start({
        folders: [folder],
        initializationOptions: { trusted },
        settings: () => ({ registry: { enabled: true, internal: [address] } }),
      });
    const [editor, careful] = [await start(true), await start(false)];
    try {
      await editor.open(uri, pod("shop/web:1.4.22"));
      await careful.open(uri, pod("shop/web:1.4.22"));
      const [said] = await editor.until(async () => {
        const found = ofRule(await editor.pull(uri), "image-not-found");
        return found.length > 0 && found;
      });
      expect(said?.message).toContain('has no tag "1.4.22" (did you mean "1.4.2"?)');
      await editor.change(uri, pod("shop/web:1.4.2"));
      expect(ofRule(await editor.pull(uri), "image-not-found")).toEqual([]);
      expect(ofRule(await careful.pull(uri), "image-not-found")).toEqual([]);
    } finally {
      delete process.env["XDG_CACHE_HOME"];
      await Promise.all([editor.stop(), careful.stop()]);
    }
  });
});
