import { removedVersion } from "../../kubernetes/old-versions.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";
import { isKeptForOldClusters, migrationFixes } from "../shared/old-version.ts";

export default defineRule({
  id: "api-version-removed",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-score": ["stable-version"], trivy: ["KSV-0107"] },
  summary: "An object uses an API version that Kubernetes no longer serves.",
  why: 'kubectl fails with "no matches for kind". The setting kubernetesVersion determines which API versions are removed.',
  links: ["https://kubernetes.io/docs/reference/using-api/deprecation-guide/"],
  lifeCycle: true,
  on: inWorkspace(resources),

  *check(resource, { settings, workspace, uri }) {
    const { apiVersion, kind, root } = resource;
    const old = removedVersion(apiVersion, kind, settings.kubernetesVersion);
    const at = root.at("apiVersion");
    if (!old || !at) return;
    yield {
      at,
      ...(isKeptForOldClusters(resource, old.instead, workspace, uri) && {
        severity: "information" as const,
      }),
      data: { title: titleOf(resource), apiVersion, resource, old },
    };
  },

  message: ({ title, apiVersion, resource, old: { removed, instead } }) =>
    instead === undefined
      ? `${title} can no longer be created: Kubernetes ${removed} removed ${resource.kind}.`
      : `${title} uses ${apiVersion}, which Kubernetes ${removed} and later reject; use ${instead}.`,

  ...migrationFixes,
});
