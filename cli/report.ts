import { fileURLToPath } from "node:url";
import {
  type BuiltFix,
  documentStarts,
  type Finding,
  type FixClass,
  isAppliedUnasked,
  lineTable,
  type Range,
  type RelatedPlace,
  type Rule,
  type Severity,
  type SuppressedFinding,
  severities,
  type Unedited,
} from "../engine/index.ts";
import { readTextSync } from "../host/read.ts";
import type { Io } from "./io.ts";
import { displayName, type RunFile } from "./selection.ts";
import type { Workspace } from "./workspace.ts";

/** Counted from 1. Columns are UTF-16 code units, not counting a byte order mark. */
interface Place {
  readonly line: number;
  readonly column: number;
}

export interface PlaceRange {
  readonly start: Place;
  readonly end: Place;
}

/** A finding for output. */
export interface ReportedFinding {
  readonly finding: Finding;
  readonly range: PlaceRange;
  readonly fixes: readonly ReportedFix[];
  readonly related: readonly ReportedPlace[];
  /** What suppresses the finding. A suppressed finding is shown only on request and does not affect the exit code. */
  readonly silence: SuppressedFinding["silence"] | undefined;
}

/** A fix with all of its edits. */
export interface ReportedFix {
  readonly title: string;
  readonly class: FixClass;
  /** Replacements of ranges. A new file consists of its one replacement. Empty if they would show a credential. */
  readonly edits: readonly ReportedEdit[];
}

interface ReportedEdit {
  readonly file: string;
  readonly range: PlaceRange;
  readonly text: string;
}

interface ReportedPlace {
  readonly file: string;
  readonly range: PlaceRange;
  readonly message: string;
}

/** A file with its findings. */
export interface ReportedFile {
  readonly name: string;
  readonly text: string;
  readonly findings: readonly ReportedFinding[];
  /** The positions of values that must not be printed. Computed on demand. */
  confidential(): readonly PlaceRange[];
  rangeOf(start: number, end: number): PlaceRange;
}

export type Counts = Readonly<Record<Severity, number>>;

export interface Summary {
  readonly files: number;
  readonly documents: number;
  readonly resources: number;
  readonly counts: Counts;
  /** Findings that `fix` can fix, and those that `fix --all` can fix. */
  readonly fixable: { readonly safe: number; readonly all: number };
  /** The number of suppressed findings; `undefined` without `--report-suppressed`. */
  readonly suppressed: number | undefined;
  readonly excluded: number;
  /** The number of files that were not checked because people do not edit them, by reason. */
  readonly unedited: ReadonlyMap<Unedited, number>;
  /** Package folders that were skipped. */
  readonly packages: readonly string[];
  readonly incomplete: boolean;
  /** Whether an internal error occurred in a file. */
  readonly crashed: boolean;
}

/** Prints the results of a run, file by file. */
export interface Reporter {
  file(file: ReportedFile): void;
  end(summary: Summary): void;
}

/** The context of a reporter. */
export interface ReporterContext {
  readonly io: Io;
  readonly version: string;
  /** The custom rules of the configurations, each id once. */
  readonly customRules: readonly Rule[];
}

export interface ReportOptions {
  /** Whether suppressed findings are shown too. */
  readonly suppressed?: boolean;
  /** Which findings are reported; by default, all. */
  readonly isWanted?: ((file: RunFile, finding: Finding) => boolean) | undefined;
  readonly step?: (done: number) => void;
}

/** Checks all files and passes those with findings to the reporter. */
export function report(
  workspace: Workspace,
  reporter: Reporter,
  { suppressed: showsSuppressed = false, isWanted = () => true, step = () => {} }: ReportOptions = {},
): Summary {
  const counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
  const total = { files: 0, documents: 0, resources: 0 };
  const fixable = { safe: 0, all: 0 };
  let suppressed = 0;
  for (const [at, file] of workspace.files.entries()) {
    step(at);
    workspace.visit(file, (text) => {
      const { documents, resources } = workspace.linter.census(file.uri);
      total.files++;
      total.documents += documents;
      total.resources += resources;
      const found = workspace.linter.findings(file.uri).filter((finding) => isWanted(file, finding));
      const silenced = showsSuppressed ? workspace.linter.suppressed(file.uri) : [];
      suppressed += silenced.length;
      if (found.length + silenced.length === 0) return;
      const rangeOf = placer(text);
      const repeatsSecret = secretFinder(text, () => workspace.linter.confidential(file.uri));
      const findings = found.map((finding) => {
        counts[finding.severity]++;
        const fixes = workspace.linter.fixes(finding, file.uri);
        if (fixes.some((fix) => fix.class === "safe")) fixable.safe++;
        if (fixes.some((fix) => isAppliedUnasked(finding.severity, fix.class))) fixable.all++;
        const shown = fixes.map((fix) => ({
          title: fix.title,
          class: fix.class,
          // Most formats do not show them.
          get edits() {
            const edits = finding.confidential ? [] : editsOf(fix, file, rangeOf);
            return edits.some((edit) => repeatsSecret(edit.text)) ? [] : edits;
          },
        }));
        return reported(finding, shown, rangeOf, undefined);
      });
      for (const { finding, silence } of silenced) findings.push(reported(finding, [], rangeOf, silence));
      findings.sort((a, b) => a.finding.start - b.finding.start);
      const confidential = () =>
        workspace.linter.confidential(file.uri).map(({ start, end }) => rangeOf(start, end));
      reporter.file({ name: file.name, text, findings, confidential, rangeOf });
    });
  }
  const summary = {
    ...total,
    counts,
    fixable,
    suppressed: showsSuppressed ? suppressed : undefined,
    excluded: workspace.excluded,
    unedited: workspace.unedited,
    packages: workspace.packages,
    incomplete: workspace.incomplete,
    crashed: workspace.crashed,
  };
  reporter.end(summary);
  return summary;

  function reported(
    finding: Finding,
    fixes: readonly ReportedFix[],
    rangeOf: ReportedFile["rangeOf"],
    silence: ReportedFinding["silence"],
  ): ReportedFinding {
    return {
      finding,
      fixes,
      range: rangeOf(finding.start, finding.end),
      related: finding.related.flatMap((related) => relatedPlace(related) ?? []),
      silence,
    };
  }

  function editsOf(
    { edits, elsewhere, created }: BuiltFix,
    file: RunFile,
    rangeOf: ReportedFile["rangeOf"],
  ): readonly ReportedEdit[] {
    const placed = (name: string, place: ReportedFile["rangeOf"], changes: BuiltFix["edits"]) =>
      changes.map(({ start, end, text }) => ({ file: name, range: place(start, end), text }));
    const others = elsewhere.flatMap((change) => {
      const path = fileURLToPath(change.uri);
      const text = workspace.linter.text(change.uri) ?? readTextSync(path).text;
      const name = displayName(path, workspace.cwd);
      return text === undefined ? [] : placed(name, placer(text), change.edits);
    });
    const made = created.map(({ uri, text }) => ({
      file: displayName(fileURLToPath(uri), workspace.cwd),
      range: placer("")(0, 0),
      text,
    }));
    return [...placed(file.name, rangeOf, edits), ...others, ...made];
  }

  function relatedPlace({ uri, document, start, end, message }: RelatedPlace): ReportedPlace | undefined {
    const file = workspace.fileAt(uri);
    const text = file && textOf(file);
    if (!file || text === undefined) return undefined;
    const offset = documentStarts(text)[document] ?? 0;
    return { file: file.name, range: placer(text)(offset + start, offset + end), message };
  }

  function textOf(file: RunFile): string | undefined {
    return workspace.linter.text(file.uri) ?? readTextSync(file.path).text;
  }
}

/** Detects texts that repeat a value that must not be printed. Ignores short values, which occur by chance. */
function secretFinder(text: string, ranges: () => readonly Range[]): (edit: string) => boolean {
  let values: readonly string[] | undefined;
  return (edit) => {
    values ??= ranges()
      .map(({ start, end }) => text.slice(start, end))
      .filter((value) => 4 <= value.length);
    return values.some((value) => edit.includes(value));
  };
}

function placer(text: string): (start: number, end: number) => PlaceRange {
  const table = lineTable(text);
  const mark = text.startsWith("\uFEFF") ? 1 : 0;
  const place = (offset: number): Place => {
    const { line, character } = table.positionAt(offset);
    return { line: line + 1, column: line === 0 ? Math.max(character - mark, 0) + 1 : character + 1 };
  };
  return (start, end) => ({ start: place(start), end: place(end) });
}

/**
 * 1 if there are findings at or above the threshold, otherwise 0; 2 if some files could not be checked, and 3 after an
 * internal error.
 */
export function exitCode({ counts, incomplete, crashed }: Summary, failOn: string): 0 | 1 | 2 | 3 {
  if (crashed) return 3;
  if (incomplete) return 2;
  const reach = (severities as readonly string[]).indexOf(failOn);
  return severities.some((severity, rank) => rank <= reach && counts[severity] > 0) ? 1 : 0;
}
