import { type Config, defaultConfig, laidOver } from "./config/config.ts";
import type { Completions } from "./features/completion.ts";
import { type FileRole, roleOf } from "./features/file-role.ts";
import { type Heads, headsAt } from "./features/heads.ts";
import type { ImageCard } from "./features/image-card.ts";
import { imageCompletions } from "./features/image-completion.ts";
import { imageCard } from "./features/image-hover.ts";
import { imageParts, type PlacedPart } from "./features/image-parts.ts";
import { questionsIn } from "./features/image-questions.ts";
import { buildFixes, type HardenFix, type HardenScope, hardenAt } from "./fix/build.ts";
import type { Reach } from "./fix/companions.ts";
import { ignoreByAnnotation } from "./fix/ignore.ts";
import { fixRun } from "./fix/judging.ts";
import { type FixedFile, type FixedFiles, type FixRequest, FixSession } from "./fix/session.ts";
import type { ImageQuestion, RegistryAnswer } from "./images/registry.ts";
import { Files, type Surroundings } from "./lint/files.ts";
import type { BuiltFix, Finding, FixEdit } from "./lint/finding.ts";
import { type ConfigOf, Findings, type SuppressedFinding } from "./lint/findings.ts";
import { confidentialIn } from "./lint/masked.ts";
import type { FixRun } from "./lint/run.ts";
import type { Rule } from "./rule/rule.ts";
import type { Range } from "./text/range.ts";

/** What fixing one file comes to. */
export interface FixAllResult extends Pick<FixedFile, "text" | "edits" | "fixed"> {
  /** All files that change or are created. */
  readonly files: readonly FixedFile[];
  /** Files that must be created for it. */
  readonly created: readonly FixedFile[];
  /** Other files that change with it because they refer to the new ones. */
  readonly elsewhere: readonly FixedFile[];
}

const noSurroundings: Surroundings = { textOf: () => undefined, isFree: () => false };

/** The door to the engine: files go in, and questions about them are answered. Only `setFile` and the like change it. */
export class Linter {
  readonly #files: Files;
  readonly #findings: Findings;
  readonly #registry: readonly Rule[];
  /** Configurations with every rule turned on, for what is offered in addition to findings. */
  readonly #widened = new WeakMap<Config, Config>();

  /** @param surroundings let fixes reach beyond the files that are held */
  constructor(
    registry: readonly Rule[],
    configOf: ConfigOf = () => defaultConfig,
    surroundings: Surroundings = noSurroundings,
  ) {
    this.#registry = registry;
    this.#files = new Files(surroundings);
    this.#findings = new Findings(this.#files, registry, configOf);
  }

  /** Replaces the configurations. Findings are computed again at the next request. */
  configure(configOf: ConfigOf): void {
    this.#findings.configOf = configOf;
  }

  /** Adds a file or replaces its text. Unchanged documents are not read again. */
  setFile(uri: string, text: string): void {
    this.#files.set(uri, text);
  }

  /** Drops the text of a file, but keeps what rules can query about it. */
  releaseFile(uri: string): void {
    this.#files.release(uri);
  }

  deleteFile(uri: string): void {
    this.#files.delete(uri);
  }

  /** Adds the answer of a registry. Findings that depend on it are computed again. */
  setAnswer(question: ImageQuestion, answer: RegistryAnswer): void {
    this.#files.index.setAnswer(question, answer);
  }

  /** Whether a tool wrote a file and nobody edits it, as its text or the kustomization beside it shows. */
  isGenerated(uri: string): boolean {
    return this.#files.isGenerated(uri);
  }

  /** The text of a file that is held. */
  text(uri: string): string | undefined {
    return this.#files.held(uri)?.text;
  }

  /** Grows if something changes that rules for other files query. While it stays the same, so do their findings. */
  get factsVersion(): number {
    return this.#files.index.changes;
  }

  /** The number of resources in all files that were not deleted. */
  get resourceCount(): number {
    return this.#files.index.resourceCount;
  }

  /** What a file is treated as, and how many documents and resources it has. */
  census(uri: string): {
    readonly role: FileRole;
    readonly kubernetes: boolean;
    readonly documents: number;
    readonly resources: number;
  } {
    const file = this.#files.held(uri);
    const entries = file?.kubernetes ? file.entries : [];
    return {
      role: file ? roleOf(file, this.#files.isPatch(file)) : "other",
      kubernetes: file?.kubernetes ?? false,
      documents: entries.filter(({ entry }) => entry.document.tree.root !== undefined).length,
      resources: entries.reduce((sum, { entry }) => sum + entry.resources.length, 0),
    };
  }

  /** The findings of a file in order of position. A file without Kubernetes objects and images has none. */
  findings(uri: string): readonly Finding[] {
    const file = this.#files.held(uri);
    return file ? this.#findings.reported(file) : [];
  }

  /** The findings of a file that are suppressed, each with what suppresses it. */
  suppressed(uri: string): readonly SuppressedFinding[] {
    const file = this.#files.held(uri);
    return file ? this.#findings.suppressed(file) : [];
  }

  /** The number of findings that are in the baseline of a file but no longer in the file, of rules that are on. */
  goneFromBaseline(uri: string): number {
    const file = this.#files.held(uri);
    return file ? this.#findings.goneFromBaseline(file) : 0;
  }

  /** What to ask registries about the images of a file, and about the images that fixes can replace them with. */
  imageQuestions(uri: string): readonly ImageQuestion[] {
    const file = this.#files.held(uri);
    return file?.linted ? questionsIn(file, this.#files.view) : [];
  }

  /**
   * What is known about the image at an offset of a file.
   *
   * @param said ids of rules whose findings are shown beside it, which are not repeated
   */
  imageAt(uri: string, offset: number, said: readonly string[] = []): ImageCard | undefined {
    const file = this.#files.held(uri);
    return file && imageCard(file, offset, said, this.#findings.runOf(uri));
  }

  /** The parts of image references in a file, for syntax highlighting. */
  imageParts(uri: string): readonly PlacedPart[] {
    const file = this.#files.held(uri);
    return file?.linted ? imageParts(file) : [];
  }

  /** What can be written at an offset of a file. */
  completions(uri: string, offset: number): Completions | undefined {
    const file = this.#files.held(uri);
    return file && imageCompletions(file, offset, this.#findings.runOf(uri));
  }

  /** The ranges of values that must not be printed, such as those of Secrets. */
  confidential(uri: string): readonly Range[] {
    const file = this.#files.held(uri);
    return file ? confidentialIn(file) : [];
  }

  /** Whether a pod or a container begins in the line of an offset. */
  headsAt(uri: string, offset: number): Heads {
    const file = this.#files.held(uri);
    return file?.kubernetes ? headsAt(file, offset) : { pod: false, container: false };
  }

  /** The fixes for a finding, the preferred one first. */
  fixes(finding: Finding, uri: string): readonly BuiltFix[] {
    const reach = this.#reach();
    return buildFixes(finding, this.#fixRun(uri, reach), reach);
  }

  /** "Harden this container" and "Harden this pod" for the resource at an offset. */
  hardening(
    uri: string,
    offset: number,
    scopes: readonly HardenScope[] = ["container", "pod"],
  ): readonly HardenFix[] {
    const file = this.#files.held(uri);
    if (!file?.kubernetes || scopes.length === 0) return [];
    const plan = this.#findings.planOf(uri, this.#wide(uri));
    return hardenAt(file, offset, scopes, plan, this.#fixRun(uri, this.#reach()));
  }

  /** The edits that suppress rules for the resource of a finding by an annotation; `undefined` if that is not possible. */
  ignoringResource(finding: Finding, rules: readonly string[]): readonly FixEdit[] | undefined {
    return ignoreByAnnotation(finding, rules);
  }

  /**
   * Applies all requested fixes to files until nothing changes, in memory. Run it to its end for the result; between two
   * steps, other questions can be asked and files can change.
   *
   * @yields the number of files that are finished in the current pass
   */
  fixFiles(uris: Iterable<string>, requests: readonly FixRequest[]): Generator<number, FixedFiles> {
    const session = new FixSession(
      {
        files: this.#files,
        findingsOf: (file, textOf) => this.#findings.of(file, textOf),
        runOf: (uri, reach) => this.#fixRun(uri, reach),
      },
      requests,
    );
    return session.run(uris);
  }

  /** The same for one file. Never leaves text that parses worse than before. */
  fixAll(uri: string, request: FixRequest): FixAllResult {
    const { files, failed } = atOnce(this.fixFiles([uri], [request]));
    if (failed[0]) throw failed[0].error;
    const own = files.find((file) => file.uri === uri);
    return {
      files,
      text: own?.text ?? this.text(uri) ?? "",
      edits: own?.edits ?? [],
      fixed: own?.fixed ?? 0,
      created: files.filter(({ before }) => before === undefined),
      elsewhere: files.filter((file) => file !== own && file.before !== undefined),
    };
  }

  #reach(): Reach {
    return { fileOf: (uri) => this.#files.read(uri), isFree: (uri) => this.#files.isFree(uri) };
  }

  #fixRun(uri: string, reach: Reach): FixRun {
    return fixRun(this.#registry, this.#findings.runOf(uri), reach);
  }

  #wide(uri: string): Config {
    const config = this.#findings.configOf(uri);
    let wide = this.#widened.get(config);
    if (!wide) {
      wide = laidOver(config, { preset: "all", rules: {}, settings: {} });
      this.#widened.set(config, wide);
    }
    return wide;
  }
}

/** Runs all steps without a pause. */
function atOnce<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
