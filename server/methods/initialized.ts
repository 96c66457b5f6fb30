import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type FileSystemWatcher,
  WatchKind,
} from "vscode-languageserver/node";
import type { Background } from "../background.ts";

/** Of JSON only baselines are watched: there is far too much of it. Hidden files are named, because not every client's globs match them. */
const watched: readonly FileSystemWatcher[] = [
  { globPattern: "**/*.{yaml,yml}" },
  { globPattern: "**/.{kubewright,kube-linter}.{yaml,yml}" },
  { globPattern: "**/*baseline*.json" },
  { globPattern: "**/{Kustomization,Dockerfile*,*.[Dd]ockerfile,Containerfile*}" },
  // A folder that comes or goes is one event, and it has no name that a glob could tell from a file's.
  { globPattern: "**/*", kind: WatchKind.Create | WatchKind.Delete },
];

/** Asks the client to tell about settings and files, then starts to read the workspace. */
export async function initialized(background: Background): Promise<void> {
  const { client, connection } = background.session;
  const registrations: Promise<unknown>[] = [];
  if (client.registersConfiguration) {
    const section = { section: "kubewright" };
    registrations.push(connection.client.register(DidChangeConfigurationNotification.type, section));
  }
  if (client.registersWatchedFiles) {
    const watchers = [...watched];
    registrations.push(connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
  }
  await Promise.allSettled(registrations);
  await background.start();
}
