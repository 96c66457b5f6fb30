import { officialImage } from "../images/catalog.ts";
import { isShortName } from "../images/reference.ts";
import type { ImageSource, ImageUse } from "../kubernetes/image-use.ts";
import type { WorkspaceView } from "./index.ts";

/** Whether a tool, or another file, decides which version of an image runs. */
export function isPinnedElsewhere(
  { name }: ImageUse,
  { resource }: ImageSource,
  workspace: WorkspaceView,
  uri: string,
): boolean {
  // Knative runs the digest that it resolved the tag to when the Revision was created.
  if (resource?.group === "serving.knative.dev" || workspace.isReplaced(name, uri)) return true;
  // A source manifest can omit a version that its release pins.
  return (
    resource?.name !== undefined &&
    workspace.isPinnedInTwin(`${resource.group}/${resource.kind}`, resource.name, name, uri)
  );
}

/**
 * Whether a registry can have an image. Docker Hub has none with an unofficial short name: in a Dockerfile, it was
 * built earlier; in a kustomization or a file of one, it is a placeholder that a release replaces.
 */
export function isOnRegistry(
  { parsed }: ImageUse,
  source: ImageSource,
  workspace: WorkspaceView,
  uri: string,
): boolean {
  if (!isShortName(parsed) || officialImage(parsed) !== undefined) return true;
  return (
    !source.dockerfile && source.kind !== "kustomization" && workspace.kustomize(uri).listedIn.length === 0
  );
}
