import type { ActiveRule } from "./config/config.ts";
import type { Judgment, Plan } from "./config/plan.ts";
import { type Dialect, dialectOf } from "./documents/dialect.ts";
import {
  type Document,
  dockerfileDocument,
  readData,
  readDocument,
  unreadDocuments,
} from "./documents/document.ts";
import { type DocumentSlice, splitStream } from "./documents/stream.ts";
import { kustomizationImages, valuesImages } from "./kubernetes/image-keys.ts";
import { dockerfileImages } from "./kubernetes/image-stages.ts";
import type { ImageSource } from "./kubernetes/image-use.ts";
import { imageSourceOf } from "./kubernetes/images.ts";
import { type Resource, resourcesOf } from "./kubernetes/resource.ts";
import { dockerfileSuppressionsOf } from "./lint/dockerfile-peers.ts";
import { type Enforced, runEnforced, withEnforced } from "./lint/enforced.ts";
import { type PeerSuppression, peerSuppressionsOf } from "./lint/peers.ts";
import { type DocumentRun, type RuleHit, runRule } from "./lint/run.ts";
import { type Suppression, suppressionsOf } from "./lint/suppress.ts";
import { factsOf, type ResourceFacts } from "./workspace/facts.ts";
import type { WorkspaceIndex, WorkspaceView } from "./workspace/index.ts";

/** One document with what was found out about it; it outlives edits of the documents around it. */
export interface Entry {
  readonly document: Document;
  readonly resources: readonly Resource[];
  /** The images in the document itself, if it is not a manifest. */
  readonly images: ImageSource | undefined;
  readonly dialect: Dialect;
  readonly suppressions: readonly Suppression[];
  readonly peerSuppressions: readonly PeerSuppression[];
  /** The facts of its resources, for the file and the place in it that they were read at. */
  facts?: { readonly uri: string; readonly at: number; readonly resources: readonly ResourceFacts[] };
  /** Hits of the rules that look at nothing else, for the plan they were made with. */
  local?: { readonly plan: Plan; readonly hits: readonly RuleHit[] };
  /** The hits that Kustomize's builds have as well, and what that was worked out from. */
  built?: { readonly from: readonly unknown[]; readonly hits: readonly RuleHit[] };
  /** Hits of the rules that asked the workspace. */
  asked?: Asked & Pick<DocumentRun, "document"> & { readonly enforced?: Enforced };
  /** Those of rules on images: these ask who builds and replaces them, which changes less often than anything else. */
  askedOfImages?: Asked;
}

/** What rules found that asked the workspace, and the versions of the topics that they asked about. */
interface Asked {
  readonly plan: Plan;
  readonly topics: ReadonlyMap<string, number>;
  /** How often anything had changed when the versions were last found to be the same. */
  changes: number;
  readonly hits: readonly RuleHit[];
}

/** One file: its documents in order, each with its offset. */
export interface SourceFile {
  readonly uri: string;
  readonly text: string;
  readonly entries: readonly { readonly start: number; readonly entry: Entry }[];
  /** Holds Kubernetes objects and is no template. */
  readonly kubernetes: boolean;
  /** There is something to lint: objects, or images. */
  readonly linted: boolean;
}

/** Reads a file; documents whose text has not changed since `before` are reused. */
export function readFile(uri: string, text: string, before?: SourceFile): SourceFile {
  const dialect = dialectOf(uri);
  // In a Dockerfile `---` is text like any other.
  const slices = dialect === "dockerfile" ? [{ start: 0, text }] : splitStream(text);
  const known = takenOver(slices, before?.entries ?? []);
  const entries = slices.map((slice, at) => ({
    start: slice.start,
    entry:
      known[at] ?? readEntry(slices.length === 1 ? slice.text : detached(slice.text), dialect, slice.unread),
  }));
  const template = entries.some(({ entry }) => entry.document.template === "file");
  const kubernetes = !template && entries.some(({ entry }) => looksLikeObject(entry.document));
  return {
    uri,
    text,
    entries,
    kubernetes,
    linted: kubernetes || entries.some(({ entry }) => entry.images && namesImages(entry.images)),
  };
}

/** For every slice the entry of the same text, if there was one. Equal documents never share one: each has findings of its own. */
function takenOver(
  slices: readonly DocumentSlice[],
  before: SourceFile["entries"],
): readonly (Entry | undefined)[] {
  const shorter = Math.min(slices.length, before.length);
  // An edit leaves most documents as they are, before and behind it: comparing costs less there than hashing.
  const same = (at: number, from: number) => slices[at]!.text === before[from]!.entry.document.text;
  let front = 0;
  while (front < shorter && same(front, front)) front++;
  let back = 0;
  while (back < shorter - front && same(slices.length - 1 - back, before.length - 1 - back)) back++;
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

/** The same text in memory of its own: a slice keeps the whole text alive that it was cut from, and entries outlive it. */
function detached(slice: string): string {
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
      dialect,
    };
  }
  const manifest = unread === undefined ? readDocument(text) : unreadDocuments(text, unread);
  // A file with the name of chart values can be a manifest.
  const isData = dialect !== "manifests" && manifest.objects.length === 0 && unread === undefined;
  const document = isData ? readData(text) : manifest;
  const resources = resourcesOf(document);
  const images = imagesOfDocument(document, dialect);
  return { ...silencesOf(document, resources), document, resources, images, dialect };
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
  const own = resources.map(imageSourceOf).filter(namesImages);
  return images && namesImages(images) ? [images, ...own] : own;
}

function imagesOfDocument(document: Document, dialect: Dialect): ImageSource | undefined {
  if (dialect === "kustomization") return kustomizationImages(document);
  return dialect === "values" && document.objects.length === 0 ? valuesImages(document) : undefined;
}

function namesImages({ images, prefixed, strings, broken }: ImageSource): boolean {
  return 0 < images.length + prefixed.length + strings.length + broken.length;
}

/** A readable object, or broken text that was to become one. */
function looksLikeObject(document: Document): boolean {
  if (document.objects.length > 0) return true;
  return (
    document.problems.length > 0 &&
    /(?:^|[{,])[ \t]*["']?kind["']?[ ]*:/m.test(document.text) &&
    /(?:^|[{,])[ \t]*["']?apiVersion["']?[ ]*:/m.test(document.text)
  );
}

/** The facts of all resources of a file. */
export function fileFacts(file: SourceFile): readonly ResourceFacts[] {
  return file.entries.flatMap(({ entry }, at) => {
    if (entry.facts?.uri !== file.uri || entry.facts.at !== at) {
      entry.facts = {
        uri: file.uri,
        at,
        resources: entry.resources.map((resource) => factsOf(resource, file.uri, at)),
      };
    }
    return entry.facts.resources;
  });
}

/** Where a document stands. */
type Position = Pick<DocumentRun, "uri" | "document">;

/** All hits in one document, from its caches where nothing that they depend on has changed. */
export function entryHits(entry: Entry, plan: Plan, index: WorkspaceIndex, at: Position): readonly RuleHit[] {
  if (entry.local?.plan !== plan) {
    entry.local = { plan, hits: runAll(entry, plan, "local", { workspace: silentView(index), ...at }) };
  }
  if (!isFresh(entry.askedOfImages, plan, index)) {
    const { view, ...asked } = asking(plan, index, at.uri);
    entry.askedOfImages = {
      ...asked,
      hits: runAll(entry, plan, "askingOfImages", { workspace: view, ...at }),
    };
  }
  if (entry.asked?.document !== at.document || !isFresh(entry.asked, plan, index)) {
    const { view, ...asked } = asking(plan, index, at.uri);
    const around = { workspace: view, ...at };
    const hits = runAll(entry, plan, "asking", around);
    // A namespace says what it enforces wherever its file is.
    notings.get(index)!.byFolder = false;
    const enforced = runPlanned(entry.resources, plan, around);
    entry.asked = { ...asked, document: at.document, hits, ...(enforced && { enforced }) };
  }
  return hitsOf(entry);
}

/** A view for a file, and the topics of all that it is asked until the next one is wanted. */
function asking(plan: Plan, index: WorkspaceIndex, uri: string) {
  let noting = notings.get(index);
  if (!noting) {
    const made: Noting = {
      topics: new Map(),
      uri,
      byFolder: plan.byFolder,
      view: index.view(
        (topic) => made.topics.set(topic, index.version(topic)),
        () => made.uri,
        () => made.byFolder,
      ),
    };
    noting = made;
    notings.set(index, noting);
  }
  noting.topics = new Map();
  noting.uri = uri;
  noting.byFolder = plan.byFolder;
  return { view: noting.view, plan, topics: noting.topics, changes: index.changes };
}

interface Noting {
  readonly view: WorkspaceView;
  topics: Map<string, number>;
  uri: string;
  byFolder: boolean;
}

/** One for an index: making a view for every document costs more than most of the rules that ask it. */
const notings = new WeakMap<WorkspaceIndex, Noting>();

/** The hits that `entryHits` found last. */
export function hitsOf({ local, asked, askedOfImages }: Entry): readonly RuleHit[] {
  const hits = [...(local?.hits ?? []), ...(askedOfImages?.hits ?? []), ...(asked?.hits ?? [])];
  return asked?.enforced ? withEnforced(hits, asked.enforced) : hits;
}

/** What the namespaces of resources say, where the plan lets them. */
function runPlanned(
  resources: readonly Resource[],
  { common, of }: Plan,
  around: Omit<DocumentRun, "settings">,
): Enforced | undefined {
  if (!of && !common.enforcement) return undefined;
  const judgmentOf = of ?? (() => common);
  return runEnforced(
    resources,
    (resource, workspace) => judgmentOf(resource).enforcement?.(resource, workspace),
    { ...around, settings: common.settings },
  );
}

const silent = new WeakMap<WorkspaceIndex, WorkspaceView>();

/** The view for rules that look at nothing but the document: every question is a fault of the rule. */
function silentView(index: WorkspaceIndex): WorkspaceView {
  let view = silent.get(index);
  if (!view) {
    view = index.view(() => {
      throw new Error("a rule asked the workspace without saying asksWorkspace");
    });
    silent.set(index, view);
  }
  return view;
}

/** Whether what was found still holds; remembered until anything changes again. */
function isFresh(asked: Asked | undefined, plan: Plan, index: WorkspaceIndex): boolean {
  if (asked?.plan !== plan) return false;
  if (asked.changes === index.changes) return true;
  for (const [topic, version] of asked.topics) if (index.version(topic) !== version) return false;
  asked.changes = index.changes;
  return true;
}

interface Parts {
  readonly local: Judgment;
  readonly askingOfImages: Judgment;
  readonly asking: Judgment;
}

const parts = new WeakMap<Judgment, Parts>();

/** The rules that look at nothing but the document, and those that ask the workspace. Answers once for all documents. */
function parted(judgment: Judgment): Parts {
  let known = parts.get(judgment);
  if (!known) {
    const of = (part: keyof Parts) => ({
      ...judgment,
      rules: judgment.rules.filter(({ rule }) => partOf(rule) === part),
    });
    known = { local: of("local"), askingOfImages: of("askingOfImages"), asking: of("asking") };
    parts.set(judgment, known);
  }
  return known;
}

function partOf({ asksWorkspace, on }: ActiveRule["rule"]): keyof Parts {
  if (!asksWorkspace) return "local";
  return on.of === "images" ? "askingOfImages" : "asking";
}

function runAll(
  entry: Entry,
  plan: Plan,
  part: keyof Parts,
  around: Omit<DocumentRun, "settings">,
): readonly RuleHit[] {
  const hits: RuleHit[] = [];
  // A spread argument for each of 100,000 hits would not fit on the stack.
  const add = (some: readonly RuleHit[]) => {
    for (const hit of some) hits.push(hit);
  };
  const common = parted(plan.common)[part];
  const run = { ...around, settings: common.settings };
  for (const active of common.rules) {
    const { of } = active.rule.on;
    // A chart's values are YAML for Helm, which says itself what it cannot read.
    if (of === "document" && entry.dialect !== "values" && entry.dialect !== "dockerfile")
      add(runRule(active, entry.document, undefined, run));
    if (of === "images" && entry.images && namesImages(entry.images))
      add(runRule(active, entry.images, undefined, run));
  }
  for (const resource of entry.resources) {
    const own = plan.of ? parted(plan.of(resource))[part] : common;
    const context = plan.of ? { ...around, settings: own.settings } : run;
    const source = imageSourceOf(resource);
    const hasImages = namesImages(source);
    for (const active of own.rules) {
      const { of } = active.rule.on;
      if (of === "resource") add(runRule(active, resource, resource, context));
      if (of === "images" && hasImages) add(runRule(active, source, resource, context));
    }
  }
  return hits;
}
