import { containersOf } from "./containers.ts";
import { isTemplated, literal, type Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/** An annotation of the pod that says what a field of the security context says today. */
export interface ProfileAnnotation {
  readonly at: Value;
  readonly text: string;
  /** The pod's spec or the container that it means; `undefined` where there is no such container. */
  readonly owner: Value | undefined;
  /** The owner as a sentence names it in its middle. */
  readonly title: string;
}

const annotationNames = {
  seccompProfile: {
    prefix: "container.seccomp.security.alpha.kubernetes.io/",
    ofPod: "seccomp.security.alpha.kubernetes.io/pod",
  },
  appArmorProfile: { prefix: "container.apparmor.security.beta.kubernetes.io/", ofPod: undefined },
};

/**
 * The annotation that says what a field of an owner's security context says, too. The API server rejects the two where
 * they do not match.
 * Source: validateSeccompAnnotationsAndFields in https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go
 */
export function twinAnnotation(
  workload: Workload,
  owner: Value,
  field: keyof typeof annotationNames,
): ProfileAnnotation | undefined {
  const { prefix, ofPod } = annotationNames[field];
  return profileAnnotations(workload, prefix, ofPod).find((one) => one.owner?.node === owner.node);
}

/** A profile as the fields of the security context have it. */
export type Profile =
  | { readonly type: string }
  | { readonly type: string; readonly localhostProfile: string };

/**
 * The annotations of a workload's pods for containers, `prefix` and the container's name, and for the whole pod.
 * Without those that are filled in later.
 */
export function profileAnnotations(
  workload: Workload,
  prefix: string,
  ofPod?: string,
): readonly ProfileAnnotation[] {
  return (workload.template.at("metadata", "annotations")?.entries() ?? []).flatMap(({ name, value }) => {
    const text = literal(value);
    if (text === undefined || isTemplated(name)) return [];
    if (name === ofPod) return [{ at: value, text, owner: workload.pod, title: "the pod" }];
    if (!name.startsWith(prefix)) return [];
    const container = name.slice(prefix.length);
    const owner = containersOf(workload).find((one) => one.name === container)?.value;
    return [{ at: value, text, owner, title: `container "${container}"` }];
  });
}

/** The profile that the text of an annotation stands for; `undefined` where it is off, or none. */
export function profileOf(text: string): Profile | undefined {
  if (text === "runtime/default" || text === "docker/default") return { type: "RuntimeDefault" };
  const localhostProfile = /^localhost\/(.+)$/.exec(text)?.[1];
  return localhostProfile === undefined ? undefined : { type: "Localhost", localhostProfile };
}
