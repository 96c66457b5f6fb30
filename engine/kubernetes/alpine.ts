import { againstAlpine, mentionsOf, toolsMissingOn } from "../images/build-tools.ts";
import { caveatsOf, toolsOnAlpine } from "../images/caveats.ts";
import { cgoIn, gnuOnlyIn } from "../images/gnu-only.ts";
import type { Range, TextEdit } from "../text/range.ts";
import type { Container } from "./containers.ts";
import type { ImageUse } from "./image-use.ts";
import { isWindows } from "./pods.ts";
import { inherited } from "./security-context.ts";
import type { Value } from "./value.ts";

/** What the text around an image shows about a move to Alpine. */
export interface AlpineMove {
  /** What would no longer work there. */
  readonly obstacles: readonly AlpineObstacle[];
  /** Edits of the document that remove obstacles. */
  readonly edits: readonly TextEdit[];
}

export interface AlpineObstacle {
  readonly at: Value | Range;
  /** `Needs bash, which the Alpine variant lacks` */
  readonly reason: string;
  /** The edits remove it. */
  readonly solved: boolean;
}

/**
 * What the manifest shows about moving an image to Alpine; undefined if it rules the move out: Windows, Debian's
 * package tools, data written by the current image, a numeric user, or an operator that depends on the image's files.
 *
 * @param name of the official image, without registry and `library/`
 */
export function moveToAlpine({ container, step, slots }: ImageUse, name: string): AlpineMove | undefined {
  const runs = container?.value ?? step;
  // A chart or a kustomization does not show what runs in the image, so the user has to decide.
  if (!runs) return slots.kind === "keys" ? { obstacles: [], edits: [] } : undefined;
  if (container && (isWindows(container.workload) || keepsData(container) || fixesUser(container, name)))
    return undefined;
  const texts = commandsOf(runs);
  if (texts.some((text) => mentions(text, /(?<![\w.-])(?:apt|apt-get|dpkg)(?![\w-])/))) return undefined;
  const missing = [
    ...BASH.filter((tool) => !toolsOnAlpine(name).includes(tool)),
    ...toolsMissingOn("alpine", name),
  ];
  const obstacles = texts.flatMap((at) =>
    mentionsOf(at.string ?? "", missing).map(([program]) => ({
      at,
      reason: againstAlpine(program),
      solved: false,
    })),
  );
  return { obstacles: [...obstacles, ...gnuOnly(runs, name)], edits: [] };
}

/** Where a container uses GNU programs, glibc, or a C compiler for Go. */
function gnuOnly(runs: Value, name: string): readonly AlpineObstacle[] {
  const isCgo = (code: string) => name === "golang" && 0 < cgoIn(code).length;
  const settings = (runs.at("env")?.items() ?? []).flatMap((variable) => {
    const value = variable.at("value");
    return value && isCgo(`${variable.at("name")?.string}=${value.string}`) ? [value] : [];
  });
  return [
    ...settings.map((at) => ({
      at,
      reason: "Needs a C compiler for cgo, which the Alpine variant lacks",
      solved: false,
    })),
    ...linesOf(runs).flatMap(({ at, code }) =>
      [...gnuOnlyIn(code), ...(isCgo(code) ? cgoIn(code) : [])].map(({ reason }) => ({
        at,
        reason,
        solved: false,
      })),
    ),
  ];
}

/** The command lines of a container, each list of words joined into one. */
function linesOf(runs: Value): readonly { readonly at: Value; readonly code: string }[] {
  const lines = listsOf(runs).flatMap((list) => {
    const words = list.items();
    const [first] = words;
    return first ? [{ at: first, code: words.map(({ string }) => string ?? "").join(" ") }] : [];
  });
  return [...lines, ...scriptsOf(runs).map((at) => ({ at, code: at.string ?? "" }))];
}

/**
 * Whether the container runs as a numeric user that the Alpine variant does not have: programs that look up their own
 * user, such as PostgreSQL's initdb, then fail.
 */
function fixesUser(container: Container, name: string): boolean {
  const user = inherited(container, "runAsUser");
  const ids = caveatsOf(name).find(({ kind }) => kind === "user")?.ids;
  return ids !== undefined && typeof user !== "string" && user.number !== 0 && user.number !== ids.alpine;
}

const BASH = ["bash"];

/**
 * What a container is told to run: command, arguments, probes, lifecycle hooks, and the script of a Tekton step or an
 * Argo Workflows template. Scripts from a ConfigMap are not read.
 */
export function commandsOf(runs: Value): readonly Value[] {
  return [...listsOf(runs).flatMap((list) => list.items()), ...scriptsOf(runs)];
}

function listsOf(runs: Value): readonly Value[] {
  return [
    runs.at("command"),
    runs.at("args"),
    ...["livenessProbe", "readinessProbe", "startupProbe"].map((probe) => runs.at(probe, "exec", "command")),
    ...["postStart", "preStop"].map((hook) => runs.at("lifecycle", hook, "exec", "command")),
  ].filter((list) => list !== undefined);
}

function scriptsOf(runs: Value): readonly Value[] {
  return [runs.at("script"), runs.at("source")].filter((script) => script !== undefined);
}

function mentions({ string: text }: Value, program: RegExp): boolean {
  return text !== undefined && program.test(text);
}

/**
 * Whether the container mounts a volume that outlives its pod: files on it belong to the user, and follow the sort
 * order, of the image that wrote them. A volume that the pod does not declare is a claim of its StatefulSet.
 */
function keepsData(container: Container): boolean {
  const { pod } = container.workload;
  const passing = new Set<unknown>();
  for (const volume of pod.at("volumes")?.items() ?? []) {
    if (passingKinds.some((kind) => volume.at(kind))) passing.add(volume.at("name")?.value);
  }
  const mounts = container.at("volumeMounts")?.items() ?? [];
  return mounts.some((mount) => !passing.has(mount.at("name")?.value));
}

/** Kinds of volumes that are created and deleted with the pod. */
const passingKinds = ["emptyDir", "configMap", "secret", "downwardAPI", "projected", "ephemeral", "image"];
