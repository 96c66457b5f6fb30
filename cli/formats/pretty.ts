import { severities } from "../../engine/index.ts";
import type { Counts, ReportedFile, ReportedFinding, Reporter, ReporterContext, Summary } from "../report.ts";
import type { Style } from "../terminal/style.ts";
import { escapeControls } from "../terminal/text.ts";
import { excerpt } from "./excerpt.ts";
import { silenceText } from "./silence.ts";

/** Output for people: grouped by file, each finding with its source line. */
export function prettyReporter({ io }: ReporterContext): Reporter {
  const look = io.style;
  let filesWithFindings = 0;
  return {
    file(file) {
      if (file.findings.some(({ silence }) => silence === undefined)) filesWithFindings++;
      io.print(`${look.bold(escapeControls(file.name))}\n`);
      const hidden = confidentialLines(file);
      for (const reported of file.findings) io.print(`${findingText(file, reported, hidden, look)}\n`);
    },
    end(summary) {
      io.print(summaryText(summary, filesWithFindings, look));
    },
  };
}

/** The numbers (from 1) of lines that must not be shown, neither for their own findings nor around others. */
function confidentialLines({ findings, confidential }: ReportedFile): ReadonlySet<number> {
  const lines = new Set<number>();
  const own = findings.filter(({ finding }) => finding.confidential).map(({ range }) => range);
  for (const range of [...own, ...confidential()]) {
    for (let line = range.start.line; line <= range.end.line; line++) lines.add(line);
  }
  return lines;
}

function findingText(
  file: ReportedFile,
  reported: ReportedFinding,
  hidden: ReadonlySet<number>,
  look: Style,
): string {
  const { finding, range, fixes, related, silence } = reported;
  const { severity } = finding;
  if (silence) {
    const text = `${severity} ${finding.message} ${finding.rule} ${silenceText(silence)}`;
    return look.dim(`  ${range.start.line}:${range.start.column} ${escapeControls(text)}\n`);
  }
  const lines = [
    `  ${range.start.line}:${range.start.column} ${look.severity(severity, severity)} ${escapeControls(finding.message)} ${look.dim(finding.rule)}`,
    ...(finding.confidential || hidden.has(range.start.line)
      ? []
      : excerpt(file.text, finding, range, hidden, (text) => look.severity(severity, text), look.dim)),
  ];
  for (const place of related) {
    const at = `${place.file}:${place.range.start.line}:${place.range.start.column}`;
    lines.push(look.dim(`      see ${escapeControls(`${at}: ${place.message}`)}`));
  }
  const [fix] = fixes;
  if (fix)
    lines.push(
      look.dim(
        `      fix: ${escapeControls(fix.title)} (${fix.class === "template" ? "in the editor" : fix.class})`,
      ),
    );
  return `${lines.join("\n")}\n`;
}

/** Empty if nothing was checked because of errors that are already reported. */
function summaryText(summary: Summary, filesWithFindings: number, look: Style): string {
  const { files, resources, counts, suppressed, excluded, incomplete } = summary;
  const total = severities.reduce((sum, severity) => sum + counts[severity], 0);
  const left = [
    ...(suppressed ? [`; ${count(suppressed, "finding")} suppressed`] : []),
    ...(excluded > 0 ? [`; ${count(excluded, "file")} excluded by configuration`] : []),
    ...skipped(summary),
  ].join("");
  if (files === 0) return incomplete ? "" : `No manifests found${left}.\n`;
  const seen = `${count(files, "file")} with ${count(resources, "resource")}${left}`;
  if (total === 0) return `No findings in ${seen}.\n`;
  const found = `${look.bold(count(total, "finding"))} (${tally(counts, look)})`;
  return `${found} in ${filesWithFindings} of ${seen}.${fixableText(summary)}\n`;
}

function tally(counts: Counts, look: Style): string {
  return severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => look.severity(severity, severityCount(counts[severity], severity)))
    .join(", ");
}

function severityCount(number: number, severity: string): string {
  return severity === "information" ? `${number} information` : count(number, severity);
}

function fixableText({ fixable: { safe, all } }: Summary): string {
  if (all === 0) return "";
  const safely = `${safe} can be fixed with \`kubewright fix\``;
  if (safe === all) return ` ${safely}.`;
  const unsafely = `${all} with \`kubewright fix --all\``;
  return safe === 0 ? ` ${unsafely.replace(" with", " can be fixed with")}.` : ` ${safely}, ${unsafely}.`;
}

/** What was skipped because people do not edit it: the number of files, and the names of package folders. */
function skipped({ unedited, packages }: Summary): readonly string[] {
  const total = [...unedited.values()].reduce((sum, number) => sum + number, 0);
  const reasons = [...unedited].map(([why, number]) => `${number} ${why}`).join(", ");
  const [only] = unedited.keys();
  const files = unedited.size === 1 ? count(total, `${only} file`) : `${total} files (${reasons})`;
  const parts = [...(total > 0 ? [files] : []), ...listed(packages)];
  return parts.length === 0 ? [] : [`; ${parts.join(", ")} skipped (\`vendored: true\` checks them)`];
}

/** The first three folders by name, and the number of further ones. */
function listed(folders: readonly string[]): readonly string[] {
  const more = folders.length - 3;
  const names = folders.slice(0, 3).map((folder) => escapeControls(`${folder}/`));
  return [...names, ...(0 < more ? [`${more} more`] : [])];
}

/** `1 file`, `2 files` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
