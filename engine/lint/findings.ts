import { ruleOfKey } from "../config/baseline.ts";
import type { Config } from "../config/config.ts";
import { type Plan, Plans } from "../config/plan.ts";
import { isDump } from "../kubernetes/live.ts";
import { isAssertion, isFragment, isPart } from "../kubernetes/patches.ts";
import { asWorkload } from "../kubernetes/resource.ts";
import { asksOthers, type Rule } from "../rule/rule.ts";
import type { Build, KustomizationFacts } from "../workspace/kustomization.ts";
import type { TextOf } from "./as-built.ts";
import { countsIn, partByBaseline } from "./baselined.ts";
import type { Entry, SourceFile } from "./file.ts";
import type { Files } from "./files.ts";
import type { Finding } from "./finding.ts";
import { activeIn, type Judged, judge, type Silence } from "./judge.ts";
import { isNeverApplied } from "./not-applied.ts";
import { hitsOutsideRecovery } from "./recovery.ts";
import { combineFindings, toFindings } from "./report.ts";
import type { RuleHit, RunContext } from "./run.ts";
import { Runner } from "./runner.ts";
import { hitsBesideTwins } from "./twice.ts";

/** The configuration of a file. Must return the same object until something in it changes. */
export type ConfigOf = (uri: string) => Config;

/** A finding that is not reported, and why. */
export interface SuppressedFinding {
  readonly finding: Finding;
  readonly silence: Silence;
}

/** Presets for a tool or a standard, which check every object as written. */
const judgingAsWritten: ReadonlySet<string> = new Set([
  "kube-linter",
  "pod-security-baseline",
  "pod-security-restricted",
]);

const inBaseline: Silence = { by: "baseline", text: "", reason: undefined };

/** Runs the rules that the configuration of a file turns on, and decides which hits are reported. */
export class Findings {
  readonly #files: Files;
  readonly #runner: Runner;
  readonly #plans: Plans;
  /** The plans for patches of Kustomize, whose suppressions can be meant for the object that they change. */
  readonly #plansOfPatches: Plans;
  readonly #ruleIds: ReadonlySet<string>;
  /** The same ids, with those of a configuration's custom rules. */
  readonly #idsWith = new WeakMap<Config["customRules"], ReadonlySet<string>>();
  configOf: ConfigOf;

  constructor(files: Files, registry: readonly Rule[], configOf: ConfigOf) {
    this.#files = files;
    this.#runner = new Runner(files.index);
    this.#plans = new Plans(registry);
    this.#plansOfPatches = new Plans(registry, ({ inPatches }) => inPatches === true);
    this.#ruleIds = new Set(registry.map(({ id }) => id));
    this.configOf = configOf;
  }

  /**
   * The findings of a file in order of position, one for each rule and place.
   *
   * @param textOf the text of a different file, such as a patch of Kustomize
   */
  of(file: SourceFile, textOf?: TextOf): readonly Finding[] {
    return this.#part(file, toFindings(file, this.#judge(file, textOf).documents)).fresh;
  }

  /** The findings to report: without those of copies, and combined by place if the settings require it. */
  reported(file: SourceFile): readonly Finding[] {
    const { settings, preset } = this.configOf(file.uri);
    const allFindings = this.of(file);
    // Stricter presets require more of other objects, which can differ around each copy.
    const findings =
      preset === "recommended"
        ? allFindings.filter((finding) => !this.#isOfCopy(finding, file))
        : allFindings;
    // The kube-linter preset must report as many findings as KubeLinter.
    const isCombined = settings.similarFindings === "combined" && preset !== "kube-linter";
    return isCombined ? combineFindings(findings) : findings;
  }

  /** The findings of a file that are suppressed, each with what suppresses it. */
  suppressed(file: SourceFile): readonly SuppressedFinding[] {
    const { silenced, documents: reported } = this.#judge(file);
    const documents = file.entries.map(({ entry }, at) => ({
      at,
      hits: this.#runner.last(entry).filter((hit) => silenced.has(hit)),
    }));
    const { known } = this.#part(file, toFindings(file, reported));
    return [
      ...known.map((finding) => ({ finding, silence: inBaseline })),
      ...toFindings(file, documents).map((finding) => ({
        finding,
        silence: silenced.get(finding.origin.hit)!,
      })),
    ].sort((a, b) => a.finding.start - b.finding.start);
  }

  /**
   * The number of findings that are in the baseline of a file but no longer in the file, counting only rules that are
   * on.
   */
  goneFromBaseline(file: SourceFile): number {
    const resources = file.entries.flatMap(({ entry }) => entry.resources);
    const active = activeIn(this.planOf(file.uri), resources);
    const { left } = this.#part(file, toFindings(file, this.#judge(file).documents));
    return [...left].reduce((sum, [key, count]) => sum + (active.has(ruleOfKey(key)) ? count : 0), 0);
  }

  /** The rules and settings that apply to a file. */
  planOf(uri: string, config = this.configOf(uri)): Plan {
    return this.#plans.of(config, uri);
  }

  /** The context of rules that run on a file. */
  runOf(uri: string): RunContext {
    const viewOf = () => this.#files.viewOf(uri);
    return {
      settings: this.planOf(uri).common.settings,
      uri,
      // Created only if needed: in most files no rule about suppressions has anything to report.
      get workspace() {
        return viewOf();
      },
    };
  }

  /** Fixes of all findings still change a copy, so that it remains a copy. */
  #isOfCopy({ origin: { entry, hit } }: Finding, { uri }: SourceFile): boolean {
    const { rule, severity } = hit.active;
    if (!hit.resource || (severity === "error" && asksOthers(rule))) return false;
    return this.#files.isCopy(entry, uri);
  }

  /** Separates findings that are in the baseline from the others. */
  #part(file: SourceFile, findings: readonly Finding[]): ReturnType<typeof partByBaseline<Finding>> {
    const { baseline } = this.configOf(file.uri);
    if (!baseline) return { known: [], fresh: findings, left: new Map() };
    return partByBaseline(findings, ({ origin }) => origin.hit, countsIn(baseline, file.uri));
  }

  #judge(file: SourceFile, textOf: TextOf = (uri) => this.#files.textOf(uri)): Judged {
    const { uri } = file;
    const config = this.configOf(uri);
    const { preset } = config;
    const isPatch = preset !== "kube-linter" && this.#files.isPatch(file);
    // A file that is a patch only by its name might have a different purpose.
    const isOfKustomize = isPatch && this.#files.view.kustomize(uri).patch;
    const isLeftOut = (isPatch && !isOfKustomize) || (preset !== "kube-linter" && isAssertion(uri));
    if (!file.linted || isLeftOut) return { documents: [], silenced: new Map() };
    const plan = isPatch ? this.#plansOfPatches.of(config, uri) : this.planOf(uri, config);
    const builds = judgingAsWritten.has(preset) ? undefined : this.#files.index.buildsOf(uri);
    const hits = file.entries.map(({ entry }, at) => {
      const allHits = this.#runner.run(entry, plan, { uri, document: at });
      if (preset === "kube-linter" || isPatch) return { at, hits: allHits };
      const beside = entry.resources.some(isFragment) && this.#files.index.isBesideKustomization(uri);
      const whole = allHits.filter((hit) => isInWhole(hit) && !(beside && isFragmentary(hit)));
      return { at, hits: builds ? this.#worthwhile(uri, entry, at, whole, builds, textOf) : whole };
    });
    return judge(file, hits, plan, this.#idsIn(config), this.runOf(uri));
  }

  /** The hits that users can act on in this file, and that remain in the output of Kustomize. */
  #worthwhile(
    uri: string,
    entry: Entry,
    document: number,
    allHits: readonly RuleHit[],
    builds: readonly Build[],
    textOf: TextOf,
  ): readonly RuleHit[] {
    const run = { workspace: this.#files.viewOf(uri), uri, document };
    const worthwhile = hitsOutsideRecovery(allHits, entry.document).filter(
      (hit) => isWorthwhile(hit) && !(hit.resource && isNeverApplied(hit.resource, uri, this.#files)),
    );
    const hits = hitsBesideTwins(worthwhile, entry.document, entry.resources, run);
    if (hits.length === 0 || !builds.some((build) => build.some(changesObjects))) return hits;
    return this.#runner.standing(entry, hits, builds, textOf, run);
  }

  #idsIn({ customRules }: Config): ReadonlySet<string> {
    if (customRules.length === 0) return this.#ruleIds;
    let ids = this.#idsWith.get(customRules);
    if (!ids) {
      ids = new Set([...this.#ruleIds, ...customRules.map(({ id }) => id)]);
      this.#idsWith.set(customRules, ids);
    }
    return ids;
  }
}

/** Whether a hit is in a whole object. A workload without containers, or without names, is not complete. */
function isInWhole({ resource, active }: RuleHit): boolean {
  return !resource || !active.rule.on.incomplete || asWorkload(resource) !== undefined;
}

/** Whether a hit is in an object that must be a patch if there is a kustomization next to it. */
function isFragmentary({ resource }: RuleHit): boolean {
  return resource !== undefined && isFragment(resource);
}

/** Parts are not edited on their own, and in a dump only what the API server rejects is of interest. */
function isWorthwhile({ resource, active }: RuleHit): boolean {
  return !resource || (!isPart(resource) && (active.severity === "error" || !isDump(resource)));
}

function changesObjects({ changes, replicas }: KustomizationFacts): boolean {
  return 0 < changes.length + replicas.length;
}
