/** Twelve typical images, each fixed by the first quick fix of its finding. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import {
  apply,
  codeActions,
  discardManifests,
  eventually,
  findings,
  inWorkspace,
  openManifest,
  rangeOf,
  ruleOf,
} from "./editor.ts";

interface Situation {
  readonly what: string;
  readonly rule: string;
  readonly image: string;
  readonly fixed: RegExp;
}

const situations: readonly Situation[] = [
  { what: "no tag", rule: "image-latest-tag", image: "nginx", fixed: /image: nginx:\d+\.\d+\.\d+$/m },
  {
    what: "the tag latest",
    rule: "image-latest-tag",
    image: "redis:latest",
    fixed: /image: redis:\d+\.\d+\.\d+$/m,
  },
  {
    what: "an Alpine variant",
    rule: "alpine-variant-exists",
    image: "docker.io/library/httpd:2.4.68",
    fixed: /httpd:2\.4\.68-alpine$/m,
  },
  {
    what: "a variant of the same flavor, as pinned as before",
    rule: "alpine-variant-exists",
    image: "docker.io/library/php:8.4-fpm-bookworm",
    fixed: /php:8\.4-fpm-alpine3\.\d+$/m,
  },
  {
    what: "no Alpine, but a slim variant",
    rule: "slim-variant-exists",
    image: "docker.io/library/perl:5.42.2",
    fixed: /perl:5\.42\.2-slim$/m,
  },
  {
    what: "a misspelled tag",
    rule: "image-tag-misspelled",
    image: "docker.io/library/nginx:1.31.4-apline",
    fixed: /nginx:1\.31\.4-alpine$/m,
  },
  {
    what: "a line that is no longer built",
    rule: "image-unsupported",
    image: "postgres:9.6-alpine",
    fixed: /postgres:1\d\.\d+-alpine$/m,
  },
  {
    what: "an image that others took over",
    rule: "image-unsupported",
    image: "openjdk:17-jdk",
    fixed: /eclipse-temurin:17\.\S+-jdk$/m,
  },
  {
    what: "a frozen registry",
    rule: "image-registry-retired",
    image: "k8s.gcr.io/pause:3.9",
    fixed: /image: registry\.k8s\.io\/pause:3\.9$/m,
  },
  {
    what: "a repository that was emptied",
    rule: "image-registry-retired",
    image: "bitnami/kubectl:1.33.4",
    fixed: /image: bitnamilegacy\/kubectl:1\.33\.4$/m,
  },
  {
    what: "upper case",
    rule: "image-reference-invalid",
    image: "ghcr.io/Acme/Web:1.4.2",
    fixed: /image: ghcr\.io\/acme\/web:1\.4\.2$/m,
  },
  {
    what: "a private registry",
    rule: "image-pull-secret-missing",
    image: "registry.gitlab.com/acme/shop/web:1.4.2",
    fixed: /imagePullSecrets:\n\s+- name: gitlab-pull$/m,
  },
];

const pod = (image: string) => `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    # the shop window
    - name: web
      image: ${image}
`;

const secret = `apiVersion: v1
kind: Secret
metadata: { name: gitlab-pull, namespace: shop }
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: '{"auths":{"registry.gitlab.com":{"username":"<user>","password":"<password>"}}}'
`;

describe("images in the editor", () => {
  afterEach(discardManifests);

  for (const { what, rule, image, fixed } of situations) {
    it(`fixes ${what}`, async () => {
      const beside = rule === "image-pull-secret-missing" ? `---\n${secret}` : "";
      const { document } = await openManifest(pod(image) + beside);
      await mendFirst(document, rule);
      assert.match(document.getText(), fixed);
      assert.ok(document.getText().includes("    # the shop window\n"), "a comment is gone");
    });
  }

  it("moves a Dockerfile to Alpine, with its packages", async () => {
    const text =
      'FROM node:22.23.2\nRUN apt-get update && apt-get install -y curl git\nCMD ["node", "shop.js"]\n';
    const uri = inWorkspace("Dockerfile");
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
      assert.equal(document.languageId, "dockerfile");
      await mendFirst(document, "alpine-variant-exists");
      assert.equal(
        document.getText(),
        'FROM node:22.23.2-alpine\nRUN apk add --no-cache curl git\nCMD ["node", "shop.js"]\n',
      );
    } finally {
      await vscode.commands.executeCommand("workbench.action.files.revert");
      await vscode.workspace.fs.delete(uri);
    }
  });
});

/** Applies the first action of the light bulb at a rule's finding, and waits until the finding is gone. */
async function mendFirst(document: vscode.TextDocument, rule: string): Promise<void> {
  const ofRule = () => findings(document).find((one) => ruleOf(one) === rule);
  const finding = await eventually(document, `a finding of ${rule}`, ofRule);
  assert.ok(rangeOf(document, document.getText(finding.range)), "nothing is underlined");
  const actions = await codeActions(document, finding.range, vscode.CodeActionKind.QuickFix);
  const [fix] = actions;
  assert.ok(fix?.edit, `nothing fixes ${rule}: ${actions.map(({ title }) => title).join(" | ")}`);
  await apply(fix);
  await eventually(document, `no ${rule}`, () => ofRule() === undefined);
}
