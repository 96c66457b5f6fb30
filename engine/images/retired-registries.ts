import { imageText } from "./image-text.ts";
import type { ImageReference } from "./reference.ts";
import { RETIREMENTS, type RetirementRow } from "./retirements.ts";

/** What is known of a registry, or a part of it, whose time is over. */
export interface Retirement {
  /**
   * `shut`: pulls fail; `frozen`: what is there stays as it is; `moved`: another name took over, this one still answers;
   * `closing`: it works as ever until it is closed.
   */
  readonly state: "shut" | "frozen" | "moved" | "closing";
  /** The registry alone or a path below it. */
  readonly scope: "registry" | "path";
  /** The part that is retired, as people write it: `k8s.gcr.io`, `docker.io/bitnami`. */
  readonly covers: string;
  /** `2023-04-03`, or `2020-07` where the source names no day; undefined where it names nothing. */
  readonly since: string | undefined;
  /** A clause in the present perfect that fits behind `covers` and before "since …": `has received no new images`. */
  readonly fact: string;
  /** A sentence more for a hover. */
  readonly note: string | undefined;
  /** When what still answers is to go away, a phrase that fits behind "goes away"; undefined where no day was named. */
  readonly ends: string | undefined;
  /** URL of what says so. */
  readonly source: string;
  /** Undefined where there is none, or where only a person can choose. */
  readonly replacement: RegistryReplacement | undefined;
}

/** Where the same image lives on. */
export interface RegistryReplacement {
  readonly registry: string;
  readonly repository: string;
  /** Whether tag and digest mean the same bytes there, so that a fix may keep both. */
  readonly sameContent: boolean;
  /** Whether the tag is there too; if not, a person has to look which one is. */
  readonly sameTags: boolean;
  /** A key that must be `true` in the values of charts that are to take it from there, with dots. */
  readonly chartNeeds: string | undefined;
}

/** The retirement that covers an image; undefined for nearly all. Costs one comparison of hosts for each known one. */
export function retirementOf(reference: ImageReference): Retirement | undefined {
  const registry = reference.registry.toLowerCase();
  const row = RETIREMENTS.find((candidate) => covers(candidate, registry, reference));
  if (row === undefined) return undefined;
  return {
    state: row.state,
    scope: row.path === undefined ? "registry" : "path",
    covers: row.path === undefined ? reference.registry : `${reference.registry}/${row.path}`,
    since: row.since,
    fact: row.fact,
    note: row.note,
    ends: row.ends,
    source: row.source,
    replacement: row.to === undefined ? undefined : replacementOf(row, row.to, reference.repository),
  };
}

/**
 * The text to write instead of a retired image. The tag stays; the digest stays only where the content is the same.
 * Undefined without a replacement, and where the image is pinned by nothing but a digest that does not carry over.
 */
export function replacedImage(reference: ImageReference, retirement: Retirement): string | undefined {
  const { replacement } = retirement;
  if (replacement === undefined) return undefined;
  const { tag, digest } = reference;
  const isLost = digest !== undefined && !replacement.sameContent;
  if (isLost && tag === undefined) return undefined;
  const text = imageText({ ...replacement, tag, digest: isLost ? undefined : digest });
  return reference.registryIsExplicit ? text : text.replace(/^docker\.io\//, "");
}

function covers(row: RetirementRow, registry: string, reference: ImageReference): boolean {
  const isHost = row.registry.startsWith("*.")
    ? registry.endsWith(row.registry.slice(1))
    : registry === row.registry;
  if (!isHost) return false;
  const { repository } = reference;
  const isPath =
    row.path === undefined ||
    repository === row.path ||
    (!row.exact && repository.startsWith(`${row.path}/`));
  return isPath && (row.when?.(reference) ?? true);
}

/** @param to what stands for the covered registry and path: `registry.k8s.io`, `ghcr.io/tektoncd` */
function replacementOf(row: RetirementRow, to: string, repository: string): RegistryReplacement {
  const rest = row.path === undefined ? `/${repository}` : repository.slice(row.path.length);
  const [registry = "", ...path] = `${to}${rest}`.split("/");
  return {
    registry,
    repository: path.join("/"),
    sameContent: row.carriesOver === "content",
    sameTags: row.carriesOver !== undefined,
    chartNeeds: row.chartNeeds,
  };
}
