import { fileNameOf } from "../text/uri.ts";
import { isDockerfile } from "./dockerfile-name.ts";

/**
 * What a file is by its name: `manifests` may hold objects; of a `values` file and a `dockerfile` only the images are
 * looked at, and of a `kustomization` the images and the syntax.
 */
export type Dialect = "manifests" | "kustomization" | "values" | "dockerfile";

/** The dialect of a file. Manifests are the rule: whether a file really holds some is seen from its text. */
export function dialectOf(uri: string): Dialect {
  // Source: https://kubectl.docs.kubernetes.io/references/kustomize/
  const name = fileNameOf(uri);
  if (/^(?:kustomization\.ya?ml|Kustomization)$/.test(name)) return "kustomization";
  if (isDockerfile(uri)) return "dockerfile";
  // Source: https://helm.sh/docs/chart_template_guide/values_files/ (the names that `-f` is given are custom)
  if (/^(?:[\w.-]+[-_.])?values(?:[-_.][\w.-]+)?\.ya?ml$/i.test(name)) return "values";
  return "manifests";
}
