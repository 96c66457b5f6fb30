import { fileNameOf } from "../text/uri.ts";
import { isDockerfile } from "./dockerfile-name.ts";

/**
 * The kind of a file by its name: `manifests` can contain objects; only the images are read from a `values` file and a
 * `dockerfile`, and the images and the syntax from a `kustomization`.
 */
export type Dialect = "manifests" | "kustomization" | "values" | "dockerfile";

/** The dialect of a file. The default is manifests: whether a file really contains some depends on its text. */
export function dialectOf(uri: string): Dialect {
  // Source: https://kubectl.docs.kubernetes.io/references/kustomize/
  const name = fileNameOf(uri);
  if (/^(?:kustomization\.ya?ml|Kustomization)$/.test(name)) return "kustomization";
  if (isDockerfile(uri)) return "dockerfile";
  // Source: https://helm.sh/docs/chart_template_guide/values_files/ (the names that `-f` is given are custom)
  if (/^(?:[\w.-]+[-_.])?values(?:[-_.][\w.-]+)?\.ya?ml$/i.test(name)) return "values";
  return "manifests";
}
