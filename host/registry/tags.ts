import type { Place } from "./authorizations.ts";
import type { RegistryCache } from "./cache.ts";
import { fieldsOf } from "./json.ts";
import { readTags } from "./manifest.ts";
import { type Refusal, unavailable } from "./refusal.ts";
import { type Landed, resolve } from "./requests.ts";
import type { Session } from "./session.ts";

export type TagsAnswer =
  | {
      readonly kind: "found";
      /** In the order of the registry, which is not reliable. */
      readonly tags: readonly string[];
      /** `false` if there are more tags than requested. */
      readonly complete: boolean;
    }
  /** The registry responded that the repository does not exist. */
  | { readonly kind: "missing" }
  | Refusal;

/** The maximum size of a page in bytes. */
const maxBody = 8 * 1024 * 1024;
const json = "application/json";
const maxPages = 10;
const maxTags = 10_000;
/** Milliseconds. Short, so that a tag that was just pushed shows up soon. */
const lifetime = 5 * 60_000;

/** The tags of a repository, page after page. Never rejects. */
export async function listTags(
  session: Session,
  cache: RegistryCache,
  place: Place,
  signal: AbortSignal,
): Promise<TagsAnswer> {
  const key = `tags ${place.registry}/${place.repository}`;
  const known = await cache.read(key, cachedTags);
  if (known && known.age < lifetime) return known.value;
  const answer = await readPages(session, place, signal);
  if (answer.kind === "found") await cache.write(key, answer);
  return answer;
}

async function readPages(session: Session, place: Place, signal: AbortSignal): Promise<TagsAnswer> {
  let tags: readonly string[] = [];
  let path = "tags/list?n=1000";
  for (let page = 0; page < maxPages && tags.length < maxTags; page++) {
    const reply = await session.ask(place, { method: "GET", path, accept: json, limit: maxBody, signal });
    const found = reply.kind === "reply" ? readPage(reply) : reply;
    // A partial list is better than an error.
    if ("kind" in found) return page === 0 ? found : { kind: "found", tags, complete: false };
    tags = tags.concat(found.slice(0, maxTags - tags.length));
    const link = reply.kind === "reply" ? reply.headers["link"] : undefined;
    if (link === undefined) return { kind: "found", tags, complete: tags.length < maxTags };
    const next = nextPage(String(link), place, path);
    if (next === undefined) break;
    path = next;
  }
  return { kind: "found", tags, complete: false };
}

/** The tags of one page, or the reason why there are none. */
function readPage({
  status,
  body,
}: Landed): readonly string[] | Exclude<TagsAnswer, { readonly kind: "found" }> {
  if (status === 404) return { kind: "missing" };
  const tags = status === 200 ? readTags(body.toString("utf8")) : undefined;
  const said = status === 200 ? "with something that is not a list of tags" : `with ${status}`;
  return tags ?? unavailable(`responded ${said} to a query for tags`);
}

/**
 * The path of the next page, if the `Link` header refers to one of the same repository:
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags.
 */
function nextPage(header: string, { registry, repository }: Place, current: string): string | undefined {
  const [, address] = /<([^<>]*)>[^<>,]*;\s*rel="?next\b/i.exec(header) ?? [];
  if (address === undefined) return undefined;
  const base = new URL(`https://${registry}/v2/${repository}/`);
  const url = resolve(address, new URL(current, base));
  if (!url || url.host !== base.host || url.pathname !== `${base.pathname}tags/list`) return undefined;
  const path = `tags/list${url.search}`;
  return path === current ? undefined : path;
}

function cachedTags(value: unknown): TagsAnswer | undefined {
  const { tags, complete } = fieldsOf(value);
  if (!Array.isArray(tags) || typeof complete !== "boolean") return undefined;
  return { kind: "found", tags: tags.map(String), complete };
}
