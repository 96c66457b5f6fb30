import { titleOf } from "./pods.ts";
import type { Resource } from "./resource.ts";
import { literal } from "./resource.ts";
import type { Value } from "./value.ts";

const containerLists: ReadonlySet<unknown> = new Set(["containers", "initContainers", "ephemeralContainers"]);

/**
 * The owner of a value, as the start of a sentence: `Container "web" of Deployment "shop"`, or the resource
 * alone.
 */
export function subjectOf(resource: Resource, at: Value): string {
  const title = titleOf(resource);
  const { path } = at;
  const list = path.findIndex(
    (step, index) => containerLists.has(step) && typeof path[index + 1] === "number",
  );
  // The finding is about the name itself.
  if (list === -1 || path.length === list + 2 || path[list + 2] === "name") return title;
  let container: Value | undefined = at;
  while (container && container.path.length > list + 2) container = container.parent;
  const name = literal(container?.at("name"));
  return name === undefined ? title : `Container "${name}" of ${title}`;
}

/** A path without its start that `subjectOf` already tells: `securityContext.fsGroup` of a container. */
export function pathWithin(subject: string, path: string): string {
  return subject.startsWith("Container ")
    ? path.replace(/^.*?(?:containers|initContainers|ephemeralContainers)\[\d+\]\./, "")
    : path;
}
