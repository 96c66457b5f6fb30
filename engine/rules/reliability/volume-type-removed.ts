import { titleOf } from "../../kubernetes/pods.ts";
import { asSkeleton } from "../../kubernetes/resource.ts";
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
    const { group, kind, root } = resource;
    const title = titleOf(resource);
    const isRemoved = (since: string) => isAtLeast(settings.kubernetesVersion, since);
    if (group === "" && kind === "PersistentVolume")
      for (const [type, since] of removed) {
        const at = type === "gitRepo" ? undefined : root.at("spec", type);
        if (at?.isMap && isRemoved(since))
          yield { at, onKey: true, data: { title, name: undefined, type, since, isPod: false } };
      }
    const workload = asSkeleton(resource);
    for (const { value, name } of workload ? volumesOf(workload) : [])
      for (const [type, since] of removed) {
        const at = value.at(type);
        if (at?.isMap && isRemoved(since))
          yield { at, onKey: true, data: { title, name, type, since, isPod: true } };
      }
  },

  message: ({ title, name, type, since, isPod }) => {
    const subject = !isPod ? title : `${name === undefined ? "A volume" : `Volume "${name}"`} of ${title}`;
    const fact =
      type === "gitRepo" ? `which Kubernetes ${since} turned off` : `which Kubernetes ${since} removed`;
    return `${subject} has type ${type}, ${fact}, so ${isPod ? "its pods" : "pods that mount it"} do not start.`;
  },
});

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
