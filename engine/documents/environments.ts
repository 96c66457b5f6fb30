import { folderOf } from "../text/uri.ts";

/**
 * Whether a path is inside a development environment: a folder with such a name, or one below a folder of environments.
 */
export function isOfDevelopment(uri: string): boolean {
  const folders = folderOf(uri).split("/");
  return folders.some(
    (folder, at) =>
      DEVELOPMENT.has(folder) && (at === folders.length - 1 || ENVIRONMENTS.has(folders[at - 1] ?? "")),
  );
}

const DEVELOPMENT: ReadonlySet<string> = new Set(["dev", "development"]);
/** Any other `dev` might be where users keep their repositories. */
const ENVIRONMENTS: ReadonlySet<string> = new Set(
  "cluster clusters env environment environments envs overlay overlays stage stages".split(" "),
);
