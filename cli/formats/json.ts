import type { Reporter, ReporterContext } from "../report.ts";

/** The format that scripts depend on, with one finding on each line. */
export function jsonReporter({ io, version }: ReporterContext): Reporter {
  io.print(`{"version":1,"tool":${JSON.stringify({ name: "kubewright", version })},"findings":[`);
  let separator = "\n";
  return {
    file({ name, findings }) {
      const lines = findings.map(({ finding, range, fixes, related, silence }) =>
        JSON.stringify({
          rule: finding.rule,
          severity: finding.severity,
          message: finding.message,
          file: name,
          range,
          resource: finding.resource && {
            apiVersion: finding.resource.apiVersion,
            kind: finding.resource.kind,
            namespace: finding.resource.namespace,
            name: finding.resource.name,
          },
          path: finding.path,
          peers: finding.peers,
          fixes,
          related,
          ...(silence && { suppressed: true, suppression: silence }),
        }),
      );
      io.print(separator + lines.join(",\n"));
      separator = ",\n";
    },
    end({ files, documents, resources, counts, suppressed }) {
      io.print(`\n],"summary":${JSON.stringify({ files, documents, resources, ...counts, suppressed })}}\n`);
    },
  };
}
