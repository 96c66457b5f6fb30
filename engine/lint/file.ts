import { type Dialect, dialectOf } from "../documents/dialect.ts";
import {
  type Document,
  dockerfileDocument,
  readData,
  readDocument,
  unreadDocuments,
} from "../documents/document.ts";
import { type DocumentSlice, splitStream } from "../documents/stream.ts";
import { kustomizationImages, valuesImages } from "../kubernetes/image-keys.ts";
import { dockerfileImages } from "../kubernetes/image-stages.ts";
import type { ImageSource } from "../kubernetes/image-use.ts";
import { imageSourceOf } from "../kubernetes/images.ts";
import { type Kustomization, kustomizationOf } from "../kubernetes/kustomization.ts";
import { type Resource, resourcesOf } from "../kubernetes/resource.ts";
import type { Suppression } from "../rule/suppression.ts";
import { dockerfileSuppressionsOf } from "./dockerfile-peers.ts";
import { type PeerSuppression, peerSuppressionsOf } from "./peers.ts";
import { suppressionsOf } from "./suppress.ts";

/** A parsed document; it survives edits of the documents around it. */
export interface Entry {
  readonly document: Document;
  readonly resources: readonly Resource[];
  /** The images in the document itself, if it is not a manifest. */
  readonly images: ImageSource | undefined;
  /** The kustomization in the document, if the file has the name of one. */
  readonly kustomization: Kustomization | undefined;
  readonly dialect: Dialect;
  readonly suppressions: readonly Suppression[];
  readonly peerSuppressions: readonly PeerSuppression[];
}

/** One file: its documents in order, each with its offset. */
export interface SourceFile {
  readonly uri: string;
  readonly text: string;
  readonly entries: readonly { readonly start: number; readonly entry: Entry }[];
  /** Contains Kubernetes objects and is not a template. */
  readonly kubernetes: boolean;
  /** Contains something to lint: objects, images or a kustomization. */
  readonly linted: boolean;
}

/** Parses a file; documents whose text has not changed since `before` are reused. */
export function readFile(uri: string, text: string, before?: SourceFile): SourceFile {
  const dialect = dialectOf(uri);
  // In a Dockerfile `---` is ordinary text.
  const slices = dialect === "dockerfile" ? [{ start: 0, text }] : splitStream(text);
  const reusable = reusableEntries(slices, before?.entries ?? []);
  const entries = slices.map((slice, at) => ({
    start: slice.start,
    entry:
      reusable[at] ?? readEntry(slices.length === 1 ? slice.text : detach(slice.text), dialect, slice.unread),
  }));
  const template = entries.some(({ entry }) => entry.document.template === "file");
  const kubernetes = !template && entries.some(({ entry }) => looksLikeObject(entry.document));
  return {
    uri,
    text,
    entries,
    kubernetes,
    linted:
      kubernetes ||
      entries.some(
        ({ entry: { images, kustomization } }) => kustomization || (images && namesImages(images)),
      ),
  };
}

/**
 * For every slice the earlier entry with the same text, if there is one. Equal documents never share an entry, because
 * each has its own findings.
 */
function reusableEntries(
  slices: readonly DocumentSlice[],
  before: SourceFile["entries"],
): readonly (Entry | undefined)[] {
  const shorter = Math.min(slices.length, before.length);
  // An edit leaves most documents before and after it unchanged, and comparing those is cheaper than hashing.
  const isSame = (at: number, from: number) => slices[at]!.text === before[from]!.entry.document.text;
  let front = 0;
  while (front < shorter && isSame(front, front)) front++;
  let back = 0;
  while (back < shorter - front && isSame(slices.length - 1 - back, before.length - 1 - back)) back++;
  const between = new Map<string, Entry>();
  for (const { entry } of before.slice(front, before.length - back)) between.set(entry.document.text, entry);
  return slices.map(({ text }, at) => {
    if (at < front) return before[at]!.entry;
    if (slices.length - back <= at) return before[at - slices.length + before.length]!.entry;
    const entry = between.get(text);
    between.delete(text);
    return entry;
  });
}

/** A copy of the text: a slice keeps the whole file's text alive, and entries outlive that. */
function detach(slice: string): string {
  return ` ${slice}`.slice(1);
}

function readEntry(text: string, dialect: Dialect, unread?: number): Entry {
  if (dialect === "dockerfile") {
    const document = dockerfileDocument(text);
    const images = dockerfileImages(document);
    const peerSuppressions = dockerfileSuppressionsOf(document);
    return {
      suppressions: suppressionsOf(document, []),
      peerSuppressions,
      document,
      resources: [],
      images,
      kustomization: undefined,
      dialect,
    };
  }
  const manifest = unread === undefined ? readDocument(text) : unreadDocuments(text, unread);
  // A file with the name of chart values can be a manifest.
  const isData = dialect !== "manifests" && manifest.objects.length === 0 && unread === undefined;
  const document = isData ? readData(text) : manifest;
  const resources = resourcesOf(document);
  const images = imagesOfDocument(document, dialect);
  const kustomization = dialect === "kustomization" ? kustomizationOf(document) : undefined;
  return { ...silencesOf(document, resources), document, resources, images, kustomization, dialect };
}

function silencesOf(
  document: Document,
  resources: readonly Resource[],
): Pick<Entry, "suppressions" | "peerSuppressions"> {
  return {
    suppressions: suppressionsOf(document, resources),
    peerSuppressions: peerSuppressionsOf(document, resources),
  };
}

/** Everything in a document that names images. */
export function sourcesOf({ images, resources }: Entry): readonly ImageSource[] {
  const resourceSources = resources.map(imageSourceOf).filter(namesImages);
  return images && namesImages(images) ? [images, ...resourceSources] : resourceSources;
}

function imagesOfDocument(document: Document, dialect: Dialect): ImageSource | undefined {
  if (dialect === "kustomization") return kustomizationImages(document);
  return dialect === "values" && document.objects.length === 0 ? valuesImages(document) : undefined;
}

/** Whether a source contains anything that rules on images check. */
export function namesImages({ images, prefixed, strings, broken }: ImageSource): boolean {
  return 0 < images.length + prefixed.length + strings.length + broken.length;
}

/** A readable object, or broken text that looks like one. */
function looksLikeObject(document: Document): boolean {
  if (document.objects.length > 0) return true;
  return (
    document.problems.length > 0 &&
    /(?:^|[{,])[ \t]*["']?kind["']?[ ]*:/m.test(document.text) &&
    /(?:^|[{,])[ \t]*["']?apiVersion["']?[ ]*:/m.test(document.text)
  );
}
