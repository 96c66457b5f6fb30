import type { ResourceFacts } from "./facts.ts";
import type { WorkspaceView } from "./index.ts";
import type { PatchTarget } from "./kustomize-patches.ts";

/** Whether a kustomization that builds a workload patches it so that its pods may declare other ports. */
export function mayPatchPorts(workspace: WorkspaceView, workload: ResourceFacts): boolean {
  const { groupKind, name, place } = workload;
  if (name === undefined) return false;
  return workspace.changesOf(place.uri).some(({ file, text, target }) => {
    if (target && !mayMean(target, groupKind, name)) return false;
    if (text !== undefined) return /\bports\b/.test(text) && (target !== undefined || text.includes(name));
    // What a list of operations changes is not known here.
    if (target) return true;
    const patch = workspace
      .ofKind(groupKind, undefined)
      .find((one) => one.place.uri === file && one.name === name);
    return patch !== undefined && (patch.pod === undefined || 0 < patch.pod.portNumbers.length);
  });
}

/** A name or kind with signs of an expression in it may stand for any. */
function mayMean({ kind, name }: PatchTarget, groupKind: string, ofWorkload: string): boolean {
  const fits = (pattern: string | undefined, text: string) =>
    pattern === undefined || pattern === text || /[^\w.-]/.test(pattern);
  return fits(kind, groupKind.slice(groupKind.indexOf("/") + 1)) && fits(name, ofWorkload);
}
