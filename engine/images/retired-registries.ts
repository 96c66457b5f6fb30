import { imageText } from "./image-text.ts";
import type { ImageReference } from "./reference.ts";
import { RETIREMENTS, type RetirementRow } from "./retirements.ts";

/** A registry, or a part of it, that is closed, is frozen, has moved, or is going to close. */
export interface Retirement {
  /**
   * `shut`: pulls fail; `frozen`: its images no longer change; `moved`: a different name replaces this one, which still
   * works; `closing`: it works normally until it closes.
   */
  readonly state: "shut" | "frozen" | "moved" | "closing";
  /** The registry alone or a path below it. */
  readonly scope: "registry" | "path";
  /** The part that is retired, as users write it: `k8s.gcr.io`, `docker.io/bitnami`. */
  readonly covers: string;
  /** `2023-04-03`, or `2020-07` if the source names no day; undefined if it names no date. */
  readonly since: string | undefined;
  /** A clause in the present perfect that fits after `covers` and before "since …": `has received no new images`. */
  readonly fact: string;
  /** An additional sentence for hovers. */
  readonly note: string | undefined;
  /** When the registry closes, as a phrase that fits after "closes"; undefined if no date was announced. */
  readonly ends: string | undefined;
  /** URL of the announcement. */
  readonly source: string;
  /** Undefined if there is none, or if only the user can choose. */
  readonly replacement: RegistryReplacement | undefined;
}

/** Where the same image is available. */
export interface RegistryReplacement {
  readonly registry: string;
  readonly repository: string;
  /** Whether tag and digest identify the same content there, so that a fix can keep both. */
  readonly sameContent: boolean;
  /** Whether the tag exists there too; if not, the user must choose one. */
  readonly sameTags: boolean;
  /** A key, with dots, that must be `true` in the values of charts that pull the image from there. */
  readonly chartNeeds: string | undefined;
}

/** The retirement that covers an image; undefined for nearly all images. Compares the host once per row. */
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
 * The replacement of a retired image. It keeps the tag, and keeps the digest only if the content is the same.
 * Undefined without a replacement, and if the image is pinned only by a digest that does not carry over.
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

/** @param to replaces the covered registry and path: `registry.k8s.io`, `ghcr.io/tektoncd` */
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
