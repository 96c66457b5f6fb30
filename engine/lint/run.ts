import type { ActiveRule } from "../config/config.ts";
import { imageSourceOf } from "../kubernetes/images.ts";
import { isNodeWork } from "../kubernetes/node-components.ts";
import type { Resource } from "../kubernetes/resource.ts";
import { isShell } from "../kubernetes/shell.ts";
import { Value } from "../kubernetes/value.ts";
import type { Options } from "../rule/options.ts";
import type {
  Candidates,
  FixContext,
  Hit,
  InWorkspace,
  MeetsLevel,
  Peers,
  RuleContext,
  Severity,
  TextRange,
} from "../rule/rule.ts";
import type { Settings } from "../settings/settings.ts";
import type { WorkspaceView } from "../workspace/index.ts";

/** A hit with its rule and subject. Offsets are relative to the start of the document. */
export interface RuleHit {
  readonly active: ActiveRule;
  /** Its fixes use them, too. */
  readonly settings: Settings;
  readonly hit: Hit<unknown>;
  readonly resource: Resource | undefined;
  readonly start: number;
  readonly end: number;
  readonly path: string;
  readonly message: string;
}

/** The context of rules, apart from their subject. */
export interface RunContext {
  readonly settings: Settings;
  readonly workspace: WorkspaceView;
  readonly uri: string;
}

/** The context of fixes. */
export interface FixRun extends RunContext {
  readonly meetsLevel: MeetsLevel;
  /** Whether no rule finds an error in the text of a manifest that a fix adds. */
  accepts(text: string): boolean;
}

/** The context of the rules of one document. */
export interface DocumentRun extends RunContext {
  /** The index of the document in its file, from 0. */
  readonly document: number;
}

/**
 * Runs one rule on one subject, unless it has a different target. A rule that throws yields one hit with the error, and
 * the other rules still report.
 */
export function runRule<Of extends keyof Candidates>(
  active: ActiveRule,
  of: Of,
  candidate: Candidates[Of],
  resource: Resource | undefined,
  run: DocumentRun,
): readonly RuleHit[] {
  const { rule } = active;
  if (rule.on.of !== of) return [];
  try {
    const selected = (rule.on.select as (one: Candidates[Of]) => unknown)(candidate);
    if (selected === undefined) return [];
    const hits: RuleHit[] = [];
    for (const hit of rule.check(selected, checkContext(active, run))) {
      const { start, end } = rangeOf(hit);
      const path = hit.at instanceof Value ? hit.at.pathText : "";
      const severity = severityOf(active, hit, resource, path);
      if (severity === "off") continue;
      hits.push({
        active: severity === active.severity ? active : { ...active, severity },
        settings: active.settings ?? run.settings,
        hit,
        resource,
        start,
        end,
        path,
        message: capitalizedTitle(rule.message(hit.data)),
      });
    }
    return hits;
  } catch (error) {
    return [crashHit(active, resource, run.settings, error)];
  }
}

/** `This Job has …`: the title of an object without a name can start a message. */
function capitalizedTitle(message: string): string {
  return message.replace(/^this (?=[A-Z])/, "This ");
}

/** Runs a rule on an object that is not in a file, or on the images in it if that is its target. */
export function runOnObject(active: ActiveRule, object: Resource, run: DocumentRun): readonly RuleHit[] {
  return active.rule.on.of === "images"
    ? runRule(active, "images", imageSourceOf(object), object, run)
    : runRule(active, "resource", object, object, run);
}

function severityOf(
  { rule, severity: byDefault, ofNodes }: ActiveRule,
  { severity: ofHit, intended }: Hit<unknown>,
  resource: Resource | undefined,
  path: string,
): Severity | "off" {
  const severity = ofHit ?? byDefault;
  if (ofNodes === undefined || severity === "hint") return severity;
  if (rule.neededBy && resource && isNodeWork(resource, path)) return ofNodes;
  if (rule.forService && severity !== "error" && resource && isShell(resource)) return ofNodes;
  return intended ? "information" : severity;
}

/** The ids of the same problem in other tools. */
export function peersOf({ hit, active }: RuleHit): Peers {
  return hit.peers ?? active.rule.peers ?? {};
}

export function fixContext({ options, settings }: ActiveRule, run: FixRun): FixContext<Options> {
  const { workspace, uri, meetsLevel } = run;
  return { options, settings: settings ?? run.settings, workspace, uri, meetsLevel };
}

/** Written out instead of spread, because this runs for every rule and resource. */
function checkContext(
  { rule, options, settings }: ActiveRule,
  run: DocumentRun,
): RuleContext<Options> & Partial<InWorkspace> {
  const { workspace, uri, document } = run;
  const effectiveSettings = settings ?? run.settings;
  return rule.on.inWorkspace
    ? { options, settings: effectiveSettings, uri, workspace, document }
    : { options, settings: effectiveSettings, uri };
}

function rangeOf({ at, range, onKey }: Hit<unknown>): TextRange {
  if (range) return range;
  if (!(at instanceof Value)) return at;
  return onKey && at.key ? at.key : at.token;
}

function crashHit(
  active: ActiveRule,
  resource: Resource | undefined,
  settings: Settings,
  error: unknown,
): RuleHit {
  const at = resource?.anchor ?? { start: 0, end: 0 };
  const { start, end } = at instanceof Value ? at.token : at;
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The rule ${active.rule.id} failed here (${reason}); please report it, the other rules are not affected.`;
  return {
    active: { ...active, severity: "information", rule: { ...active.rule, fixes: () => [] } },
    settings,
    hit: { at, data: undefined },
    resource,
    start,
    end,
    path: "",
    message,
  };
}
