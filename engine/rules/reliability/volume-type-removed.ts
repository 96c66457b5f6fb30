import { titleOf } from "../../kubernetes/pods.ts";
import { asSkeleton, type Resource } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { volumesOf } from "../../kubernetes/volumes.ts";
import { defineRule, resources } from "../../rule/rule.ts";

export default defineRule({
  id: "volume-type-removed",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A volume has a type that Kubernetes no longer supports.",
  why: "The API server accepts the object, but the kubelet cannot mount the volume, so the pods do not start.",
  links: [
    "https://kubernetes.io/docs/concepts/storage/volumes/",
    "https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/pod/warnings.go",
  ],
  lifeCycle: true,
  on: resources,

  *check(resource, { settings }) {
    const title = titleOf(resource);
    for (const { source, name, isPod } of volumeSources(resource))
      for (const [type, since] of removed) {
        const at = type === "gitRepo" && !isPod ? undefined : source.at(type);
        if (at?.isMap && isAtLeast(settings.kubernetesVersion, since))
          yield { at, onKey: true, data: { title, name, type, since, isPod } };
      }
  },

  message: ({ title, name, type, since, isPod }) => {
    const subject = !isPod ? title : `${name === undefined ? "A volume" : `Volume "${name}"`} of ${title}`;
    const fact =
      type === "gitRepo" ? `which Kubernetes ${since} turned off` : `which Kubernetes ${since} removed`;
    return `${subject} has type ${type}, ${fact}, so pods that use it do not start.`;
  },
});

interface VolumeSource {
  /** The mapping whose keys are types of volumes. */
  readonly source: Value;
  readonly name: string | undefined;
  /** Whether it is in the spec of a pod. */
  readonly isPod: boolean;
}

function volumeSources(resource: Resource): readonly VolumeSource[] {
  const { group, kind, root } = resource;
  const spec = group === "" && kind === "PersistentVolume" ? root.at("spec") : undefined;
  const workload = asSkeleton(resource);
  return [
    ...(spec ? [{ source: spec, name: undefined, isPod: false }] : []),
    ...(workload ? volumesOf(workload) : []).map(({ value, name }) => ({ source: value, name, isPod: true })),
  ];
}

/** The versions of Kubernetes without support for a type, as the API server's warnings say. */
const removed: readonly (readonly [type: string, since: string])[] = [
  ["photonPersistentDisk", "1.16"],
  ["scaleIO", "1.22"],
  ["flocker", "1.25"],
  ["quobyte", "1.25"],
  ["storageos", "1.25"],
  ["glusterfs", "1.26"],
  ["cephfs", "1.31"],
  ["rbd", "1.31"],
  ["gitRepo", "1.33"],
];
