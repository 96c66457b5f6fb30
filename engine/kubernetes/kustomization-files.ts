import { isFilledInText } from "./filled-in.ts";
import type { Value } from "./value.ts";

/** A local file or folder that a kustomization refers to. */
export interface FileReference {
  readonly at: Value;
  readonly path: string;
  /** The start of the path in the string: after the key of a file in a ConfigMap. */
  readonly from: number;
}

/** Lists of paths, apart from those that can contain patches. */
const lists = [
  "resources",
  "bases",
  "components",
  "crds",
  "configurations",
  "generators",
  "transformers",
  "validators",
  "patchesStrategicMerge",
];

/** Lists of mappings with a path. */
const withPath = ["patches", "patchesJson6902", "replacements"];

/**
 * The files and folders that a kustomization refers to and that are certainly local. The files of generated Secrets are
 * left out, because they do not belong in a repository.
 */
export function fileReferences(root: Value): readonly FileReference[] {
  const items = (name: string) => root.at(name)?.items() ?? [];
  const generators = items("configMapGenerator");
  const plain = [
    ...lists.flatMap(items),
    ...withPath.flatMap((name) => items(name).flatMap((item) => item.at("path") ?? [])),
    ...generators.flatMap((item) => [
      ...(item.at("envs")?.items() ?? []),
      ...(item.at("env") ? [item.at("env")!] : []),
    ]),
  ];
  const keyed = generators.flatMap((item) => item.at("files")?.items() ?? []);
  return [
    ...plain.flatMap((at) => reference(at, 0)),
    ...keyed.flatMap((at) => reference(at, (at.string ?? "").indexOf("=") + 1)),
  ];
}

function reference(at: Value, from: number): readonly FileReference[] {
  const path = at.string?.slice(from);
  return path !== undefined && isLocal(path) && !isFilledInText(path) ? [{ at, path, from }] : [];
}

/**
 * Whether a text can only be a path. `github.com/acme/web` and `web?ref=main` can be repositories, and text with line
 * breaks, colons or braces is written out in place of a file. Like Secrets, `.env` files are created where they are needed.
 * Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/
 */
function isLocal(path: string): boolean {
  if (path.trim() === "" || path.startsWith("/") || /\.env$|[\n:?$%{}\\]|\/\/|\.git(?:\/|$)/.test(path))
    return false;
  return !/^[^/]*[^./][^/]*\.[^/]*\//.test(path);
}
