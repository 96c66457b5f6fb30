import type { Resource } from "../kubernetes/resource.ts";
import { folderOf } from "../text/uri.ts";
import type { WorkspaceView } from "../workspace/index.ts";

/** Kinds that only OpenShift has, in its groups and, as it had them first, in the core group. */
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
 * Whether a resource is meant for OpenShift, whose default security context constraint gives every pod a user that is
 * not root: its kind exists there only, its metadata names the platform, or a resource beside it does.
 * Source: https://docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/authentication_and_authorization/managing-pod-security-policies
 */
export function isForOpenShift(
  resource: Resource,
  { workspace, uri }: { readonly workspace: WorkspaceView; readonly uri: string },
): boolean {
  const { group, kind, root } = resource;
  if (group.endsWith(".openshift.io") || kinds.includes(`${group}/${kind}`)) return true;
  const metadata = ["labels", "annotations"].flatMap((field) => root.at("metadata", field)?.entries() ?? []);
  if (metadata.some(({ name }) => /(?:^|[.-])openshift(?:\.io)?(?:[./-]|$)/.test(name))) return true;
  const folder = folderOf(uri);
  return kinds.some((one) =>
    workspace.ofKind(one, undefined).some(({ place }) => folderOf(place.uri) === folder),
  );
}
