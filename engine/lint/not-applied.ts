import type { Resource } from "../kubernetes/resource.ts";
import { fileNameOf } from "../text/uri.ts";
import type { Files } from "./files.ts";

/** Whether an object never reaches the API server, so that no rule about objects applies to it. */
export function isNeverApplied(resource: Resource, uri: string, files: Files): boolean {
  return isForTools(resource) || files.index.isKustomizePlugin(uri) || isLeftover(resource, uri, files);
}

/**
 * Whether an object is input for tools on the client, such as the configuration of a KRM function. Sources:
 * https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resources/,
 * https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/functions-spec.md
 */
function isForTools({ root }: Resource): boolean {
  const annotations = root.at("metadata", "annotations");
  return (
    annotations?.at("config.kubernetes.io/function") !== undefined ||
    annotations?.at("config.kubernetes.io/local-config")?.scalar?.text === "true"
  );
}

/**
 * Whether a definition is what controller-gen writes for types without a group. Its name begins with the empty group,
 * and it remains in the folder because no kustomization lists it.
 */
function isLeftover({ kind, root }: Resource, uri: string, files: Files): boolean {
  return (
    kind === "CustomResourceDefinition" &&
    root.at("spec", "group")?.string === "" &&
    fileNameOf(uri).startsWith("_") &&
    files.view.kustomize(uri).listedIn.length === 0
  );
}
