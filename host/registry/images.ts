import { createHash } from "node:crypto";
import type { ImageQuestion, RegistryAnswer } from "../../engine/index.ts";
import type { Place } from "./authorizations.ts";
import type { RegistryCache } from "./cache.ts";
import { fieldsOf, parseJson } from "./json.ts";
import { type IndexEntry, isDigest, manifestTypes, readConfig, readManifest, whatElse } from "./manifest.ts";
import { type Refusal, unavailable } from "./refusal.ts";
import type { Landed } from "./requests.ts";
import type { Session } from "./session.ts";
import { cachedDigest, cachedSummary, type Summary } from "./summary.ts";

/** Bytes. */
const maxManifest = 4 * 1024 * 1024;
const maxConfig = 8 * 1024 * 1024;
/** The number of images of an index to inspect if the index does not give their platforms. */
const maxImages = 12;
/**
 * The platforms to inspect for sizes and users. Each is a pull that registries count, and Docker Hub gives
 * anonymous users a hundred in six hours: https://docs.docker.com/docker-hub/usage/pulls/.
 */
const usualPlatforms = ["linux/amd64", "linux/arm64"];
/** Milliseconds, because a tag can be moved or created. */
const tagLifetime = 60 * 60_000;
const missingLifetime = 5 * 60_000;

interface Found {
  readonly kind: "found";
  readonly digest: string;
  readonly summary: Summary;
}

type Missing = { readonly kind: "missing" };

/** Gets information about images, from the cache or the registry. */
export class Images {
  readonly #session: Session;
  readonly #cache: RegistryCache;

  constructor(session: Session, cache: RegistryCache) {
    this.#session = session;
    this.#cache = cache;
  }

  /**
   * Never rejects. The list of platforms is empty if nothing is known about them.
   *
   * @param platforms whether to also inspect the images for the usual platforms, for their sizes and users
   */
  async answer(
    { tag, digest, ...place }: ImageQuestion,
    platforms: boolean,
    signal: AbortSignal,
  ): Promise<Exclude<RegistryAnswer, { readonly kind: "missing" }> | Missing> {
    const found =
      digest === undefined
        ? await this.#byTag(place, tag ?? "latest", signal)
        : await this.#byDigest(place, digest, signal);
    if (found.kind !== "found") return found;
    const { summary } = found;
    if (summary.kind === "image")
      return { kind: "found", digest: found.digest, platforms: summary.platform ? [summary.platform] : [] };
    const usual = new Set(platforms ? usualOf(summary.images) : []);
    const listed = summary.images.map(async (image, index) => {
      const looksInto = usual.has(image) || (index < maxImages && !image.platform);
      const inner = looksInto ? await this.#byDigest(place, image.digest, signal) : undefined;
      const whole =
        inner?.kind === "found" && inner.summary.kind === "image" ? inner.summary.platform : undefined;
      if (!image.platform) return whole;
      return { ...image.platform, size: whole?.size, user: whole?.user };
    });
    const known = (await Promise.all(listed)).filter((platform) => platform !== undefined);
    return { kind: "found", digest: found.digest, platforms: known };
  }

  async #byTag(place: Place, tag: string, signal: AbortSignal): Promise<Found | Missing | Refusal> {
    const key = `tag ${place.registry}/${place.repository}:${tag}`;
    const known = await this.#cache.read(key, cachedDigest);
    if (known?.value === null && known.age < missingLifetime) return { kind: "missing" };
    if (typeof known?.value === "string") {
      // A HEAD request does not count as a pull, and usually the tag has not moved: https://docs.docker.com/docker-hub/usage/pulls/.
      const digest = known.age < tagLifetime ? known.value : await this.#digestNow(place, tag, signal);
      const cached = digest === undefined ? undefined : await this.#cached(place, digest);
      if (digest !== undefined && cached) {
        if (tagLifetime <= known.age) await this.#cache.write(key, digest);
        return { kind: "found", digest, summary: cached };
      }
    }
    const found = await this.#fetch(place, tag, signal);
    if (found.kind === "found") await this.#cache.write(key, found.digest);
    if (found.kind === "missing") await this.#cache.write(key, null);
    return found;
  }

  async #byDigest(place: Place, digest: string, signal: AbortSignal): Promise<Found | Missing | Refusal> {
    const summary = await this.#cached(place, digest);
    return summary ? { kind: "found", digest, summary } : this.#fetch(place, digest, signal);
  }

  async #cached(place: Place, digest: string): Promise<Summary | undefined> {
    return (await this.#cache.read(manifestKey(place, digest), cachedSummary))?.value;
  }

  /** `undefined` if the registry does not return it. Then the manifest itself is requested. */
  async #digestNow(place: Place, tag: string, signal: AbortSignal): Promise<string | undefined> {
    const reply = await this.#manifest(place, "HEAD", tag, signal);
    if (reply.kind !== "reply" || reply.status !== 200) return undefined;
    const digest = reply.headers["docker-content-digest"];
    return isDigest(digest) ? digest : undefined;
  }

  #manifest(
    place: Place,
    method: "GET" | "HEAD",
    reference: string,
    signal: AbortSignal,
  ): Promise<Landed | Refusal> {
    const path = `manifests/${reference}`;
    return this.#session.ask(place, { method, path, accept: manifestTypes, limit: maxManifest, signal });
  }

  /** @param reference a tag or a digest */
  async #fetch(place: Place, reference: string, signal: AbortSignal): Promise<Found | Missing | Refusal> {
    const reply = await this.#manifest(place, "GET", reference, signal);
    if (reply.kind !== "reply") return reply;
    if (reply.status !== 200) return refusalOf(reply);
    const said = reply.headers["docker-content-digest"];
    const named = isDigest(reference) ? reference : isDigest(said) ? said : undefined;
    const digest = digestOf(reply.body, named);
    const text = reply.body.toString("utf8");
    const manifest = readManifest(text);
    if (!manifest) return unavailable(whatElse(text));
    if (named !== undefined && digest !== named) return unavailable("sent an image with the wrong digest");
    const summary =
      manifest.kind === "index"
        ? manifest
        : await this.#configured(place, manifest.config, manifest.size, signal);
    // A partial summary is good enough for this answer, but not for the cache.
    if (!summary) return { kind: "found", digest, summary: { kind: "image", platform: undefined } };
    await this.#cache.write(manifestKey(place, digest), summary);
    return { kind: "found", digest, summary };
  }

  /** `undefined` if the configuration could not be read. */
  async #configured(
    place: Place,
    config: string,
    size: number,
    signal: AbortSignal,
  ): Promise<Summary | undefined> {
    const path = `blobs/${config}`;
    const question = { method: "GET", path, accept: "*/*", limit: maxConfig, signal } as const;
    const reply = await this.#session.ask(place, question);
    if (reply.kind !== "reply" || reply.status !== 200) return undefined;
    if (digestOf(reply.body, config) !== config) return undefined;
    return { kind: "image", platform: readConfig(reply.body.toString("utf8"), size) };
  }
}

function manifestKey({ registry, repository }: Place, digest: string): string {
  return `manifest ${registry}/${repository}@${digest}`;
}

/** Uses the algorithm of another digest, or SHA-256 if there is none. */
function digestOf(body: Buffer, like: string | undefined): string {
  const algorithm = like?.startsWith("sha512:") ? "sha512" : "sha256";
  return `${algorithm}:${createHash(algorithm).update(body).digest("hex")}`;
}

/** A 404 counts as "no such image" only if the response looks like that of a registry. */
function refusalOf({ status, body }: Landed): Missing | Refusal {
  if (status !== 404) return unavailable(`responded with ${status}`);
  const { errors } = fieldsOf(parseJson(body.toString("utf8")));
  return Array.isArray(errors)
    ? { kind: "missing" }
    : unavailable("responded with 404, but not like a registry");
}

/** The images of an index for the usual platforms, or the first one if there are none. */
function usualOf<Image extends { readonly platform: IndexEntry["platform"] }>(
  images: readonly Image[],
): readonly Image[] {
  const found = usualPlatforms.flatMap(
    (wanted) =>
      images.find(({ platform }) => platform && `${platform.os}/${platform.architecture}` === wanted) ?? [],
  );
  return found.length > 0 ? found : images.slice(0, 1);
}
