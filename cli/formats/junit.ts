import type { ReportedFinding, Reporter, ReporterContext } from "../report.ts";
import { silenceText } from "./silence.ts";

/** JUnit XML for Jenkins and GitLab: a suite for each file with findings, a failed case for each finding, a skipped case for each suppressed one. */
export function junitReporter({ io, version }: ReporterContext): Reporter {
  io.print(`<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="kubewright ${escapeXml(version)}">\n`);
  return {
    file({ name, findings }) {
      const cases = findings.map((reported) => testCase(name, reported)).join("");
      const skipped = findings.filter(({ silence }) => silence !== undefined).length;
      const failed = `tests="${findings.length}" failures="${findings.length - skipped}"`;
      const count = skipped > 0 ? `${failed} skipped="${skipped}"` : failed;
      io.print(`  <testsuite name="${escapeXml(name)}" ${count}>\n${cases}  </testsuite>\n`);
    },
    end() {
      io.print("</testsuites>\n");
    },
  };
}

function testCase(file: string, { finding, range: { start }, silence }: ReportedFinding): string {
  const place = `${file}:${start.line}:${start.column}`;
  const message = escapeXml(finding.message);
  const outcome = silence
    ? `<skipped message="${escapeXml(`${finding.message} ${silenceText(silence)}`)}"/>`
    : `<failure type="${finding.severity}" message="${message}">${escapeXml(place)}: ${message}</failure>`;
  return `    <testcase classname="${finding.rule}" name="${escapeXml(place)}">
      ${outcome}
    </testcase>
`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML 1.0 does not allow most control characters, even escaped. */
function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, "\ufffd")
      .replace(/[&<>"]/g, (character) => entities[character]!)
      .replace(/[\t\r\n]/g, (character) => `&#${character.charCodeAt(0)};`)
  );
}
