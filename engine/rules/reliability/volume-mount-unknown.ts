import { type Container, containersOf, quotedName } from "../../kubernetes/containers.ts";
import { isTemplated, literal, type Workload } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
import { isSaidElsewhere } from "../../workspace/scaling.ts";
import { isTypo } from "../../workspace/typo.ts";

export default defineRule({
  id: "volume-mount-unknown",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A container mounts a volume that its pod does not have.",
  why: "The API server rejects the object, because each mount must name a volume of the pod or, in a StatefulSet, a volume claim template.",
  links: ["https://kubernetes.io/docs/concepts/storage/volumes/#how-volumes-work"],
  on: inWorkspace(workloads),

  *check(workload, { workspace }) {
    // A patch might add the volume.
    if (isSaidElsewhere(workspace, `${workload.group}/${workload.kind}`, workload)) return;
    const names = volumeNames(workload);
    if (!names) return;
    for (const container of containersOf(workload)) {
      // A container without an image is usually part of a patch.
      if (!container.at("image")) continue;
      for (const mount of mountsOf(container)) {
        const at = mount.at("name");
        const name = literal(at);
        if (!at || name === undefined || names.includes(name)) continue;
        const similar = names.filter((volume) => isTypo(name, volume));
        yield { at, data: { container: quotedName(container), name, similar, isEmpty: names.length === 0 } };
      }
    }
  },

  message: ({ container, name, isEmpty }) =>
    `Container ${container} mounts volume "${name}", but the pod has no ${isEmpty ? "volumes" : "volume with that name"}, so the API server rejects the object.`,

  fixClasses: ["review"],
  *fixes({ data: { similar }, at }, edit) {
    if (similar.length === 1) {
      // Review: the volume with a similar name is probably meant.
      yield { class: "review", title: `Use volume "${similar[0]}"`, edits: [edit.setValue(at, similar[0]!)] };
    }
  },
});

/** The names of all volumes that containers of a pod can mount; `undefined` if one of them is filled in later. */
function volumeNames({ kind, pod, root }: Workload): readonly string[] | undefined {
  const volumes = pod.at("volumes");
  const claims = kind === "StatefulSet" ? root.at("spec", "volumeClaimTemplates") : undefined;
  if ([volumes, claims].some((list) => list && !list.isSequence && !list.isNull)) return undefined;
  const names = [
    ...(volumes?.items() ?? []).map((volume) => volume.at("name")),
    ...(claims?.items() ?? []).map((claim) => claim.at("metadata", "name")),
  ].map((name) => name?.string);
  const texts = names.flatMap((name) => name ?? []);
  return texts.length < names.length || texts.some(isTemplated) ? undefined : texts;
}

function mountsOf(container: Container): readonly Value[] {
  return ["volumeMounts", "volumeDevices"].flatMap((list) => container.at(list)?.items() ?? []);
}
