import type { ActiveRule } from "../config/config.ts";
import type { Judgment, Plan } from "../config/plan.ts";
import type { Resource } from "../kubernetes/resource.ts";
import type { WorkspaceIndex, WorkspaceView } from "../workspace/index.ts";
import type { Build } from "../workspace/kustomization.ts";
import { standingHits, type TextOf } from "./as-built.ts";
import { type Enforced, runEnforced, withEnforced } from "./enforced.ts";
import type { Entry } from "./file.ts";
import type { DocumentRun, RuleHit } from "./run.ts";
import { appendHits, runOnResource, runOnText } from "./run-all.ts";

/** The place of a document: its file, and its index there, from 0. */
export type DocumentPlace = Pick<DocumentRun, "uri" | "document">;

/** The context of rules, without settings. */
type Surroundings = Omit<DocumentRun, "settings">;

/** The cached hits of one document. */
interface Results {
  /** Hits of the rules that need only the document, and the plan that they were computed with. */
  local?: { readonly plan: Plan; readonly hits: readonly RuleHit[] };
  /**
   * Hits of rules on images: they query who builds and replaces images, which changes less often than anything else.
   */
  askingOfImages?: Answered;
  /** Hits of all other rules that query the workspace, and of the levels of namespaces. */
  asking?: Answered & { readonly document: number; readonly enforced?: Enforced };
  /** The hits that remain in the output of Kustomize, and the inputs of that computation. */
  built?: { readonly from: readonly unknown[]; readonly hits: readonly RuleHit[] };
}

/** Hits of rules that queried the workspace, and the versions of the topics that they queried. */
interface Answered {
  readonly plan: Plan;
  readonly topics: ReadonlyMap<string, number>;
  /** The change counter at which the versions were last confirmed. */
  changes: number;
  readonly hits: readonly RuleHit[];
}

/** A view of the workspace that records the queried topics. */
interface NotingView {
  readonly view: WorkspaceView;
  topics: Map<string, number>;
  uri: string;
  byFolder: boolean;
}

/** The rules of a judgment, grouped by what they can query. */
interface Parts {
  readonly local: Judgment;
  readonly askingOfImages: Judgment;
  readonly asking: Judgment;
}

/** Runs rules on documents. Caches their hits, and runs rules again only if the result might have changed. */
export class Runner {
  readonly #index: WorkspaceIndex;
  readonly #results = new WeakMap<Entry, Results>();
  readonly #parts = new WeakMap<Judgment, Parts>();
  /** Shared by all documents: creating a view for each costs more than most of the rules that use it. */
  readonly #noting: NotingView;

  constructor(index: WorkspaceIndex) {
    this.#index = index;
    const noting: NotingView = {
      topics: new Map(),
      uri: "",
      byFolder: false,
      view: index.view(
        (topic) => noting.topics.set(topic, index.version(topic)),
        () => noting.uri,
        () => noting.byFolder,
      ),
    };
    this.#noting = noting;
  }

  /** All hits in one document. */
  run(entry: Entry, plan: Plan, at: DocumentPlace): readonly RuleHit[] {
    const results = this.#resultsOf(entry);
    if (results.local?.plan !== plan) {
      // These rules do not get a view of the workspace.
      const hits = this.#runAll(entry, plan, "local", { workspace: this.#noting.view, ...at });
      results.local = { plan, hits };
    }
    if (!this.#isFresh(results.askingOfImages, plan)) {
      const query = this.#ask(plan, at.uri);
      const around = { workspace: this.#noting.view, ...at };
      results.askingOfImages = { ...query, hits: this.#runAll(entry, plan, "askingOfImages", around) };
    }
    if (results.asking?.document !== at.document || !this.#isFresh(results.asking, plan)) {
      const query = this.#ask(plan, at.uri);
      const around = { workspace: this.#noting.view, ...at };
      const hits = this.#runAll(entry, plan, "asking", around);
      // The levels of a namespace apply wherever its file is.
      this.#noting.byFolder = false;
      const enforced = enforcedIn(entry.resources, plan, around);
      results.asking = { ...query, document: at.document, hits, ...(enforced && { enforced }) };
    }
    return this.last(entry);
  }

  /** The hits from the last run on a document. */
  last(entry: Entry): readonly RuleHit[] {
    const { local, asking, askingOfImages } = this.#resultsOf(entry);
    const hits = [...(local?.hits ?? []), ...(askingOfImages?.hits ?? []), ...(asking?.hits ?? [])];
    return asking?.enforced ? withEnforced(hits, asking.enforced) : hits;
  }

  /** The hits of a document that remain in the output of Kustomize. */
  standing(
    entry: Entry,
    hits: readonly RuleHit[],
    builds: readonly Build[],
    textOf: TextOf,
    run: Surroundings,
  ): readonly RuleHit[] {
    const results = this.#resultsOf(entry);
    const { local, asking, askingOfImages, built } = results;
    const files = builds.flat().flatMap(({ changes }) => changes.flatMap(({ file }) => file ?? []));
    const texts = new Map(files.map((file) => [file, textOf(file)]));
    const hitLists = [local?.hits, asking?.hits, askingOfImages?.hits];
    const from = [builds.length, ...builds.flat(), ...hitLists, ...texts.values()];
    if (built?.from.length === from.length && built.from.every((input, at) => input === from[at]))
      return built.hits;
    results.built = { from, hits: standingHits(hits, builds, (file) => texts.get(file), run) };
    return results.built.hits;
  }

  #resultsOf(entry: Entry): Results {
    let results = this.#results.get(entry);
    if (!results) {
      results = {};
      this.#results.set(entry, results);
    }
    return results;
  }

  /** Points the recording view at a file, and starts recording. */
  #ask(plan: Plan, uri: string): Omit<Answered, "hits"> {
    const noting = this.#noting;
    noting.topics = new Map();
    noting.uri = uri;
    noting.byFolder = plan.byFolder;
    return { plan, topics: noting.topics, changes: this.#index.changes };
  }

  /** Whether cached hits are still valid; the answer is remembered until the next change. */
  #isFresh(answered: Answered | undefined, plan: Plan): boolean {
    const index = this.#index;
    if (answered?.plan !== plan) return false;
    if (answered.changes === index.changes) return true;
    for (const [topic, version] of answered.topics) if (index.version(topic) !== version) return false;
    answered.changes = index.changes;
    return true;
  }

  #runAll(entry: Entry, plan: Plan, part: keyof Parts, around: Surroundings): readonly RuleHit[] {
    const common = this.#partsOf(plan.common)[part];
    const run = { ...around, settings: common.settings };
    const hits = runOnText(entry, common.rules, run);
    for (const resource of entry.resources) {
      const judgment = plan.of ? this.#partsOf(plan.of(resource))[part] : common;
      const context = plan.of ? { ...around, settings: judgment.settings } : run;
      appendHits(hits, runOnResource(resource, judgment.rules, context));
    }
    return hits;
  }

  #partsOf(judgment: Judgment): Parts {
    let parts = this.#parts.get(judgment);
    if (!parts) {
      const of = (part: keyof Parts) => ({
        ...judgment,
        rules: judgment.rules.filter(({ rule }) => partOf(rule) === part),
      });
      parts = { local: of("local"), askingOfImages: of("askingOfImages"), asking: of("asking") };
      this.#parts.set(judgment, parts);
    }
    return parts;
  }
}

function partOf({ on }: ActiveRule["rule"]): keyof Parts {
  if (!on.inWorkspace) return "local";
  return on.of === "images" ? "askingOfImages" : "asking";
}

/** The levels that namespaces enforce on resources, if the plan allows it. */
function enforcedIn(
  resources: readonly Resource[],
  { common, of }: Plan,
  around: Surroundings,
): Enforced | undefined {
  if (!of && !common.enforcement) return undefined;
  const judgmentOf = of ?? (() => common);
  return runEnforced(
    resources,
    (resource, workspace) => judgmentOf(resource).enforcement?.(resource, workspace),
    { ...around, settings: common.settings },
  );
}
