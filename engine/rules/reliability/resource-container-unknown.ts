import { type Container, containersOf } from "../../kubernetes/containers.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated, literal, type Workload } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import { isSaidElsewhere } from "../../workspace/scaling.ts";
import { isTypo } from "../../workspace/typo.ts";

export default defineRule({
  id: "resource-container-unknown",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A resourceFieldRef names a container that its pod does not have.",
  why: "The kubelet cannot find out the amount, so it does not start the container, or never mounts the volume.",
  links: [
    "https://kubernetes.io/docs/concepts/workloads/pods/downward-api/#downwardapi-resourceFieldRef",
    "https://kubernetes.io/docs/tasks/inject-data-application/downward-api-volume-expose-pod-information/#store-container-fields",
  ],
  asksWorkspace: true,
  on: workloads,

  *check(workload, { workspace }) {
    const { group, kind } = workload;
    // Another part of the object, such as a patch, may have the container.
    if (isSaidElsewhere(workspace, `${group}/${kind}`, workload)) return;
    const containers = containersOf(workload);
    // One without an image is mostly a part of another object.
    if (containers.some((one) => !one.at("image") || isTemplated(one.name))) return;
    const known = containers.filter(({ role }) => role !== "ephemeral").map(({ name }) => name);
    for (const { at, so } of references(workload, containers)) {
      const name = literal(at);
      if (name === undefined || known.includes(name)) continue;
      const similar = known.length === 1 ? known : known.filter((other) => isTypo(name, other));
      yield { at, data: { title: titleOf(workload), name, similar, so } };
    }
  },

  message: ({ title, name, so }) =>
    `The resourceFieldRef names container "${name}", but ${title} has no container of that name, so ${so}.`,

  fixes: [
    {
      // Review: another container of the pod has nearly the same name, or there is only one.
      class: "review",
      title: ({ similar }) => `Use container "${similar[0]}"`,
      edits: ({ at, data: { similar } }, edit) =>
        similar.length === 1 ? [edit.setValue(at, similar[0]!)] : undefined,
    },
  ],
});

interface Reference {
  readonly at: Value;
  /** What follows where the name is unknown. */
  readonly so: string;
}

/** Names of containers in variables, and in the files of volumes. */
function references({ pod }: Workload, containers: readonly Container[]): readonly Reference[] {
  const variables = containers.flatMap(({ value }) =>
    (value.at("env")?.items() ?? []).map((variable) => ({
      field: variable.at("valueFrom", "resourceFieldRef"),
      so: "the container with the variable never starts",
    })),
  );
  const files = (pod.at("volumes")?.items() ?? []).flatMap((volume) => {
    const projected = volume.at("projected", "sources")?.items() ?? [];
    const sources = [volume, ...projected].flatMap(
      (source) => source.at("downwardAPI", "items")?.items() ?? [],
    );
    return sources.map((file) => ({ field: file.at("resourceFieldRef"), so: "the volume is never mounted" }));
  });
  return [...variables, ...files].flatMap(({ field, so }) => {
    const at = field?.at("containerName");
    return at ? [{ at, so }] : [];
  });
}
