import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Location,
} from "vscode-languageserver/node";
import type { ConfigProblem, Finding, LineTable, Mark, RelatedPlace, Severity } from "../../engine/index.ts";
import { toRange } from "./position.ts";

/** What a diagnostic needs besides the finding. */
export interface DiagnosticContext {
  readonly lines: LineTable;
  /** URI of the page of a rule, or `undefined` if there is none. */
  readonly page: (rule: string) => string | undefined;
  /** The position of a related place in its file; `undefined` if it is unknown. */
  readonly locate: (place: RelatedPlace) => Location | undefined;
}

/** A diagnostic, with its range in offsets of the engine. */
export interface PlacedDiagnostic extends Mark {
  readonly diagnostic: Diagnostic;
}

export function placedDiagnostic(finding: Finding, context: DiagnosticContext): PlacedDiagnostic {
  const { start, end, message, rule } = finding;
  return { start, end, message, code: rule, diagnostic: toDiagnostic(finding, context) };
}

export function toDiagnostic(finding: Finding, { lines, page, locate }: DiagnosticContext): Diagnostic {
  const href = page(finding.rule);
  const related = finding.related.flatMap((place): DiagnosticRelatedInformation[] => {
    const location = locate(place);
    return location ? [{ location, message: place.message }] : [];
  });
  return {
    range: toRange(lines, finding),
    severity: severities[finding.severity],
    code: finding.rule,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    source: "kubewright",
    message: finding.message,
    ...(finding.tags.length > 0 ? { tags: finding.tags.map((tag) => tags[tag]) } : {}),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
  };
}

/** A problem of a `.kubewright.yaml`. */
export function placedConfigDiagnostic(problem: ConfigProblem, lines: LineTable): PlacedDiagnostic {
  const { start, end, message } = problem;
  const diagnostic: Diagnostic = {
    range: toRange(lines, problem),
    severity: DiagnosticSeverity.Error,
    code: "configuration",
    source: "kubewright",
    message,
  };
  return { start, end, message, code: "configuration", diagnostic };
}

/** Most severe first, otherwise in the given order. */
export function gravestFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => severities[a.severity] - severities[b.severity]);
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const tags: Readonly<Record<Finding["tags"][number], DiagnosticTag>> = {
  unnecessary: DiagnosticTag.Unnecessary,
  deprecated: DiagnosticTag.Deprecated,
};
