import type { ReportedFinding, Reporter, ReporterContext } from "../report.ts";

/** JUnit's XML as Jenkins and GitLab read it: a suite for each file with findings, a failed case for each finding. */
export function junitReporter({ io, version }: ReporterContext): Reporter {
  io.print(`<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="kubewright ${escapeXml(version)}">\n`);
  return {
    file({ name, findings }) {
      const cases = findings.map((reported) => testCase(name, reported)).join("");
      const count = `tests="${findings.length}" failures="${findings.length}"`;
      io.print(`  <testsuite name="${escapeXml(name)}" ${count}>\n${cases}  </testsuite>\n`);
    },
    end() {
      io.print("</testsuites>\n");
    },
  };
}

function testCase(file: string, { finding, range: { start } }: ReportedFinding): string {
  const place = `${file}:${start.line}:${start.column}`;
  const message = escapeXml(finding.message);
  return `    <testcase classname="${finding.rule}" name="${escapeXml(place)}">
      <failure type="${finding.severity}" message="${message}">${escapeXml(place)}: ${message}</failure>
    </testcase>
`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML 1.0 has no place for most controls, escaped or not. */
function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, "\ufffd")
      .replace(/[&<>"]/g, (character) => entities[character]!)
      .replace(/[\t\r\n]/g, (character) => `&#${character.charCodeAt(0)};`)
  );
}
