import type { ResourceFacts } from "./facts.ts";
import type { WorkspaceView } from "./index.ts";
import type { PatchTarget } from "./kustomize-patches.ts";

/** Whether a kustomization that builds a workload has a patch that might change the ports of its containers. */
export function mayPatchPorts(workspace: WorkspaceView, workload: ResourceFacts): boolean {
  const { groupKind, name, place } = workload;
  if (name === undefined) return false;
  return workspace.changesOf(place.uri).some(({ file, text, target }) => {
    if (target && !mayMean(target, groupKind, name)) return false;
    if (text !== undefined) return /\bports\b/.test(text) && (target !== undefined || text.includes(name));
    // The operations of such a patch are not known here.
    if (target) return true;
    const patch = workspace
      .ofKind(groupKind, undefined)
      .find((one) => one.place.uri === file && one.name === name);
    return patch !== undefined && (patch.pod === undefined || 0 < patch.pod.portNumbers.length);
  });
}

/** A name or kind that contains regular expression syntax might match anything. */
function mayMean({ kind, name }: PatchTarget, groupKind: string, ofWorkload: string): boolean {
  const fits = (pattern: string | undefined, text: string) =>
    pattern === undefined || pattern === text || /[^\w.-]/.test(pattern);
  return fits(kind, groupKind.slice(groupKind.indexOf("/") + 1)) && fits(name, ofWorkload);
}
