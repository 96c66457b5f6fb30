import { mirrored } from "../images/registry-policy.ts";
import type { RegistrySettings } from "../settings/settings.ts";
import type { Completion } from "./completion.ts";
import { isAllowed, isDenied, placesOf } from "./image-places.ts";
import { usedHere } from "./image-tags.ts";
import type { KnownImage } from "./known-images.ts";
import { officialNames } from "./official-names.ts";
import { inOrder, type Ranked, ranks } from "./ranked.ts";

/**
 * Completions for the name of an image: names in the workspace, registries and repositories in use, and Docker's official
 * images. Leaves out what `registries.denied` covers, and puts what `registries.allowed` does not cover last.
 *
 * @param typed the typed part of the name
 * @param registry the host, if it has its own key; `undefined` if the name starts with it
 */
export function nameCompletions(
  known: readonly KnownImage[],
  typed: string,
  registry: string | undefined,
  settings: RegistrySettings,
): readonly Completion[] {
  const used = usedNames(known, registry, settings);
  const taken = new Set(used.map(({ item }) => item.text));
  const official = officialOnes(typed, registry, settings).filter(({ item }) => !taken.has(item.text));
  const places = registry === undefined ? placesOf(known, settings) : [];
  return inOrder([...used, ...places, ...official]);
}

/** The image names in the manifests of the workspace, by which a kustomization refers to them. */
export function targetCompletions(known: readonly KnownImage[]): readonly Completion[] {
  return known.map((image) => usedName(image, image.name));
}

function usedNames(
  known: readonly KnownImage[],
  registry: string | undefined,
  settings: RegistrySettings,
): readonly Ranked[] {
  return known
    .filter(({ reference }) => registry === undefined || reference.registry === registry)
    .filter(({ reference }) => !isDenied(reference, settings))
    .map((image) => {
      const { name, reference } = image;
      const short = reference.ranges.repository;
      return {
        rank: isAllowed(reference, settings) ? ranks.used : ranks.usedNotAllowed,
        item: usedName(image, registry === undefined ? name : name.slice(short.start, short.end)),
      };
    });
}

function usedName({ count }: KnownImage, name: string): Completion {
  return {
    label: name,
    kind: "image",
    detail: undefined,
    mark: usedHere(count),
    text: name,
    filter: name,
    ended: false,
  };
}

/** Valid prefixes of an official image on Docker Hub. */
const hubPrefix = /^(?:(?:index\.)?docker\.io\/)?(?:library\/)?/;

function officialOnes(
  typed: string,
  registry: string | undefined,
  settings: RegistrySettings,
): readonly Ranked[] {
  const [prefix = ""] = hubPrefix.exec(typed) ?? [];
  const isHub = registry === undefined || registry === "docker.io";
  const isOnHub = isHub && !typed.slice(prefix.length).includes("/");
  return officialNames().flatMap(({ name, reference, ended }): readonly Ranked[] => {
    // If the user has a mirror of Docker Hub, use it.
    const mirror = mirrored(reference, settings.mirrors);
    const onHub = isOnHub ? prefix + name : undefined;
    const text = mirror === undefined ? onHub : hostless(mirror, registry);
    if (text === undefined || isDenied(reference, settings)) return [];
    const isUsable = mirror !== undefined || isAllowed(reference, settings);
    return [
      {
        rank: officialRank(ended, isUsable),
        item: {
          label: name,
          kind: "image",
          detail: ended ? "official image, no longer supported" : "official image",
          mark: mirror?.slice(0, mirror.indexOf("/")),
          text,
          // The name of a mirror is long, and users do not start by typing it.
          filter: typed.includes("/") ? text : name,
          ended,
        },
      },
    ];
  });
}

function officialRank(ended: boolean, isUsable: boolean): number {
  if (ended) return ranks.ended;
  return isUsable ? ranks.official : ranks.officialNotAllowed;
}

/** A name without the host that is already typed; `undefined` if the name has another host. */
function hostless(name: string, registry: string | undefined): string | undefined {
  if (registry === undefined) return name;
  return name.startsWith(`${registry}/`) ? name.slice(registry.length + 1) : undefined;
}
