import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { type BuiltFix, presetsOf, type Rule, rules, type Severity } from "../../engine/index.ts";
import type { PlaceRange, ReportedFile, ReportedFinding, Reporter, ReporterContext } from "../report.ts";

const levels: Record<Severity, string> = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "note",
};

/** Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarifReporter({ io, version, customRules }: ReporterContext): Reporter {
  const known = [...rules, ...customRules];
  const driver = { name: "kubewright", semanticVersion: version, version, rules: known.map(descriptor) };
  const bases = { "%SRCROOT%": { uri: `${pathToFileURL(io.cwd).href}/` } };
  io.print(
    `{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":${JSON.stringify({ driver })},` +
      `"originalUriBaseIds":${JSON.stringify(bases)},"columnKind":"utf16CodeUnits","results":[`,
  );
  const ruleIndex = new Map(known.map(({ id }, at) => [id, at]));
  const seen = new Map<string, number>();
  let separator = "\n";
  return {
    file(file) {
      for (const reported of file.findings) {
        io.print(separator + JSON.stringify(result(file, reported)));
        separator = ",\n";
      }
    },
    end({ incomplete }) {
      const invocations = [{ executionSuccessful: !incomplete, workingDirectory: bases["%SRCROOT%"] }];
      io.print(`\n],"invocations":${JSON.stringify(invocations)}}]}\n`);
    },
  };

  function result(file: ReportedFile, reported: ReportedFinding): object {
    const { finding, range, fixes, related, silence } = reported;
    const fingerprint = fingerprintOf(file.name, reported);
    const before = seen.get(fingerprint) ?? 0;
    seen.set(fingerprint, before + 1);
    return {
      ruleId: finding.rule,
      ruleIndex: ruleIndex.get(finding.rule),
      level: levels[finding.severity],
      message: { text: finding.message },
      locations: [
        {
          physicalLocation: { artifactLocation: artifact(file.name, io.cwd), region: region(range) },
          logicalLocations: logicalLocation(reported),
        },
      ],
      relatedLocations:
        related.length === 0
          ? undefined
          : related.map((place, id) => ({
              id,
              physicalLocation: {
                artifactLocation: artifact(place.file, io.cwd),
                region: region(place.range),
              },
              message: { text: place.message },
            })),
      partialFingerprints: { "kubewright/v1": `${fingerprint}:${before + 1}` },
      fixes: fixes.length === 0 ? undefined : fixes.map((fix) => sarifFix(file, fix, io.cwd)),
      suppressions: silence && [
        {
          kind: silence.by === "baseline" ? "external" : "inSource",
          status: "accepted",
          justification: silence.reason,
        },
      ],
      properties: { severity: finding.severity },
    };
  }
}

function descriptor(rule: Rule): object {
  const [helpUri] = rule.links;
  const links = rule.links.map((link) => `- <${link}>`).join("\n");
  return {
    id: rule.id,
    shortDescription: { text: rule.summary },
    fullDescription: { text: `${rule.summary} ${rule.why}` },
    ...(helpUri && { helpUri }),
    help: { text: rule.why, markdown: links ? `${rule.why}\n\n${links}` : rule.why },
    defaultConfiguration: {
      enabled: presetsOf(rule).includes("recommended"),
      level: levels[rule.severity],
    },
    properties: { tags: ["kubernetes", rule.category] },
  };
}

/** Stays the same when lines are added above: made of what is wrong with which object, not of where it stands. */
function fingerprintOf(file: string, { finding }: ReportedFinding): string {
  const { kind, namespace, name } = finding.resource ?? {};
  const identity = [finding.rule, file, kind, namespace, name, finding.path, finding.message];
  return createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 32);
}

/** Relative to the folder of the run where that is possible: viewers look below their own checkout. */
function artifact(file: string, cwd: string): object {
  if (file.startsWith("../") || /^[A-Za-z]:/.test(file))
    return { uri: new URL(file, `${pathToFileURL(cwd)}/`).href };
  return { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}

function region({ start, end }: PlaceRange): object {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function logicalLocation({ finding }: ReportedFinding): readonly object[] | undefined {
  if (!finding.resource) return undefined;
  const { apiVersion, kind, namespace, name } = finding.resource;
  const owner = [apiVersion, kind, namespace, name].filter(Boolean).join("/");
  return [
    {
      name: name ?? kind,
      kind: "object",
      fullyQualifiedName: finding.path ? `${owner}#${finding.path}` : owner,
    },
  ];
}

function sarifFix(file: ReportedFile, fix: BuiltFix, cwd: string): object {
  return {
    description: { text: `${fix.title} (${fix.class})` },
    artifactChanges: [
      {
        artifactLocation: artifact(file.name, cwd),
        replacements: fix.edits.map(({ start, end, text }) => ({
          deletedRegion: region(file.rangeOf(start, end)),
          insertedContent: { text },
        })),
      },
    ],
  };
}
