import { type BaselineKey, ruleOfKey } from "./config/baseline.ts";
import { type Config, defaultConfig, laidOver } from "./config/config.ts";
import { type Plan, Plans } from "./config/plan.ts";
import { dialectOf } from "./documents/dialect.ts";
import { readAnyDocument } from "./documents/document.ts";
import type { Completions } from "./features/completion.ts";
import { type FileRole, roleOf } from "./features/file-role.ts";
import { type Heads, headsAt } from "./features/heads.ts";
import type { ImageCard } from "./features/image-card.ts";
import { imageCompletions } from "./features/image-completion.ts";
import { imageCard } from "./features/image-hover.ts";
import { imageParts, type PlacedPart } from "./features/image-parts.ts";
import { type Origin, originOf } from "./features/unedited.ts";
import {
  buildFixes,
  fixAllRound,
  type HardenFix,
  type HardenScope,
  hardenAt,
  isAppliedUnasked,
} from "./fix/build.ts";
import type { Reach } from "./fix/companions.ts";
import { advanced, type Draft, draftOf } from "./fix/draft.ts";
import { ignoreByAnnotation } from "./fix/ignore.ts";
import { fixRun } from "./fix/judging.ts";
import { toFixEdits } from "./fix/plan.ts";
import { questionsAbout } from "./images/questions.ts";
import { type ImageQuestion, questionKey, type RegistryAnswer } from "./images/registry.ts";
import { confidentialRanges, hidden } from "./kubernetes/confidential.ts";
import { isDump } from "./kubernetes/live.ts";
import { isAssertion, isCalledPatch, isFragment, isPart } from "./kubernetes/patches.ts";
import { asWorkload } from "./kubernetes/resource.ts";
import { baselineKey, knownIn, partByBaseline } from "./lint/baselined.ts";
import { Copies } from "./lint/copies.ts";
import { type Entry, readFile, type SourceFile, sourcesOf } from "./lint/file.ts";
import { FileFacts } from "./lint/file-facts.ts";
import type { BuiltFix, FileEdits, Finding, FixEdit, NewFile } from "./lint/finding.ts";
import { activeIn, type Judged, judge, type Silence } from "./lint/judge.ts";
import { combined, toFindings } from "./lint/report.ts";
import type { FixRun, RuleHit, RunContext } from "./lint/run.ts";
import { Runner } from "./lint/runner.ts";
import { hitsBesideTwins } from "./lint/twice.ts";
import { type FixClass, type Rule, type Severity, workloads } from "./rule/rule.ts";
import type { Range, TextEdit } from "./text/range.ts";
import { WorkspaceIndex, type WorkspaceView } from "./workspace/index.ts";
import { type Build, type KustomizationFacts, kustomizationFacts } from "./workspace/kustomization.ts";
import { builtImages } from "./workspace/replaced-images.ts";

/** What `fixAll` may do. */
export interface FixAllRequest {
  readonly classes: readonly FixClass[];
  /** Only findings of these rules, which are thereby chosen, hints too; absent means all. */
  readonly rules?: readonly string[];
  /** URIs at which the fixes of other files are going to make files. */
  readonly taken?: ReadonlySet<string>;
}

export interface FixAllResult {
  /** The text after all fixes. */
  readonly text: string;
  /** Edits against the text that the linter holds. */
  readonly edits: readonly TextEdit[];
  /** The number of fixed findings. */
  readonly fixed: number;
  /** Files that must be created for it. */
  readonly created: readonly NewFile[];
  /** Edits of other files, which refer to the created ones. */
  readonly elsewhere: readonly FileEdits[];
}

/** A fix can enable others. If more rounds are needed, the fixes do not converge. */
const maxRounds = 10;

/** Presets for a tool or a standard, which check every object as written. */
const judgingAsWritten: ReadonlySet<string> = new Set([
  "kube-linter",
  "pod-security-baseline",
  "pod-security-restricted",
]);

/** Whether a hit is in a whole object; a workload without a container, or without names, is not written far enough. */
function isInWhole({ resource, active }: RuleHit): boolean {
  return !resource || active.rule.on !== workloads || asWorkload(resource) !== undefined;
}

/** Whether a hit is in an object that must be a patch if there is a kustomization next to it. */
function isFragmentary({ resource }: RuleHit): boolean {
  return resource !== undefined && isFragment(resource);
}

/** Nobody changes a part for itself, and of a dump only what no API server accepts is of interest. */
function isWorthwhile({ resource, active }: RuleHit): boolean {
  return !resource || (!isPart(resource) && (active.severity === "error" || !isDump(resource)));
}

function changesObjects({ changes, replicas }: KustomizationFacts): boolean {
  return 0 < changes.length + replicas.length;
}

/** The configuration of a file. The same object must be returned for as long as nothing in it has changed. */
export type ConfigOf = (uri: string) => Config;

/** A finding that is not reported, and why. */
export interface SuppressedFinding {
  readonly finding: Finding;
  readonly silence: Silence;
}

type PartedFindings = ReturnType<typeof partByBaseline<Finding>>;

const inBaseline: Silence = { by: "baseline", text: "", reason: undefined };

/** What a baseline counts a finding by, for each rule that it reports. */
export function keysOfFinding({ origin }: Finding): readonly BaselineKey[] {
  return [origin.hit, ...(origin.others ?? [])].map(baselineKey);
}

/** What is around the files that a linter holds. */
export interface Surroundings {
  /** The text of a file that a fix may change, but that is not held; undefined where it cannot be read. */
  textOf(uri: string): string | undefined;
  /** Whether nothing is at a URI and a fix may make a file there. */
  isFree(uri: string): boolean;
  /** Whether a file gets findings where there are some: not one that nobody edits. All do without this. */
  isReported?(uri: string): boolean;
}

const noSurroundings: Surroundings = { textOf: () => undefined, isFree: () => false };

function confidentialIn(entries: SourceFile["entries"]): readonly Range[] {
  return entries.flatMap(({ start, entry }) =>
    confidentialRanges(entry.document).map((range) => ({
      start: range.start + start,
      end: range.end + start,
    })),
  );
}

/** A text with a sign in the place of each value that must not be printed. */
export function maskedText(uri: string, text: string): string {
  const edits = confidentialIn(readFile(uri, text).entries)
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  let at = 0;
  let masked = "";
  for (const { start, end } of edits) {
    if (end <= at) continue;
    const from = Math.max(at, start);
    masked += text.slice(at, from) + text.slice(from, end).replace(/[^\s#](?:[^\r\n]*\S)?/g, hidden);
    at = end;
  }
  return masked + text.slice(at);
}

/** The engine's session: the files of a workspace, what is known of them and what is wrong with them. */
export class Linter {
  readonly #files = new Map<string, SourceFile>();
  readonly #index = new WorkspaceIndex();
  readonly #facts = new FileFacts();
  readonly #runner = new Runner(this.#index);
  readonly #copies = new Copies();
  /** Of files that say where they come from, those that are not held included. */
  readonly #origins = new Map<string, Origin>();
  /** For questions whose answers are used at once, so that nobody need know when they change. */
  readonly #view: WorkspaceView = this.#index.view(() => {});
  /** The view of the file that was last asked for. */
  #lastView: { readonly uri: string; readonly view: WorkspaceView } | undefined;
  readonly #known: ReadonlySet<string>;
  /** The same with the rules that a configuration brings. */
  readonly #knownBy = new WeakMap<Config["customRules"], ReadonlySet<string>>();
  readonly #registry: readonly Rule[];
  readonly #surroundings: Surroundings;
  #configOf: ConfigOf;
  readonly #plans: Plans;
  /** Configurations with every rule in them, for what is offered beyond what is reported. */
  readonly #widened = new WeakMap<Config, Config>();

  /** @param surroundings let fixes reach beyond the files that are held */
  constructor(
    registry: readonly Rule[],
    configOf: ConfigOf = () => defaultConfig,
    surroundings: Surroundings = noSurroundings,
  ) {
    this.#registry = registry;
    this.#plans = new Plans(registry);
    this.#surroundings = surroundings;
    this.#known = new Set(registry.map(({ id }) => id));
    this.#configOf = configOf;
  }

  /** Replaces the configurations. Findings are computed again at the next request. */
  configure(configOf: ConfigOf): void {
    this.#configOf = configOf;
  }

  /** Adds a file or replaces its text. Unchanged documents are not read again. */
  setFile(uri: string, text: string): void {
    const before = this.#files.get(uri);
    const file = readFile(uri, text, before);
    if (before && before.text !== text && this.#view.kustomize(uri).patch) this.#index.patched();
    this.#files.set(uri, file);
    const origin = originOf(file);
    if (origin) this.#origins.set(uri, origin);
    else this.#origins.delete(uri);
    this.#enterFacts(file);
    if (this.#copies.set(file)) this.#index.patched();
  }

  /** Keeps a file's facts for the rules that look across files, but forgets its text. */
  releaseFile(uri: string): void {
    this.#files.delete(uri);
  }

  /** Forgets a file altogether. */
  deleteFile(uri: string): void {
    this.#files.delete(uri);
    this.#origins.delete(uri);
    this.#copies.delete(uri);
    this.#index.delete(uri);
  }

  /** Whether a tool has written a file and nobody edits it, as its text or the kustomization beside it shows. */
  isGenerated(uri: string): boolean {
    const origin = this.#origins.get(uri);
    return origin === "generated" || (origin === "chart" && this.#index.isBesideCharts(uri));
  }

  /** The text of a file that is held, or `undefined`. */
  text(uri: string): string | undefined {
    return this.#files.get(uri)?.text;
  }

  /** Grows when something changed that other files may ask about; while it stays, so do their findings. */
  get factsVersion(): number {
    return this.#index.changes;
  }

  /** How many resources the files have that were not deleted. */
  get resourceCount(): number {
    return this.#index.resourceCount;
  }

  /** What a file that is held is taken for, and how many documents and resources are in it. */
  census(uri: string): {
    readonly role: FileRole;
    readonly kubernetes: boolean;
    readonly documents: number;
    readonly resources: number;
  } {
    const file = this.#files.get(uri);
    const entries = file?.kubernetes ? file.entries : [];
    return {
      role: file ? roleOf(file, this.#isPatch(file)) : "other",
      kubernetes: file?.kubernetes ?? false,
      documents: entries.filter(({ entry }) => entry.document.tree.root !== undefined).length,
      resources: entries.reduce((sum, { entry }) => sum + entry.resources.length, 0),
    };
  }

  /** The findings of a file that is held, in order of position; none for a file that is neither Kubernetes nor names images. */
  findings(uri: string): readonly Finding[] {
    const file = this.#files.get(uri);
    if (!file) return [];
    const findings = this.#lint(file).filter(({ origin }) => !this.#isOfCopy(file, origin));
    const { settings, preset } = this.#configOf(uri);
    // KubeLinter's counts are its own.
    const isCombined = settings.similarFindings === "combined" && preset !== "kube-linter";
    return isCombined ? combined(findings) : findings;
  }

  /** The findings of a file that is held which are silenced, each with what silences it. */
  suppressed(uri: string): readonly SuppressedFinding[] {
    const file = this.#files.get(uri);
    if (!file) return [];
    const { silenced, documents: reported } = this.#judge(file);
    const documents = file.entries.map(({ entry }, at) => ({
      at,
      hits: this.#runner.last(entry).filter((hit) => silenced.has(hit)),
    }));
    const known = this.#part(file, toFindings(file, reported)).known;
    return [
      ...known.map((finding) => ({ finding, silence: inBaseline })),
      ...toFindings(file, documents).map((finding) => ({
        finding,
        silence: silenced.get(finding.origin.hit)!,
      })),
    ].sort((a, b) => a.finding.start - b.finding.start);
  }

  /** How many findings of a file that is held its baseline knows which are no longer there, of rules that are on. */
  goneFromBaseline(uri: string): number {
    const file = this.#files.get(uri);
    if (!file) return 0;
    const plan = this.#planOf(uri);
    const resources = file.entries.flatMap(({ entry }) => entry.resources);
    const active = activeIn(plan, resources);
    const { left } = this.#part(file, toFindings(file, this.#judge(file).documents));
    return [...left].reduce((sum, [key, count]) => sum + (active.has(ruleOfKey(key)) ? count : 0), 0);
  }

  /**
   * What a registry would have to say for all findings of a file that is held: its images, and those that fixes may put
   * in their place. Without names that another tool replaces.
   */
  imageQuestions(uri: string): readonly ImageQuestion[] {
    const file = this.#files.get(uri);
    if (!file?.linted) return [];
    const uses = file.entries.flatMap(({ entry }) => sourcesOf(entry).flatMap(({ images }) => images));
    const questions = uses
      .filter(({ name, versioned }) => versioned && !this.#view.isReplaced(name, uri))
      .flatMap(({ parsed }) => questionsAbout(parsed));
    return [...new Map(questions.map((question) => [questionKey(question), question])).values()];
  }

  /** Adds the answer of a registry. Findings that depend on it are computed again. */
  setAnswer(question: ImageQuestion, answer: RegistryAnswer): void {
    this.#index.setAnswer(question, answer);
  }

  /** The fixes for a finding, the preferred one first. */
  fixes(finding: Finding, uri: string): readonly BuiltFix[] {
    const reach = this.#reach(new Map(), () => false);
    return buildFixes(finding, this.#fixRun(uri, reach), reach);
  }

  /**
   * What is known of the image at an offset of a file that is held.
   *
   * @param said ids of the rules whose findings are shown beside it, which are not repeated
   */
  imageAt(uri: string, offset: number, said: readonly string[] = []): ImageCard | undefined {
    const file = this.#files.get(uri);
    return file && imageCard(file, offset, said, this.#run(uri));
  }

  /** Where the text of a file that is held has values that must not be printed, such as those of Secrets. */
  confidential(uri: string): readonly Range[] {
    return confidentialIn(this.#files.get(uri)?.entries ?? []);
  }

  /** What could be written at an offset of a file that is held. */
  completions(uri: string, offset: number): Completions | undefined {
    const file = this.#files.get(uri);
    return file && imageCompletions(file, offset, this.#run(uri));
  }

  /** The parts of image references in a file, for syntax highlighting. */
  imageParts(uri: string): readonly PlacedPart[] {
    const file = this.#files.get(uri);
    return file?.linted ? imageParts(file) : [];
  }

  /** "Harden this container" and "Harden this pod" for the resource at an offset. */
  hardening(
    uri: string,
    offset: number,
    scopes: readonly HardenScope[] = ["container", "pod"],
  ): readonly HardenFix[] {
    const file = this.#files.get(uri);
    if (!file?.kubernetes || scopes.length === 0) return [];
    const run = this.#fixRun(
      uri,
      this.#reach(new Map(), () => false),
    );
    return hardenAt(file, offset, scopes, this.#plans.of(this.#wide(uri), uri), run);
  }

  /** Whether a pod or a container begins in the line of an offset. */
  headsAt(uri: string, offset: number): Heads {
    const file = this.#files.get(uri);
    return file?.kubernetes ? headsAt(file, offset) : { pod: false, container: false };
  }

  /** The edits that silence rules for a finding's resource by an annotation; undefined where that cannot be. */
  ignoringResource(finding: Finding, rules: readonly string[]): readonly FixEdit[] | undefined {
    return ignoreByAnnotation(finding, rules);
  }

  /** Applies all requested fixes, in rounds, until nothing changes. Never leaves text that parses worse than before. */
  fixAll(uri: string, request: FixAllRequest): FixAllResult {
    const original = this.#files.get(uri);
    if (!original) return { text: "", edits: [], fixed: 0, created: [], elsewhere: [] };
    const drafts = new Map([[uri, draftOf(original)]]);
    const made = new Map<string, NewFile>();
    const reach = this.#reach(drafts, (at) => made.has(at) || request.taken?.has(at) === true);
    const isWanted = (severity: Severity, fix: FixClass) =>
      request.classes.includes(fix) && (request.rules !== undefined || isAppliedUnasked(severity, fix));
    let fixed = 0;
    for (let round = 0; round < maxRounds; round++) {
      const { file } = drafts.get(uri)!;
      const findings = this.#lint(file).filter(({ rule }) => request.rules?.includes(rule) ?? true);
      const step = fixAllRound(file, findings, isWanted, this.#fixRun(uri, reach), reach);
      if (step.edits.length + step.created.length === 0) break;
      fixed += step.fixed;
      for (const change of [{ uri, edits: step.edits }, ...step.listed]) {
        const draft = drafts.get(change.uri) ?? draftOf(reach.fileOf(change.uri)!);
        drafts.set(change.uri, advanced(draft, change.edits));
      }
      this.#enterFacts(drafts.get(uri)!.file);
      for (const one of step.created) {
        made.set(one.uri, one);
        this.#enterFacts(readFile(one.uri, one.text));
      }
    }
    this.#enterFacts(original);
    for (const one of made.keys()) this.#index.delete(one);
    const { file, edits } = drafts.get(uri)!;
    drafts.delete(uri);
    const elsewhere = [...drafts].map(([other, draft]) => ({
      uri: other,
      edits: toFixEdits(draft.edits, 0),
    }));
    return { text: file.text, edits, fixed, created: [...made.values()], elsewhere };
  }

  /** What fixes may reach, as drafts have it where there are some, and but for what is about to be made. */
  #reach(drafts: ReadonlyMap<string, Draft>, isTaken: (uri: string) => boolean): Reach {
    return {
      fileOf: (uri) => drafts.get(uri)?.file ?? this.#files.get(uri) ?? this.#readOther(uri),
      isFree: (uri) => !isTaken(uri) && this.#surroundings.isFree(uri),
    };
  }

  #lint(file: SourceFile): readonly Finding[] {
    return this.#part(file, toFindings(file, this.#judge(file).documents)).fresh;
  }

  /**
   * Whether a finding is that of a document that another file has as well. Fixes of all findings still reach it, so that
   * the copy stays one.
   */
  #isOfCopy({ uri }: SourceFile, { entry, hit }: Finding["origin"]): boolean {
    // Stricter presets ask more of what is around a document, which is different around each copy.
    if (!hit.resource || this.#configOf(uri).preset !== "recommended") return false;
    if (hit.active.severity === "error" && hit.active.rule.asksWorkspace) return false;
    return this.#copies.isCopy(entry, uri, (other) => {
      const isWhole = !this.#view.kustomize(other).patch && !isAssertion(other);
      return isWhole && (this.#surroundings.isReported?.(other) ?? true);
    });
  }

  /** Parts findings by the baseline of the file's configuration. */
  #part(file: SourceFile, findings: readonly Finding[]): PartedFindings {
    const { baseline } = this.#configOf(file.uri);
    if (!baseline) return { known: [], fresh: findings, left: new Map() };
    return partByBaseline(findings, ({ origin }) => origin.hit, knownIn(baseline, file.uri));
  }

  #judge(file: SourceFile): Judged {
    const { preset } = this.#configOf(file.uri);
    const isLeftOut = preset !== "kube-linter" && (this.#isPatch(file) || isAssertion(file.uri));
    if (!file.linted || isLeftOut) return { documents: [], silenced: new Map() };
    const plan = this.#planOf(file.uri);
    const isAsWritten = judgingAsWritten.has(preset);
    const builds = isAsWritten ? [] : this.#index.buildsOf(file.uri);
    const hits = file.entries.map(({ entry }, at) => {
      const found = this.#runner.run(entry, plan, { uri: file.uri, document: at });
      if (preset === "kube-linter") return { at, hits: found };
      const beside = entry.resources.some(isFragment) && this.#index.isBesideKustomization(file.uri);
      const all = found.filter((hit) => isInWhole(hit) && !(beside && isFragmentary(hit)));
      if (isAsWritten) return { at, hits: all };
      const worthwhile = this.#besideTwins(file.uri, entry, at, all.filter(isWorthwhile));
      return { at, hits: this.#standing(file.uri, entry, at, worthwhile, builds) };
    });
    return judge(file, hits, plan, this.#knownIn(this.#configOf(file.uri)), this.#run(file.uri));
  }

  #isPatch(file: SourceFile): boolean {
    return this.#view.kustomize(file.uri).patch || isCalledPatch(file);
  }

  #besideTwins(uri: string, { document, resources }: Entry, at: number, hits: readonly RuleHit[]) {
    return hitsBesideTwins(hits, document, resources, { workspace: this.#viewOf(uri), uri, document: at });
  }

  /** The hits that what Kustomize builds of an entry has as well. */
  #standing(
    uri: string,
    entry: Entry,
    document: number,
    hits: readonly RuleHit[],
    builds: readonly Build[],
  ): readonly RuleHit[] {
    if (hits.length === 0 || !builds.some((build) => build.some(changesObjects))) return hits;
    const run = { workspace: this.#viewOf(uri), uri, document };
    return this.#runner.standing(entry, hits, builds, (file) => this.#textOf(file), run);
  }

  #textOf(uri: string): string | undefined {
    return this.#files.get(uri)?.text ?? this.#surroundings.textOf(uri);
  }

  #knownIn({ customRules }: Config): ReadonlySet<string> {
    if (customRules.length === 0) return this.#known;
    let known = this.#knownBy.get(customRules);
    if (!known) {
      known = new Set([...this.#known, ...customRules.map(({ id }) => id)]);
      this.#knownBy.set(customRules, known);
    }
    return known;
  }

  #readOther(uri: string): SourceFile | undefined {
    const text = this.#surroundings.textOf(uri);
    return text === undefined ? undefined : readFile(uri, text);
  }

  #planOf(uri: string): Plan {
    return this.#plans.of(this.#configOf(uri), uri);
  }

  #wide(uri: string): Config {
    const config = this.#configOf(uri);
    let wide = this.#widened.get(config);
    if (!wide) {
      wide = laidOver(config, { preset: "all", rules: {}, settings: {} });
      this.#widened.set(config, wide);
    }
    return wide;
  }

  #enterFacts(file: SourceFile): void {
    const kustomization =
      dialectOf(file.uri) === "kustomization"
        ? kustomizationFacts(readAnyDocument(file.text), file.uri)
        : undefined;
    const built = builtImages(
      file.entries.map(({ entry }) => entry.document),
      file.uri,
    );
    const isApplied = file.kubernetes && !isAssertion(file.uri);
    this.#index.set(file.uri, isApplied ? this.#facts.of(file) : [], kustomization, built);
  }

  /** What a file sees; a fix asks later than it is found, when other files may have been asked about. */
  #viewOf(uri: string): WorkspaceView {
    if (this.#lastView?.uri !== uri) {
      this.#lastView = {
        uri,
        view: this.#index.view(
          () => {},
          () => uri,
        ),
      };
    }
    return this.#lastView.view;
  }

  #fixRun(uri: string, reach: Reach): FixRun {
    return fixRun(this.#registry, this.#run(uri), reach);
  }

  #run(uri: string): RunContext {
    const viewOf = () => this.#viewOf(uri);
    return {
      settings: this.#planOf(uri).common.settings,
      uri,
      // Made for those who ask it: of most files no rule about suppressions has anything to say.
      get workspace() {
        return viewOf();
      },
    };
  }
}
