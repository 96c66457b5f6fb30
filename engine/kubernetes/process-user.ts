import { hasNamedUser } from "../images/named-users.ts";
import { startsNonRoot } from "../images/non-root.ts";
import { type OwnUser, ownUserOf } from "../images/own-users.ts";
import { type ImageKnowledge, type ImageProcess, knowledgeOf, undemanding } from "../images/process-users.ts";
import { type ImageReference, parseImageReference } from "../images/reference.ts";
import { isRootImage } from "../images/root-images.ts";
import { type Container, commandWords, containersOf } from "./containers.ts";
import { literal, type Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/** The user that a container starts as, judging by its image. */
export type StartUser =
  /** The user of the image is not known. */
  | { readonly kind: "unknown" }
  /** It starts as root, and in this pod no user is known to work, but one might be likely. */
  | { readonly kind: "root"; readonly image: string; readonly likely: number | undefined }
  /** It can start as that user if it gets what `process.needs` lists; `own` means that it already does. */
  | { readonly kind: "user"; readonly image: string; readonly process: ImageProcess; readonly own: boolean };

/** Whether a tool replaces the images that a file refers to by this name. */
export type IsReplaced = (name: string) => boolean;

/** What the table of official images says about a container's image. */
export function imageKnowledgeOf(container: Container, isReplaced: IsReplaced): ImageKnowledge | undefined {
  const reference = referenceOf(container);
  const knowledge = reference && knowledgeOf(reference);
  if (!knowledge || !hasOwnImage(container, isReplaced)) return knowledge;
  // Another version or image replaces it: only that it might start as this user is certain.
  return { ...knowledge, process: undefined };
}

/** Whether the container's image is known to start as a user that is not root, whatever its command. */
export function startsAsOwnUser(
  container: Container,
  isReplaced: IsReplaced,
  isBuiltNonRoot: (name: string) => boolean,
): boolean {
  const text = literal(container.at("image")) ?? "";
  // The base image of ko is distroless with a user: https://ko.build/configuration/#overriding-base-images
  if (text.startsWith("ko://") || isWebAssembly(container.workload)) return true;
  const reference = referenceOf(container);
  if (!reference) return false;
  const name = imageNameOf(container);
  if (name !== undefined && isBuiltNonRoot(name)) return true;
  return startsNonRoot(reference, imageKnowledgeOf(container, isReplaced));
}

/** What is known about how a container starts if no setting overrides the user of its image. */
export type RootStart =
  | { readonly kind: "unknown" }
  /** As root, after which its entry point may switch to a different user. */
  | { readonly kind: "starts" }
  /** As root, and it stays root. */
  | { readonly kind: "runs" }
  /** As root, and its entry point switches to this user. */
  | { readonly kind: "switches"; readonly user: string };

/** Whether a tool of the workspace builds or replaces the container's image, so that it is the user's own. */
export function hasOwnImage(container: Container, isReplaced: IsReplaced): boolean {
  const name = imageNameOf(container);
  return name !== undefined && isReplaced(name);
}

/** Whether the container's image is known to start as root, and whether it then switches to a different user. */
export function rootStartOf(container: Container, isReplaced: IsReplaced): RootStart {
  const reference = referenceOf(container);
  if (!reference || hasOwnImage(container, isReplaced)) return { kind: "unknown" };
  if (isRootImage(reference)) return { kind: "runs" };
  const knowledge = knowledgeOf(reference);
  if (!knowledge) return { kind: "unknown" };
  const { process, alwaysRoot, needsCapabilities } = knowledge;
  if (process?.startsAsRoot === false || (!process && !alwaysRoot)) return { kind: "unknown" };
  // A command bypasses the entry point.
  if (container.at("command") && !startsEntryPoint(container)) return { kind: "runs" };
  if (!process) return { kind: needsCapabilities ? "starts" : "runs" };
  if (!runsProgram(container, process)) return { kind: "starts" };
  // Servers on a low port only let their workers switch.
  return process.lowPort || process.user === undefined
    ? { kind: "runs" }
    : { kind: "switches", user: process.user };
}

/** Whether the command is the image's own entry point, as official images call it. */
function startsEntryPoint(container: Container): boolean {
  return /(?:^|\/)docker-entrypoint\.sh$/.test(container.at("command", 0)?.string ?? "");
}

/** A WebAssembly module runs in a sandbox without users: https://www.spinkube.dev/docs/overview/ */
function isWebAssembly({ pod }: Workload): boolean {
  return /wasm|(?:^|-)spin(?:-|$)/.test(pod.at("runtimeClassName")?.string ?? "");
}

function isUnofficialRoot(container: Container, isReplaced: IsReplaced): boolean {
  const reference = referenceOf(container);
  return reference !== undefined && isRootImage(reference) && !hasOwnImage(container, isReplaced);
}

/** Whether the user of the container's image is known to be a name instead of a number. */
export function startsAsNamedUser(container: Container): boolean {
  const reference = referenceOf(container);
  return reference !== undefined && hasNamedUser(reference);
}

function ownUser(container: Container): OwnUser | undefined {
  const reference = referenceOf(container);
  return reference && ownUserOf(reference);
}

/** The name of a container's image as written, without tag and digest; `undefined` if it is not a reference. */
export function imageNameOf(container: Container): string | undefined {
  const end = referenceOf(container)?.ranges.repository.end;
  return end === undefined ? undefined : literal(container.at("image"))?.slice(0, end);
}

/** The reference to a container's image; `undefined` if it is not written out, or not a reference. */
export function referenceOf(container: Container): ImageReference | undefined {
  const text = literal(container.at("image"));
  const reference = text === undefined ? undefined : parseImageReference(text);
  return reference?.kind === "image" ? reference : undefined;
}

/** The user that a container would start as if it must not start as root. */
export function startUserOf(container: Container, isReplaced: IsReplaced): StartUser {
  const own = ownUser(container);
  if (own?.uid !== undefined) {
    const process = { ...unchanged, user: own.name, uid: own.uid, gid: own.uid, source: own.source };
    return { kind: "user", image: container.at("image")?.string ?? "", process, own: true };
  }
  if (isUnofficialRoot(container, isReplaced))
    return { kind: "root", image: container.at("image")?.string ?? "", likely: undefined };
  const knowledge = imageKnowledgeOf(container, isReplaced);
  if (!knowledge) return { kind: "unknown" };
  const { process } = knowledge;
  const image = container.at("image")?.string ?? knowledge.name;
  const starts = process && runsProgram(container, process) && canUseVolumes(container, process);
  if (!starts) return { kind: "root", image, likely: process?.uid };
  return { kind: "user", image, process, own: !process.startsAsRoot };
}

/** An image that already sets the user needs nothing else. */
const unchanged = { ...undemanding, startsAsRoot: false, programs: [] } as const;

/** A command bypasses the entry point; arguments do, unless they are for the program or begin with its name. */
function runsProgram(container: Container, { programs }: ImageProcess): boolean {
  if (container.at("command")) return false;
  const [first] = container.at("args")?.items() ?? [];
  if (first === undefined) return true;
  const word = literal(first);
  return word !== undefined && (word.startsWith("-") || programs.includes(word));
}

/**
 * Kinds of volumes that the kubelet hands over to the group in `fsGroup`, or whose files everyone can read.
 */
const reached: readonly string[] = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/**
 * Whether a user other than root can use the container's volumes: no host path or network file system, whose owner does
 * not change, no files that only their owner can read, and not the directory that the process has to own. Source:
 * https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#configure-volume-permission-and-ownership-change-policy-for-pods
 */
function canUseVolumes(container: Container, process: ImageProcess): boolean {
  return mountsOf(container).every(({ value, volume, path }) => {
    if (path === process.owns && !keepsDataBelow(container)) return false;
    if (!process.volumeGroup && isClaim(volume)) return false;
    if (value.at("readOnly")?.value === true && volume?.at("hostPath")) return true;
    if (volume === undefined) return !isSharedTemplate(container.workload, value.at("name")?.string);
    if (!reached.some((kind) => volume.at(kind))) return false;
    return !["secret", "configMap", "projected", "downwardAPI"].some((kind) => isPrivate(volume.at(kind)));
  });
}

/** PostgreSQL keeps its data in a directory below the volume if PGDATA says so. */
function keepsDataBelow(container: Container): boolean {
  const data = (container.at("env")?.items() ?? []).find((entry) => entry.at("name")?.string === "PGDATA");
  return /^\/var\/lib\/postgresql\/data\/./.test(data?.at("value")?.string ?? "");
}

/** Files that only their owner and group can read. */
function isPrivate(source: Value | undefined): boolean {
  const mode = source?.at("defaultMode")?.value;
  return mode !== undefined && mode !== null && (typeof mode !== "number" || (mode & 0o004) === 0);
}

/**
 * A claim of a StatefulSet that several nodes can write: most network file systems do not support `fsGroup`.
 */
function isSharedTemplate({ root }: Workload, name: string | undefined): boolean {
  const claim = (root.at("spec", "volumeClaimTemplates")?.items() ?? []).find(
    (template) => template.at("metadata", "name")?.string === name,
  );
  return (claim?.at("spec", "accessModes")?.items() ?? []).some(({ string }) => string === "ReadWriteMany");
}

/** Where a container writes. */
export interface WriteAnswer {
  /** `known`: only to these directories; `image`: also to its image's files; `unknown`: anywhere. */
  readonly kind: "known" | "image" | "unknown";
  /** Directories that no volume covers; `/tmp` if nothing is known. */
  readonly directories: readonly string[];
  /** Whether a server has a configuration, which can set other directories. */
  readonly configured: boolean;
}

export function writesOf(container: Container, isReplaced: IsReplaced): WriteAnswer {
  const knowledge = imageKnowledgeOf(container, isReplaced);
  const { process } = knowledge ?? {};
  if (process?.scratch && runsProgram(container, process)) {
    const directories = uncovered(container, [...process.data, ...process.scratch], process.data);
    const files = mountsOf(container).some(({ volume }) => volume?.at("configMap") ?? volume?.at("secret"));
    return { kind: "known", directories, configured: process.lowPort && files };
  }
  const isServer = knowledge?.writes === true && !container.at("command");
  const kind = isServer || installsPackages(container) ? "image" : "unknown";
  return { kind, directories: uncovered(container, ["/tmp"]), configured: false };
}

/** Whether a command installs packages into the image's file system, whatever the image. */
function installsPackages({ value }: Container): boolean {
  const words = commandWords(value);
  return words.some((word) => packageProgram.test(word.string ?? ""));
}

const packageProgram =
  /(?:^|[\s;&|(/])(?:apt|apt-get|apk|yum|dnf|microdnf|pip3?|npm|yarn|gem|useradd|adduser)(?:$|\s)/m;

interface ContainerMount {
  readonly value: Value;
  /** `undefined` for a claim of a StatefulSet, and for one that the pod does not declare. */
  readonly volume: Value | undefined;
  readonly path: string;
}

function mountsOf(container: Container): readonly ContainerMount[] {
  const volumes = container.workload.pod.at("volumes")?.items() ?? [];
  return (container.at("volumeMounts")?.items() ?? []).map((value) => {
    const name = value.at("name")?.string;
    return {
      value,
      volume: volumes.find((volume) => volume.at("name")?.string === name),
      path: value.at("mountPath")?.string?.replace(/(?<=.)\/+$/, "") ?? "",
    };
  });
}

/** Whether the container mounts a claim, whose files belong to root unless a group is set. */
export function mountsClaim(container: Container): boolean {
  return mountsOf(container).some(({ volume }) => isClaim(volume));
}

function isClaim(volume: Value | undefined): boolean {
  return !volume || ["persistentVolumeClaim", "ephemeral", "csi"].some((kind) => volume.at(kind));
}

/** The directories that none of the container's volumes covers. */
export function uncovered(
  container: Container,
  directories: readonly string[],
  data: readonly string[] = [],
): readonly string[] {
  const paths = mountsOf(container).map(({ path }) => path);
  return directories.filter(
    (directory) =>
      !paths.some(
        (path) =>
          path === directory ||
          directory.startsWith(`${path === "/" ? "" : path}/`) ||
          // If the data of a directory is on a volume, nothing else is written there.
          (data.includes(directory) && path.startsWith(`${directory}/`)),
      ),
  );
}

/** Names for new volumes at directories; containers that share a pod do not share them. */
export function volumeNames(
  container: Container,
  directories: readonly string[],
): readonly string[] | undefined {
  const { pod } = container.workload;
  const taken = new Set((pod.at("volumes")?.items() ?? []).map((volume) => volume.at("name")?.string));
  const isSingle = containersOf(container.workload).length === 1;
  const names: string[] = [];
  for (const directory of directories) {
    const parts = directory.split("/").filter(Boolean);
    const last = parts.at(-1) ?? "root";
    const base = (last === "nginx" || last === "data" ? parts.slice(-2).join("-") : last).toLowerCase();
    const candidates = [...(isSingle ? [base] : []), `${container.name}-${base}`];
    const name = candidates.find(
      (one) => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(one) && !taken.has(one),
    );
    if (name === undefined) return undefined;
    taken.add(name);
    names.push(name);
  }
  return names;
}
