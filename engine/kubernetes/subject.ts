import { titleOf } from "./pods.ts";
import type { Resource } from "./resource.ts";
import { literal } from "./resource.ts";
import { type PathStep, pathText, type Value } from "./value.ts";

const containerLists: ReadonlySet<unknown> = new Set(["containers", "initContainers", "ephemeralContainers"]);

/**
 * The owner of a value, as the start of a sentence: `Container "web" of Deployment "shop"`, or the resource
 * alone.
 */
export function subjectOf(resource: Resource, at: Value): string {
  const title = titleOf(resource);
  const container = containerAround(at);
  return container ? `Container "${container.name}" of ${title}` : title;
}

/**
 * The field below what `subjectOf` names: `securityContext.procMount` of a container, `spec.rules[0].host` of a resource.
 */
export function fieldOf(resource: Resource, at: Value): string {
  return pathText(at.path.slice(containerAround(at)?.depth ?? resource.root.path.length));
}

/** The container that a value is in, if it has a name, and the length of its path. */
function containerAround(at: Value): { readonly name: string; readonly depth: number } | undefined {
  const { path } = at;
  const list = containerListIn(path);
  const depth = list + 2;
  // The finding is about the container or its name itself.
  if (list === -1 || path.length === depth || path[depth] === "name") return undefined;
  const name = containerName(at, list);
  return name === undefined ? undefined : { name, depth };
}

/**
 * A mapping, or one that is missing below it, as users call it: `spec.template.spec`, `container "web"`,
 * `securityContext of container "web"`.
 */
export function placeText(resource: Resource, owner: Value, missing: readonly string[]): string {
  const path = [...owner.path, ...missing];
  const list = containerListIn(path);
  const name = list === -1 ? undefined : containerName(owner, list);
  if (name === undefined) return pathText(path.slice(resource.root.path.length)) || "the top level";
  const field = pathText(path.slice(list + 2));
  return `${field === "" ? "" : `${field} of `}container "${name}"`;
}

/** @param list the position of the containers in the path of a value */
function containerName(value: Value, list: number): string | undefined {
  let container: Value | undefined = value;
  while (container && container.path.length > list + 2) container = container.parent;
  return literal(container?.at("name"));
}

function containerListIn(path: readonly PathStep[]): number {
  return path.findIndex((step, index) => containerLists.has(step) && typeof path[index + 1] === "number");
}
