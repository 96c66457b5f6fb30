import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { presetsOf, type Rule, rules, type Severity } from "../../engine/index.ts";
import type {
  PlaceRange,
  ReportedFile,
  ReportedFinding,
  ReportedFix,
  Reporter,
  ReporterContext,
} from "../report.ts";
import { type RepositoryPaths, repositoryPaths } from "./repository.ts";

const levels: Record<Severity, string> = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "note",
};

/** Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarifReporter({ io, version, customRules }: ReporterContext): Reporter {
  const paths = repositoryPaths(io.cwd);
  const known = [...rules, ...customRules];
  const driver = { name: "kubewright", semanticVersion: version, version, rules: known.map(descriptor) };
  const bases = { "%SRCROOT%": { uri: `${pathToFileURL(paths.root).href}/` } };
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
      const invocations = [
        { executionSuccessful: !incomplete, workingDirectory: { uri: `${pathToFileURL(io.cwd).href}/` } },
      ];
      io.print(`\n],"invocations":${JSON.stringify(invocations)}}]}\n`);
    },
  };

  function result(file: ReportedFile, reported: ReportedFinding): object {
    const { finding, range, fixes, related, silence } = reported;
    const changing = fixes.filter(({ edits }) => edits.length > 0);
    const fingerprint = fingerprintOf(paths.of(file.name) ?? file.name, reported);
    const before = seen.get(fingerprint) ?? 0;
    seen.set(fingerprint, before + 1);
    return {
      ruleId: finding.rule,
      ruleIndex: ruleIndex.get(finding.rule),
      level: levels[finding.severity],
      message: { text: finding.message },
      locations: [
        {
          physicalLocation: { artifactLocation: artifact(file.name, paths), region: region(range) },
          logicalLocations: logicalLocation(reported),
        },
      ],
      relatedLocations:
        related.length === 0
          ? undefined
          : related.map((place, id) => ({
              id,
              physicalLocation: {
                artifactLocation: artifact(place.file, paths),
                region: region(place.range),
              },
              message: { text: place.message },
            })),
      partialFingerprints: {
        "kubewright/v1": `${fingerprint}:${before + 1}`,
        // GitHub reads only this one, and otherwise computes it from the text of the line:
        // https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#data-for-preventing-duplicated-alerts
        primaryLocationLineHash: `${fingerprint}:${before + 1}`,
      },
      fixes: changing.length === 0 ? undefined : changing.map((fix) => sarifFix(fix, paths)),
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

/** Stays the same when lines are added above, because it depends on the rule and the object and not on the line. */
function fingerprintOf(file: string, { finding }: ReportedFinding): string {
  const { kind, namespace, name } = finding.resource ?? {};
  const identity = [finding.rule, file, kind, namespace, name, finding.path, finding.message];
  return createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 32);
}

/** Relative to the repository's root if possible, because viewers resolve it in their own checkout. */
function artifact(file: string, paths: RepositoryPaths): object {
  const path = paths.of(file);
  return path === undefined
    ? { uri: new URL(file, `${pathToFileURL(paths.root)}/`).href }
    : { uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
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

function sarifFix({ title, class: fixClass, edits }: ReportedFix, paths: RepositoryPaths): object {
  return {
    description: { text: `${title} (${fixClass})` },
    artifactChanges: [...new Set(edits.map(({ file }) => file))].map((file) => ({
      artifactLocation: artifact(file, paths),
      replacements: edits
        .filter((edit) => edit.file === file)
        .map(({ range, text }) => ({ deletedRegion: region(range), insertedContent: { text } })),
    })),
  };
}
