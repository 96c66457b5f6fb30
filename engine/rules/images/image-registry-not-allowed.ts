import { registryMatches } from "../../images/registries.ts";
import { imagesOf } from "../../kubernetes/images.ts";
import { placeholder } from "../../lint/edit.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "image-registry-not-allowed",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { trivy: ["KSV-0125"], kubescape: ["C-0001", "C-0078"] },
  summary: "An image comes from a registry that is not on your list.",
  why: "Nobody scans, mirrors or vouches for what comes from there, and an admission policy may refuse it.",
  links: [
    "https://kubernetes.io/docs/concepts/security/security-checklist/#images",
    "https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#imagepolicywebhook",
  ],
  asksWorkspace: true,
  on: workloads,

  *check(workload, { settings, workspace, uri }) {
    const { allowed } = settings.registries;
    if (allowed.length === 0) return;
    for (const { value, text, name, parsed, partRange } of imagesOf(workload)) {
      const { registry, repository, ranges } = parsed;
      if (allowed.some((pattern) => registryMatches(pattern, registry, repository))) continue;
      if (workspace.isRenamed(name, uri)) continue;
      yield {
        at: value,
        range: partRange(ranges.registry ?? { start: 0, end: text.length }),
        data: {
          image: text,
          registry,
          rest: `${repository}${text.slice(ranges.repository.end)}`,
          home: homeOf(allowed),
        },
      };
    }
  },

  message: ({ image, registry }) =>
    `Image "${image}" comes from ${registry}, which registries.allowed does not list, so nobody vouches for it.`,

  fixes: [
    {
      // Template: whether the image is mirrored there, and under which name, only a person knows.
      class: "template",
      title: ({ home }) => `Take it from ${home}`,
      edits: ({ at, data: { home, rest } }, edit) =>
        home === undefined ? undefined : [edit.setValue(at, `${home}/${placeholder(rest)}`)],
    },
  ],
});

/** The first place on the list that is one place: `ghcr.io/acme` of `ghcr.io/acme/*`. */
function homeOf(allowed: readonly string[]): string | undefined {
  return allowed.map((pattern) => pattern.replace(/(?:\/\**)+$/, "")).find((place) => !place.includes("*"));
}
