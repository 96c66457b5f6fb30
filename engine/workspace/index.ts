import type { ImageQuestion, RegistryAnswer } from "../images/registry.ts";
import { folderOf } from "../text/uri.ts";
import { enter, leave, type Visit } from "./buckets.ts";
import { type BuiltObject, builtObjects } from "./built-objects.ts";
import { type CustomKindQuestions, CustomKinds } from "./custom-kinds.ts";
import { type DefinitionQuestions, Definitions } from "./definitions.ts";
import type { ResourceFacts } from "./facts.ts";
import type { Build, KustomizationFacts } from "./kustomization.ts";
import { type ObjectQuestions, Objects } from "./objects.ts";
import { OtherTools, type ToolQuestions } from "./other-tools.ts";
import { type PodQuestions, Pods } from "./pods.ts";
import { RegistryAnswers, type RegistryQuestions } from "./registry-answers.ts";
import { changedTopics, identity } from "./topics.ts";
import { Units } from "./units.ts";
import { type Note, Versions } from "./versions.ts";

/**
 * The queries of workspace rules. Every query is noted by its topic, so that a rule runs again only if an answer might
 * have changed.
 */
export interface WorkspaceView
  extends ObjectQuestions,
    DefinitionQuestions,
    CustomKindQuestions,
    PodQuestions,
    ToolQuestions,
    RegistryQuestions,
    FileQuestions {}

/** Queries about files by their place. */
export interface FileQuestions {
  /** Whether a file or folder certainly does not exist. */
  isMissing(uri: string): boolean;
  /** The files in a folder that might contain manifests. */
  filesIn(folder: string): readonly string[];
  /** The resources of a file; `undefined` if some cannot be read. */
  resourcesIn(uri: string): readonly ResourceFacts[] | undefined;
  /**
   * The objects that a kustomization changes, by its own file; `undefined` if some are not in the workspace or get
   * other names before.
   */
  builtObjects(uri: string): readonly BuiltObject[] | undefined;
}

/** What rules can query about one file. */
export interface FileRecord {
  readonly resources: readonly ResourceFacts[];
  readonly kustomization?: KustomizationFacts | undefined;
  /** Whether `resources` has all objects of the file, because nothing in it is broken or a template. */
  readonly complete?: boolean;
  /** Images that its Skaffold configurations build. */
  readonly built?: readonly string[];
}

/** Facts about all files of the workspace, by kind, name and topic. Its identity is the workspace's. */
export class WorkspaceIndex {
  readonly #files = new Map<string, FileRecord>();
  readonly #versions = new Versions();
  readonly #objects = new Objects(this.#versions);
  readonly #definitions = new Definitions(this.#versions);
  readonly #customKinds = new CustomKinds(this.#versions);
  readonly #pods = new Pods();
  readonly #tools = new OtherTools(this.#versions);
  readonly #answers = new RegistryAnswers(this.#versions);
  readonly #units = new Units(this.#versions, () => this.#tools.kustomize);
  readonly #isMissing: (uri: string) => boolean;
  /** During a rehearsal, what was known of each file that has changed. */
  #before: Map<string, FileRecord | undefined> | undefined;

  /** @param isMissing whether nothing exists at a URI, according to the file system */
  constructor(isMissing: (uri: string) => boolean = () => false) {
    this.#isMissing = isMissing;
  }

  /** Replaces the facts of one file; only topics whose facts differ get a new version. */
  set(uri: string, record: FileRecord): void {
    const { resources } = record;
    const before = this.#change(uri);
    const old = new Set(before?.resources);
    const given = new Set(resources);
    const left = [...old].filter((facts) => !given.has(facts));
    // Every new file has no facts to compare with, so its facts need no serialization.
    const equals = new Map(left.map((facts) => [identity(facts), facts]));
    const next =
      left.length === 0
        ? resources
        : resources.map((facts) => (old.has(facts) ? facts : (equals.get(identity(facts)) ?? facts)));
    const kept = new Set(next);
    this.#replace(
      left.filter((facts) => !kept.has(facts)),
      next.filter((facts) => !old.has(facts)),
    );
    this.#enter(uri, before, { ...record, resources: next });
  }

  /** The number of resources. */
  get resourceCount(): number {
    return [...this.#files.values()].reduce((sum, { resources }) => sum + resources.length, 0);
  }

  delete(uri: string): void {
    const before = this.#change(uri);
    if (!before) return;
    this.#replace(before.resources, []);
    this.#enter(uri, before, undefined);
  }

  /**
   * Runs `work` with changes that only it sees: afterwards all facts and versions are what they were, even if it throws.
   * Versions that existed during a rehearsal never come back, so nothing that was computed with them counts later.
   */
  rehearse<Result>(work: () => Result): Result {
    this.#units.settle();
    this.#before = new Map();
    this.#versions.save();
    try {
      return work();
    } finally {
      const changed = this.#before;
      this.#before = undefined;
      for (const [uri, facts] of changed) this.#restore(uri, facts);
      this.#units.settle();
      this.#versions.restore();
    }
  }

  /** What is known of a file that is about to change. */
  #change(uri: string): FileRecord | undefined {
    const facts = this.#files.get(uri);
    if (this.#before && !this.#before.has(uri)) this.#before.set(uri, facts);
    return facts;
  }

  #restore(uri: string, facts: FileRecord | undefined): void {
    const now = this.#files.get(uri);
    const [old, given] = [new Set(now?.resources), new Set(facts?.resources)];
    this.#replace(
      [...old].filter((one) => !given.has(one)),
      [...given].filter((one) => !old.has(one)),
    );
    this.#enter(uri, now, facts);
  }

  /** Enters everything about a file but its resources. */
  #enter(uri: string, before: FileRecord | undefined, record: FileRecord | undefined): void {
    if (record) this.#files.set(uri, record);
    else this.#files.delete(uri);
    if ((before === undefined) !== (record === undefined)) this.#versions.bump("files");
    this.#tools.setKustomization(uri, before?.kustomization, record?.kustomization);
    this.#tools.setBuilt(uri, before?.built ?? [], record?.built ?? []);
  }

  /** Adds a registry's answer about an image. */
  setAnswer(question: ImageQuestion, answer: RegistryAnswer): void {
    this.#answers.set(question, answer);
  }

  /** How often the facts of a topic have changed. */
  version(topic: string): number {
    this.#units.settle();
    return this.#versions.of(topic);
  }

  /** How often the facts of any topic have changed. */
  get changes(): number {
    this.#units.settle();
    return this.#versions.changes;
  }

  /** Whether a file might be the rendered output of charts in the kustomization next to it. */
  isBesideCharts(uri: string): boolean {
    return this.#tools.kustomize.isBesideCharts(uri);
  }

  /** How Kustomize builds the objects of a file. */
  buildsOf(uri: string): readonly Build[] {
    return this.#tools.kustomize.buildsOf(uri);
  }

  /** Whether the folder of a file has a kustomization, but no kustomization refers to the file. */
  isBesideKustomization(uri: string): boolean {
    return this.#tools.kustomize.isBeside(uri);
  }

  /** Whether Kustomize reads a file as the configuration of a plugin. */
  isKustomizePlugin(uri: string): boolean {
    return this.#tools.kustomize.isPlugin(uri);
  }

  /** Takes note of another text of a patch, of which some objects are built. */
  patched(): void {
    this.#versions.bump("patches");
  }

  get files(): Iterable<string> {
    return this.#files.keys();
  }

  /**
   * The view that rules ask; `note` gets the topic of every question.
   *
   * @param from the file that asks, at the time of asking: objects that are never applied together with its own do not
   * answer; `undefined` sees all
   * @param byFolder whether only files of its folder answer, at the time of asking
   */
  view(
    note: Note,
    from: () => string | undefined = () => undefined,
    byFolder: () => boolean = () => false,
  ): WorkspaceView {
    const tools = this.#tools.questions(note);
    const sight = this.#units.sight(note, from, byFolder);
    return {
      ...this.#objects.questions(note, sight),
      ...this.#definitions.questions(note, tools),
      ...this.#customKinds.questions(note, (uri) => this.#areApplied(from(), uri, note)),
      ...this.#pods.questions(note, sight),
      ...tools,
      ...this.#answers.questions(note),
      ...this.#fileQuestions(note),
    };
  }

  /** Whether two files are certainly applied together, because they share a folder or a kustomization. */
  #areApplied(one: string | undefined, other: string, note: Note): boolean {
    if (one === undefined) return false;
    if (folderOf(one) === folderOf(other)) return true;
    note("kustomize");
    return this.#tools.kustomize.areTogether(one, other);
  }

  #fileQuestions(note: Note): FileQuestions {
    return {
      isMissing: (uri) => {
        note("files");
        return this.#isMissing(uri);
      },
      filesIn: (folder) => {
        note("files");
        return [...this.#files.keys()].filter((uri) => folderOf(uri) === folder);
      },
      resourcesIn: (uri) => this.#completeResources(uri, note),
      builtObjects: (uri) => {
        note("kustomize");
        const kustomizationIn = (one: string) => this.#tools.kustomizationIn(one);
        return builtObjects(uri, kustomizationIn, (file) => this.#completeResources(file, note));
      },
    };
  }

  #completeResources(uri: string, note: Note): readonly ResourceFacts[] | undefined {
    note("files");
    note(`folder ${folderOf(uri)}`);
    const record = this.#files.get(uri);
    return record?.complete ? record.resources : undefined;
  }

  /** Facts that only moved within a topic are no change of it. */
  #replace(gone: readonly ResourceFacts[], come: readonly ResourceFacts[]): void {
    for (const facts of gone) this.#each(facts, leave);
    for (const facts of come) this.#each(facts, enter);
    for (const facts of gone) this.#units.count(facts, -1);
    for (const facts of come) this.#units.count(facts, 1);
    for (const topic of changedTopics(gone, come)) this.#versions.bump(topic);
  }

  /** Every bucket that a resource is in. */
  #each(facts: ResourceFacts, visit: Visit): void {
    this.#objects.each(facts, visit);
    this.#definitions.each(facts, visit);
    this.#customKinds.each(facts, visit);
    this.#pods.each(facts, visit);
  }
}
