import { folderOf } from "../text/uri.ts";

/** Whether a path leads into an environment for development: the folder is called so, or is below one of environments. */
export function isOfDevelopment(uri: string): boolean {
  const folders = folderOf(uri).split("/");
  return folders.some(
    (folder, at) =>
      DEVELOPMENT.has(folder) && (at === folders.length - 1 || ENVIRONMENTS.has(folders[at - 1] ?? "")),
  );
}

const DEVELOPMENT: ReadonlySet<string> = new Set(["dev", "development"]);
/** Any other `dev` may be where people keep their repositories. */
const ENVIRONMENTS: ReadonlySet<string> = new Set(
  "cluster clusters env environment environments envs overlay overlays stage stages".split(" "),
);
