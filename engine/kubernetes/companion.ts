import type { PlainValue } from "../yaml/edit/change.ts";
import { renderBlock } from "../yaml/edit/render.ts";
import { recommendedPrefix } from "./recommended-labels.ts";
import { literal, type Resource } from "./resource.ts";

/** An object that goes with another one. */
export interface Companion {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** What stands below the metadata. */
  readonly body: { readonly [key: string]: PlainValue };
}

/** The text of a companion: in the namespace of its resource, and with the labels that say what it belongs to. */
export function companionText(resource: Resource, { apiVersion, kind, name, body }: Companion): string {
  const { namespace, root } = resource;
  const labels = (root.at("metadata", "labels")?.entries() ?? []).flatMap((entry) => {
    const value = entry.name.startsWith(recommendedPrefix) ? literal(entry.value) : undefined;
    return value === undefined ? [] : [[entry.name, value] as const];
  });
  const metadata = {
    name,
    ...(namespace !== undefined && { namespace }),
    ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
  };
  return renderBlock({ apiVersion, kind, metadata, ...body }, "", {
    step: 2,
    listIndent: 2,
    lineBreak: "\n",
  });
}
