import { fileNameOf } from "../text/uri.ts";

/**
 * Files that are commented out in one of the patch lists of a kustomization: `#- manager_auth_proxy_patch.yaml`.
 * Operator scaffolds ship such patches disabled. A line that is commented out in another list can be a whole object.
 */
export function commentedPatches(text: string): readonly string[] {
  let field = "";
  const found: string[] = [];
  for (const line of text.split("\n")) {
    const key = /^(?:# ?)?(\w+):[ \t\r]*(?:#.*)?$/.exec(line) ?? /^(\w+):/.exec(line);
    if (key) field = key[1]!;
    if (!patchFields.has(field)) continue;
    const item = /^[ \t]*#[# \t]*-[ \t]+(?:path:[ \t]*)?["']?([^\s"'#:]+\.ya?ml)["']?[ \t\r]*(?:#.*)?$/.exec(
      line,
    );
    if (item) found.push(item[1]!);
  }
  return found;
}

/** Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/ */
const patchFields: ReadonlySet<string> = new Set(["patches", "patchesStrategicMerge", "patchesJson6902"]);

/**
 * Whether a file has the name of a patch: `web-patch.yaml`, `manager_image_patch.yaml`, or anything in a folder
 * `patches`.
 */
export function hasNameOfPatch(uri: string): boolean {
  if (/^kustomization(?:\.ya?ml)?$/i.test(fileNameOf(uri))) return false;
  return /[-_]patch\.ya?ml$/i.test(fileNameOf(uri)) || uri.includes(patchFolder);
}

/** The folders whose kustomization a patch is written for: its own, and the parent of a folder `patches`. */
export function foldersOfPatch(uri: string): readonly string[] {
  const folder = uri.slice(0, uri.lastIndexOf("/"));
  const at = `${folder}/`.lastIndexOf(patchFolder);
  return at === -1 ? [folder] : [folder, uri.slice(0, at)];
}

const patchFolder = "/patches/";
