import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
} from "vscode-languageserver/node";
import type { Background } from "../background.ts";

/** Of JSON only baselines are watched: there is far too much of it. Hidden files are named, because not every client's globs match them. */
const watched = [
  "**/*.{yaml,yml}",
  "**/.{kubewright,kube-linter}.{yaml,yml}",
  "**/*baseline*.json",
  "**/{Kustomization,Dockerfile*,*.[Dd]ockerfile,Containerfile*}",
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
    const watchers = watched.map((globPattern) => ({ globPattern }));
    registrations.push(connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
  }
  await Promise.allSettled(registrations);
  await background.start();
}
