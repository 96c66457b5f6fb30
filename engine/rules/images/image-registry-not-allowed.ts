import { registryEntryFor } from "../../images/registry-policy.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { placeholder } from "../../lint/edit.ts";
import { changeImage } from "../../lint/image-edit.ts";
import { defineRule, images } from "../../lint/rule.ts";

export default defineRule({
  id: "image-registry-not-allowed",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { trivy: ["KSV-0125"], hadolint: ["DL3026"], kubescape: ["C-0001", "C-0078"] },
  summary: "An image comes from a registry that your lists do not allow.",
  why: "Nobody scans, mirrors or vouches for what comes from there, and an admission policy may refuse it.",
  links: [
    "https://kubernetes.io/docs/concepts/security/security-checklist/#images",
    "https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#imagepolicywebhook",
  ],
  asksWorkspace: true,
  on: images,

  *check(source, { settings, workspace, uri }) {
    const { allowed, denied } = settings.registries;
    if (allowed.length === 0 && denied.length === 0) return;
    for (const use of source.images) {
      const { text, name, parsed } = use;
      const { registry, repository } = parsed;
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
          registry,
          repository,
          entry,
          home: entry === undefined ? homeOf(allowed) : undefined,
        },
      };
    }
  },

  message: ({ image, registry, entry }) =>
    entry === undefined
      ? `Image "${image}" comes from ${registry}, which registries.allowed does not list, so nobody vouches for it.`
      : `Image "${image}" comes from where registries.denied has "${entry}", so it is not to run here.`,

  fixes: [
    {
      // Template: whether the image is mirrored there, and under which name, only a person knows.
      class: "template",
      title: ({ home }) => `Take it from ${home}`,
      edits: ({ data: { use, home, repository } }, edit) =>
        home === undefined
          ? undefined
          : changeImage(use, { name: `${home}/${placeholder(repository)}` }, edit),
    },
  ],
});

/** The first place on the list that is one place: `ghcr.io/acme` of `ghcr.io/acme/*`. */
function homeOf(allowed: readonly string[]): string | undefined {
  return allowed.map((pattern) => pattern.replace(/(?:\/\**)+$/, "")).find((place) => !place.includes("*"));
}
