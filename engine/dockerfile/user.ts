import { startsNonRoot } from "../images/non-root.ts";
import type { Dockerfile, Stage } from "./dockerfile.ts";

/** Whether the image that a Dockerfile builds starts as a user other than root, by a `USER` or by its base image. */
export function isBuiltNonRoot(dockerfile: Dockerfile): boolean {
  const { user, base } = startOf(dockerfile);
  if (user !== undefined) return !/^"?(?:root|0+)"?(?::|$)/.test(user);
  const reference = base?.image?.reference;
  return reference?.kind === "image" && startsNonRoot(reference);
}

/** Whether that user is a name, of which the kubelet cannot tell that it is not root's. */
export function hasNamedUser(dockerfile: Dockerfile): boolean {
  const { user } = startOf(dockerfile);
  return user !== undefined && /^"?[A-Za-z_]/.test(user);
}

/** The last `USER` of the last stage or the stages that it is built on, or else the stage with the base image. */
function startOf({ stages }: Dockerfile): { readonly user?: string; readonly base?: Stage } {
  let stage: Stage | undefined = stages.at(-1);
  while (stage) {
    const user = stage.instructions.findLast(({ keyword }) => keyword === "USER")?.words[0]?.text;
    if (user !== undefined) return { user };
    if (stage.parent === undefined) return { base: stage };
    stage = stages[stage.parent];
  }
  return {};
}
