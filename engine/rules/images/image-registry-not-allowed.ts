import { placeholder } from "../../edits/edit.ts";
import { changeImage } from "../../edits/image.ts";
import { registryEntryFor } from "../../images/registry-policy.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { defineRule, images, inWorkspace } from "../../rule/rule.ts";

export default defineRule({
  id: "image-registry-not-allowed",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { trivy: ["KSV-0125"], hadolint: ["DL3026"], kubescape: ["C-0001", "C-0078"] },
  summary: "An image comes from a registry that your settings do not allow.",
  why: "Images from unapproved sources might contain malicious code, and an admission policy might reject them.",
  links: [
    "https://kubernetes.io/docs/concepts/security/security-checklist/#images",
    "https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#imagepolicywebhook",
  ],
  on: inWorkspace(images),

  *check(source, { settings, workspace, uri }) {
    const { allowed, denied } = settings.registries;
    if (allowed.length === 0 && denied.length === 0) return;
    for (const use of source.images) {
      const { text, name, parsed } = use;
      const { repository } = parsed;
      const entry = registryEntryFor(parsed, denied);
      const isListed = allowed.length === 0 || registryEntryFor(parsed, allowed) !== undefined;
      if (!use.named || (isListed && entry === undefined)) continue;
      if (workspace.isRenamed(name, uri)) continue;
      yield {
        at: use.at,
        range: rangeOfFirst(use, "registry", "name"),
        data: {
          use,
          image: text,
          repository,
          entry,
          home: entry === undefined ? homeOf(allowed) : undefined,
        },
      };
    }
  },

  message: ({ image, entry }) =>
    entry === undefined
      ? `Image "${image}" matches no entry in registries.allowed, so it comes from an unapproved source.`
      : `Image "${image}" matches "${entry}" in registries.denied, so it must not be used here.`,

  fixClasses: ["template"],
  *fixes({ data: { home, use, repository } }, edit) {
    if (home !== undefined) {
      // Template: only the user knows whether the image exists there, and its name.
      yield {
        class: "template",
        title: `Pull from ${home} instead`,
        edits: changeImage(use, { name: `${home}/${placeholder(repository)}` }, edit),
      };
    }
  },
});

/** The first entry that names a single registry or path: `ghcr.io/acme` for `ghcr.io/acme/*`. */
function homeOf(allowed: readonly string[]): string | undefined {
  return allowed.map((pattern) => pattern.replace(/(?:\/\**)+$/, "")).find((place) => !place.includes("*"));
}
