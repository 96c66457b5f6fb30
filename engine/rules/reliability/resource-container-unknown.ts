import { type Container, containersOf, quotedName } from "../../kubernetes/containers.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated, literal, type Workload } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
import { isSaidElsewhere } from "../../workspace/scaling.ts";
import { isTypo } from "../../workspace/typo.ts";

export default defineRule({
  id: "resource-container-unknown",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A resourceFieldRef refers to a container that its pod does not have.",
  why: "The kubelet cannot resolve the value, so it does not start the container or does not mount the volume.",
  links: [
    "https://kubernetes.io/docs/concepts/workloads/pods/downward-api/#downwardapi-resourceFieldRef",
    "https://kubernetes.io/docs/tasks/inject-data-application/downward-api-volume-expose-pod-information/#store-container-fields",
  ],
  on: inWorkspace(workloads),

  *check(workload, { workspace }) {
    const { group, kind } = workload;
    // A patch might add the container.
    if (isSaidElsewhere(workspace, `${group}/${kind}`, workload)) return;
    const containers = containersOf(workload);
    // A container without an image is usually part of a patch.
    if (containers.some((container) => !container.at("image") || isTemplated(container.name))) return;
    const containerNames = containers.filter(({ role }) => role !== "ephemeral").map(({ name }) => name);
    for (const { at, owner, consequence } of references(workload, containers)) {
      const name = literal(at);
      if (name === undefined || containerNames.includes(name)) continue;
      const similar =
        containerNames.length === 1
          ? containerNames
          : containerNames.filter((candidate) => isTypo(name, candidate));
      yield { at, data: { owner, name, similar, consequence } };
    }
  },

  message: ({ owner, name, consequence }) =>
    `${owner} refers to container "${name}", which the pod does not have, so ${consequence}.`,

  fixClasses: ["review"],
  *fixes({ data: { similar }, at }, edit) {
    if (similar.length === 1) {
      // Review: the pod's only container, or the one with a similar name, is probably meant.
      yield {
        class: "review",
        title: `Use container "${similar[0]}"`,
        edits: [edit.setValue(at, similar[0]!)],
      };
    }
  },
});

interface Reference {
  readonly at: Value;
  /** The variable or volume with the reference, as the start of a sentence. */
  readonly owner: string;
  /** The consequence of an unknown name, as a clause after `so`. */
  readonly consequence: string;
}

/** The names of containers in environment variables and in files of volumes. */
function references(workload: Workload, containers: readonly Container[]): readonly Reference[] {
  const variables = containers.flatMap((container) =>
    (container.at("env")?.items() ?? []).map((variable) => ({
      field: variable.at("valueFrom", "resourceFieldRef"),
      owner: `Variable "${variable.at("name")?.string ?? ""}" of container ${quotedName(container)}`,
      consequence: "the container cannot start",
    })),
  );
  const files = (workload.pod.at("volumes")?.items() ?? []).flatMap((volume) => {
    const owner = `Volume "${volume.at("name")?.string ?? ""}" of ${titleOf(workload)}`;
    const projected = volume.at("projected", "sources")?.items() ?? [];
    const sources = [volume, ...projected].flatMap(
      (source) => source.at("downwardAPI", "items")?.items() ?? [],
    );
    return sources.map((file) => ({
      field: file.at("resourceFieldRef"),
      owner,
      consequence: "the volume cannot be mounted",
    }));
  });
  return [...variables, ...files].flatMap(({ field, owner, consequence }) => {
    const at = field?.at("containerName");
    return at ? [{ at, owner, consequence }] : [];
  });
}
