import { type Severity, severities } from "../../engine/index.ts";
import type { ReportedFinding, Reporter, ReporterContext } from "../report.ts";
import { escapeControls } from "../terminal/text.ts";
import { repositoryPaths } from "./repository.ts";
import { silenceText } from "./silence.ts";

const levels = {
  error: "error",
  warning: "warning",
  information: "notice",
  hint: "notice",
} as const satisfies Record<Severity, string>;

/** A step can create 10 annotations of each level. GitHub silently drops the rest. */
const annotationsPerLevel = 10;

/**
 * Workflow commands, which GitHub shows next to the line in a pull request, most severe first. Findings beyond its limit
 * and suppressed ones are printed as plain lines. Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function githubReporter({ io }: ReporterContext): Reporter {
  const paths = repositoryPaths(io.cwd);
  const all: { readonly file: string; readonly reported: ReportedFinding }[] = [];
  return {
    file({ name, findings }) {
      for (const reported of findings) all.push({ file: name, reported });
    },
    end() {
      const room = { error: annotationsPerLevel, warning: annotationsPerLevel, notice: annotationsPerLevel };
      const rank = ({ reported }: (typeof all)[number]) => severities.indexOf(reported.finding.severity);
      for (const { file, reported } of all.sort((a, b) => rank(a) - rank(b))) {
        const level = levels[reported.finding.severity];
        const shown = reported.silence === undefined && room[level]-- > 0;
        io.print(`${shown ? command(level, paths.of(file) ?? file, reported) : plain(file, reported)}\n`);
      }
    },
  };
}

function command(level: string, file: string, { finding, range: { start, end } }: ReportedFinding): string {
  const properties = {
    file,
    line: start.line,
    endLine: end.line,
    // GitHub accepts columns only if the range is on one line.
    ...(start.line === end.line && { col: start.column, endColumn: end.column }),
    title: finding.rule,
  };
  const pairs = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapeProperty(escapeControls(String(value)))}`,
  );
  return `::${level} ${pairs.join(",")}::${escapeData(escapeControls(finding.message))}`;
}

function plain(file: string, { finding, range: { start }, silence }: ReportedFinding): string {
  const place = `${file}:${start.line}:${start.column}`;
  const suppressed = silence ? ` ${silenceText(silence)}` : "";
  return withoutCommands(
    escapeControls(`${place}: ${finding.severity}: ${finding.message} (${finding.rule})${suppressed}`),
  );
}

/**
 * A plain line, with a zero-width space in everything that a runner would read as a command: `::` at its start, `##[` anywhere.
 * Source: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
function withoutCommands(line: string): string {
  return line.replace(/^(\s*:)(?=:)/, "$1\u200b").replaceAll("##[", "##\u200b[");
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
