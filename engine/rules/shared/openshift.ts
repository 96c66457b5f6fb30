import type { Resource } from "../../kubernetes/resource.ts";
import { fileNameOf, folderOf } from "../../text/uri.ts";
import type { WorkspaceView } from "../../workspace/index.ts";

/** Kinds that exist only in OpenShift, in its API groups and, as in early versions, in the core group. */
const kinds = [
  "route.openshift.io/Route",
  "/Route",
  "template.openshift.io/Template",
  "/Template",
  "apps.openshift.io/DeploymentConfig",
  "/DeploymentConfig",
  "image.openshift.io/ImageStream",
  "/ImageStream",
  "build.openshift.io/BuildConfig",
  "/BuildConfig",
  "security.openshift.io/SecurityContextConstraints",
];

/**
 * Whether a resource is meant for OpenShift, whose default security context constraint gives every pod a non-root user:
 * its kind exists only there, its metadata mentions the platform, or the files around it are for OpenShift. Source:
 * https://docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/authentication_and_authorization/managing-pod-security-policies
 */
export function isForOpenShift(
  resource: Resource,
  { workspace, uri }: { readonly workspace: WorkspaceView; readonly uri: string },
): boolean {
  const { group, kind, root } = resource;
  if (group.endsWith(".openshift.io") || kinds.includes(`${group}/${kind}`)) return true;
  const metadata = ["labels", "annotations"].flatMap((field) => root.at("metadata", field)?.entries() ?? []);
  if (metadata.some(({ name }) => /(?:^|[.-])openshift(?:\.io)?(?:[./-]|$)/.test(name))) return true;
  return isBesideOpenShift(uri, workspace);
}

/**
 * Whether the folder of a file contains OpenShift objects, or the workspace contains so many that all of it is for
 * OpenShift. A variant for OpenShift, such as `web-oc.yaml` next to `web.yaml`, counts only for itself.
 */
function isBesideOpenShift(uri: string, workspace: WorkspaceView): boolean {
  const folder = folderOf(uri);
  const folders = new Set<string>();
  let objects = 0;
  for (const kind of kinds)
    for (const { place } of workspace.ofKind(kind, undefined)) {
      const home = folderOf(place.uri);
      if (home === folder && (place.uri === uri || !isVariant(place.uri))) return true;
      folders.add(home);
      if (manyObjects <= ++objects && manyFolders <= folders.size) return true;
    }
  return false;
}

/** Repositories that support other platforms too have fewer OpenShift objects, in one folder. */
const manyObjects = 10;
const manyFolders = 3;

function isVariant(uri: string): boolean {
  return /(?:^|[-_.])(?:oc|ocp|okd|openshift)(?=[-_.])/i.test(fileNameOf(uri));
}
