import { version } from "../package.json";
import type { DebugInformation, DocumentRole, DocumentStatus, Status } from "../protocol/messages.ts";
import type { Held, Session } from "./session.ts";
import { isConfigFile } from "./workspace.ts";

/** The data for the client's status items. */
export function statusOf(session: Session): Status {
  const documents = session.held().map((held) => documentStatus(session, held));
  return { busy: session.busy, files: session.workspace.files.size, documents };
}

function documentStatus(session: Session, held: Held): DocumentStatus {
  const { preset, settings } = session.settings.configOf(held.key);
  return {
    uri: held.uri,
    role: roleOf(session, held),
    resources: session.linter.census(held.key).resources,
    findings: session.report(held.uri).items.length,
    preset,
    kubernetesVersion: settings.kubernetesVersion,
    configuration: session.settings.fileOf(held.key),
  };
}

function roleOf(session: Session, { key }: Held): DocumentRole {
  if (isConfigFile(key)) return "configuration";
  return session.workspace.leftOut(key) ?? session.linter.census(key).role;
}

/** Information for bug reports, without user data. */
export function debugInformation(session: Session): DebugInformation {
  const { client, options, settings, workspace } = session;
  return {
    version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    uptime: Math.round(process.uptime()),
    memory: Math.round(process.memoryUsage.rss() / 1024 / 1024),
    folders: workspace.folders.length,
    files: workspace.files.size,
    readIn: session.readIn,
    pulls: client.pullsDiagnostics,
    trusted: options.trusted !== false,
    asksRegistries: settings.asksRegistries,
    documents: session.held().map((held) => {
      const { uri: _, configuration, ...status } = documentStatus(session, held);
      return {
        ...status,
        language: session.documents.get(held.uri)?.languageId ?? "",
        lines: held.lines.positionAt(held.text.length).line + 1,
        configured: configuration !== undefined,
      };
    }),
  };
}
