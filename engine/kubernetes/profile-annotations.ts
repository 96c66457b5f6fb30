import { containersOf, quotedName } from "./containers.ts";
import { titleOf } from "./pods.ts";
import { isTemplated, literal, type Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/** An annotation of the pod that sets a profile, as the security context does since Kubernetes 1.19 or 1.30. */
export interface ProfileAnnotation {
  readonly at: Value;
  readonly text: string;
  /** The pod's spec or the container that the annotation applies to; `undefined` where no container has that name. */
  readonly owner: Value | undefined;
  /** `Deployment "web"` or `container "web" of Deployment "web"`: how the middle of a sentence names the owner. */
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
 * The annotation that sets the same profile as a field of an owner's security context. The API server rejects the two
 * if they do not match.
 * Source: validateSeccompAnnotationsAndFields in https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go
 */
export function twinAnnotation(
  workload: Workload,
  owner: Value,
  field: keyof typeof annotationNames,
): ProfileAnnotation | undefined {
  const { prefix, ofPod } = annotationNames[field];
  return profileAnnotations(workload, prefix, ofPod).find(
    (annotation) => annotation.owner?.node === owner.node,
  );
}

/** A profile as the security context writes it. */
export type Profile =
  | { readonly type: string }
  | { readonly type: string; readonly localhostProfile: string };

/**
 * The profile annotations of a workload's pods: those of containers start with `prefix`, that of the whole pod is `ofPod`.
 * Annotations that are filled in later are left out.
 */
export function profileAnnotations(
  workload: Workload,
  prefix: string,
  ofPod?: string,
): readonly ProfileAnnotation[] {
  return (workload.template.at("metadata", "annotations")?.entries() ?? []).flatMap(({ name, value }) => {
    const text = literal(value);
    if (text === undefined || isTemplated(name)) return [];
    if (name === ofPod) return [{ at: value, text, owner: workload.pod, title: titleOf(workload) }];
    if (!name.startsWith(prefix)) return [];
    const container = name.slice(prefix.length);
    const owner = containersOf(workload).find((candidate) => candidate.name === container)?.value;
    return [{ at: value, text, owner, title: `container ${quotedName({ name: container, workload })}` }];
  });
}

/** The title of a fix that replaces a seccomp annotation with the field of its owner, the pod's spec or a container. */
export function replacementTitle(owner: Value, profile: Profile): string {
  const text =
    "localhostProfile" in profile
      ? `the seccompProfile "${profile.localhostProfile}" of type Localhost`
      : `a seccompProfile of type ${profile.type}`;
  const place = typeof owner.path.at(-1) === "number" ? "container" : "pod";
  return `Replace the annotation with ${text} in the ${place}'s securityContext`;
}

/** A title at the start of a sentence. */
export function capitalized(title: string): string {
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** The profile that an annotation sets; `undefined` where it is disabled or invalid. */
export function profileOf(text: string): Profile | undefined {
  if (text === "runtime/default" || text === "docker/default") return { type: "RuntimeDefault" };
  const localhostProfile = /^localhost\/(.+)$/.exec(text)?.[1];
  return localhostProfile === undefined ? undefined : { type: "Localhost", localhostProfile };
}
