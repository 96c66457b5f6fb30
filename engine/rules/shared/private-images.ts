import { isCloudRegistry, needsAuthentication, registryMatches } from "../../images/registries.ts";
import type { ImageUse } from "../../kubernetes/image-use.ts";
import { imageSourceOf } from "../../kubernetes/images.ts";
import type { Workload } from "../../kubernetes/resource.ts";
import type { Settings } from "../../settings/settings.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import { type Pulled, type PullSecret, pullSecretFor } from "../../workspace/pull-secrets.ts";

/** An image of a pod that requires credentials. */
export interface PrivateImage {
  readonly use: ImageUse;
  /** Whether `registries.private` covers it; if not, its registry is usually private. */
  readonly listed: boolean;
}

/** A Secret that a fix can use, and why. */
export interface Suggestion {
  readonly name: string;
  readonly from: PullSecret["from"] | "settings";
}

/** Public images on registries that are mostly private. */
const openImage = /^registry\.gitlab\.com\/gitlab-(?:org|com)\//;

/**
 * The images of a pod for which the nodes have no credentials. According to `registries.nodeIdentity`, nodes can have
 * credentials for the registries of their cloud provider. Images that a kustomization replaces are skipped.
 */
export function privateImages(
  workload: Workload,
  { registries }: Settings,
  workspace: WorkspaceView,
  uri: string,
): readonly PrivateImage[] {
  return imageSourceOf(workload).images.flatMap((use) => {
    const { registry, repository } = use.parsed;
    if (!needsAuthentication(registry, registries.private)) return [];
    const listed = registries.private.some((pattern) => registryMatches(pattern, registry, repository));
    if (!listed && openImage.test(use.name)) return [];
    if (registries.nodeIdentity === "present" && isCloudRegistry(registry)) return [];
    return workspace.isRenamed(use.name, uri) ? [] : [{ use, listed }];
  });
}

/**
 * The Secret to pull an image with: from the settings, otherwise from the workspace. `undefined` if nothing indicates
 * that the image is pulled with a Secret: the nodes might have an identity in their cloud.
 */
export function suggestionFor(
  { use, listed }: PrivateImage,
  { registries }: Settings,
  workspace: WorkspaceView,
  namespace: string | undefined,
): { readonly secret: Suggestion | undefined } | undefined {
  const image: Pulled = use.parsed;
  const workspaceSecret = pullSecretFor(workspace, namespace, image);
  const isEvidence = workspaceSecret !== undefined && workspaceSecret.from !== "only";
  const isNeeded = listed || isEvidence || registries.nodeIdentity === "absent";
  if (!isNeeded && isCloudRegistry(image.registry)) return undefined;
  return {
    secret: registries.pullSecret ? { name: registries.pullSecret, from: "settings" } : workspaceSecret,
  };
}

const origins: Readonly<Record<Suggestion["from"], string>> = {
  settings: "set in registries.pullSecret",
  secret: "has credentials for this registry",
  neighbors: "used by other pods in this namespace",
  only: "the only one in this namespace",
};

/** The reason for a suggestion, for the end of a title. */
export function originOf({ from }: Suggestion): string {
  return origins[from];
}
