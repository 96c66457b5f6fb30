import type { Document } from "../documents/document.ts";
import { Value } from "../kubernetes/value.ts";
import type { KustomizationFacts } from "./index.ts";

/** Whether a file is a kustomization by its name. Source: https://kubectl.docs.kubernetes.io/references/kustomize/ */
export function isKustomizationFile(uri: string): boolean {
  return /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(uri);
}

/** What a kustomization says about the files beside it; patches written inline stay inline. */
export function kustomizationFacts(document: Document, uri: string): KustomizationFacts {
  const root = new Value(document.tree, document.tree.root, []);
  const folder = uri.slice(0, uri.lastIndexOf("/") + 1);
  const files = (values: readonly (Value | undefined)[]) =>
    values.flatMap((value) =>
      value?.string && isPath(value.string) ? [resolvePath(folder, value.string)] : [],
    );
  const list = (name: string) => root.at(name)?.items() ?? [];
  return {
    patches: files([
      ...list("patches").map((patch) => patch.at("path")),
      ...list("patchesJson6902").map((patch) => patch.at("path")),
      ...list("patchesStrategicMerge"),
    ]),
    resources: files([...list("resources"), ...list("bases"), ...list("components")]),
    namespace: root.at("namespace") !== undefined,
    labels: root.at("commonLabels") !== undefined || root.at("labels") !== undefined,
  };
}

function isPath(text: string): boolean {
  return text.length < 1000 && !text.includes("\n") && !text.includes("://");
}

/** Joins a relative path to a folder's URI; `..` never climbs above the URI's root. */
function resolvePath(folder: string, path: string): string {
  const segments = folder.split("/").slice(0, -1);
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "." && segment !== "") segments.push(segment);
  }
  return segments.join("/");
}
