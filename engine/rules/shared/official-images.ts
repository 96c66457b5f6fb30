import { type OfficialImage, officialImage } from "../../images/catalog.ts";
import type { ImageSource, ImageUse } from "../../kubernetes/image-use.ts";
import { imageMatches } from "../../kubernetes/images.ts";
import type { WorkspaceView } from "../../workspace/index.ts";

/** An official image of Docker, and what the catalog knows about it. */
export interface OfficialUse {
  readonly use: ImageUse;
  readonly official: OfficialImage;
}

/** The official images whose version is set in a file, without those that a tool replaces or the user allows. */
export function* officialUses(
  source: ImageSource,
  { workspace, uri }: { readonly workspace: WorkspaceView; readonly uri: string },
  allow: readonly string[] = [],
): Generator<OfficialUse> {
  for (const use of source.images) {
    const official = use.versioned ? officialImage(use.parsed) : undefined;
    if (!official || imageMatches(allow, use.parsed) || workspace.isReplaced(use.name, uri)) continue;
    yield { use, official };
  }
}
