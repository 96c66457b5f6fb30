import { deprecatedVersion } from "../../kubernetes/old-versions.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";
import { isKeptForOldClusters, migrationFixes } from "../shared/old-version.ts";

export default defineRule({
  id: "api-version-deprecated",
  category: "organization",
  severity: "information",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-score": ["stable-version"] },
  summary: "An object uses an API version that Kubernetes is going to remove.",
  why: "A later upgrade of the cluster rejects the object. The setting kubernetesVersion determines which API versions are deprecated and have a replacement.",
  links: ["https://kubernetes.io/docs/reference/using-api/deprecation-guide/"],
  tags: ["deprecated"],
  lifeCycle: true,
  on: inWorkspace(resources),

  *check(resource, { settings, workspace, uri }) {
    const { apiVersion, kind, root } = resource;
    const old = deprecatedVersion(apiVersion, kind, settings.kubernetesVersion);
    const at = root.at("apiVersion");
    if (!old || !at || isKeptForOldClusters(resource, old.instead, workspace, uri)) return;
    yield { at, data: { title: titleOf(resource), apiVersion, resource, old } };
  },

  message: ({ title, apiVersion, old: { deprecated, removed, instead } }) =>
    instead === undefined
      ? `${title} uses ${apiVersion}, which Kubernetes ${deprecated} deprecated and ${removed} removes without a replacement.`
      : `${title} uses ${apiVersion}, which Kubernetes ${deprecated} deprecated and ${removed} removes: use ${instead}.`,

  ...migrationFixes,
});
