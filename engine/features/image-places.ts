import type { ImageReference } from "../images/reference.ts";
import { registryEntryFor } from "../images/registry-policy.ts";
import type { RegistrySettings } from "../settings/settings.ts";
import type { Completion } from "./completion.ts";
import type { KnownImage } from "./known-images.ts";
import { inOrder, type Ranked, ranks } from "./ranked.ts";

/** The registry hosts in use. */
export function registryCompletions(
  known: readonly KnownImage[],
  settings: RegistrySettings,
): readonly Completion[] {
  const hosts = new Map<string, Completion>();
  for (const item of inOrder(placesOf(known, settings))) {
    const [host = ""] = item.text.split("/");
    if (!hosts.has(host)) hosts.set(host, { ...item, label: host, text: host, filter: host });
  }
  return [...hosts.values()];
}

/** Prefixes of image names, up to the last slash: allowed registries, mirrors, and registries in use. */
export function placesOf(known: readonly KnownImage[], settings: RegistrySettings): readonly Ranked[] {
  const places = new Map<string, Ranked>();
  const add = (place: string, rank: number, detail: string) => {
    const text = `${place}/`;
    if (places.has(text)) return;
    places.set(text, {
      rank,
      item: { label: text, kind: "registry", detail, mark: undefined, text, filter: text, ended: false },
    });
  };
  for (const mirror of Object.values(settings.mirrors))
    add(withoutEnd(mirror), ranks.allowedRegistry, "mirror");
  for (const entry of settings.allowed) {
    const place = withoutEnd(entry);
    if (!place.includes("*")) add(place, ranks.allowedRegistry, "allowed registry");
  }
  for (const { name, reference } of known) {
    if (!reference.registryIsExplicit || isDenied(reference, settings) || !isAllowed(reference, settings))
      continue;
    add(name.slice(0, name.lastIndexOf("/")), ranks.usedRegistry, "used here");
  }
  return [...places.values()];
}

/** `ghcr.io/acme` of `ghcr.io/acme/*`. */
function withoutEnd(pattern: string): string {
  return pattern.replace(/(?:\/\**)+$/, "");
}

/** Whether `registries.allowed` covers an image. An empty list covers all. */
export function isAllowed(reference: ImageReference, { allowed }: RegistrySettings): boolean {
  return allowed.length === 0 || registryEntryFor(reference, allowed) !== undefined;
}

/** Whether `registries.denied` covers an image. */
export function isDenied(reference: ImageReference, { denied }: RegistrySettings): boolean {
  return registryEntryFor(reference, denied) !== undefined;
}
