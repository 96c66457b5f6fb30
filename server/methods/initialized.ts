import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type FileSystemWatcher,
  WatchKind,
} from "vscode-languageserver/node";
import type { Background } from "../background.ts";

/** There are too many JSON files to watch, so only baselines are watched. Hidden files are listed, because the globs of some clients do not match them. */
const watched: readonly FileSystemWatcher[] = [
  { globPattern: "**/*.{yaml,yml}" },
  { globPattern: "**/.{kubewright,kube-linter}.{yaml,yml}" },
  { globPattern: "**/*baseline*.json" },
  { globPattern: "**/{Kustomization,Dockerfile*,*.[Dd]ockerfile,Containerfile*}" },
  // Creating or deleting a folder is a single event, and a glob cannot distinguish its name from that of a file.
  { globPattern: "**/*", kind: WatchKind.Create | WatchKind.Delete },
];

/** Registers for changes of settings and files, then starts to read the workspace. */
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
