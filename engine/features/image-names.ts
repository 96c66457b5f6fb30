import type { RegistrySettings } from "../config/settings.ts";
import { mirrored } from "../images/registry-policy.ts";
import type { Completion } from "./completion.ts";
import { isAllowed, isDenied, placesOf } from "./image-places.ts";
import { usedHere } from "./image-tags.ts";
import type { KnownImage } from "./known-images.ts";
import { officialNames } from "./official-names.ts";
import { inOrder, type Ranked, ranks } from "./ranked.ts";

/**
 * The names that an image may have: those that the workspace uses, the places that images come from, and Docker's
 * official images. What `registries.denied` covers is left out, what `registries.allowed` does not cover comes later.
 *
 * @param typed the name as far as it is typed
 * @param registry the host that stands under a key of its own; undefined where the name begins with it
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

/** The names by which the workspace's manifests call their images: a kustomization finds them by these. */
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

/** What may stand in front of an official image's own name on Docker Hub. */
const hubPrefix = /^(?:(?:index\.)?docker\.io\/)?(?:library\/)?/;

function officialOnes(
  typed: string,
  registry: string | undefined,
  settings: RegistrySettings,
): readonly Ranked[] {
  const [prefix = ""] = hubPrefix.exec(typed) ?? [];
  const isElsewhere = typed.slice(prefix.length).includes("/");
  return officialNames().flatMap(({ name, reference, ended }): readonly Ranked[] => {
    // Where the user has a mirror of Docker Hub, that is where its images come from.
    const mirror = mirrored(reference, settings.mirrors);
    const place =
      mirror === undefined ? undefined : registry === undefined ? mirror : hostless(mirror, registry);
    const onHub = registry === undefined || registry === "docker.io";
    const text = place ?? (onHub && !isElsewhere && mirror === undefined ? prefix + name : undefined);
    if (text === undefined || isDenied(reference, settings)) return [];
    const allowed = mirror !== undefined || isAllowed(reference, settings);
    return [
      {
        rank: ended ? ranks.ended : allowed ? ranks.official : ranks.officialNotAllowed,
        item: {
          label: name,
          kind: "image",
          detail: ended ? "official image, no longer supported" : "official image",
          mark: mirror === undefined ? undefined : mirror.slice(0, mirror.indexOf("/")),
          text,
          // A mirror's name is long, and nobody begins with it.
          filter: typed.includes("/") ? text : name,
          ended,
        },
      },
    ];
  });
}

/** A name without its host, if that is the one. */
function hostless(name: string, registry: string): string | undefined {
  return name.startsWith(`${registry}/`) ? name.slice(registry.length + 1) : undefined;
}
