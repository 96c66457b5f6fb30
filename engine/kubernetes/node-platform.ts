import type { Workload } from "./resource.ts";
import { literal } from "./resource.ts";
import type { Value } from "./value.ts";

/** The platform of the nodes that a pod is scheduled on, if its `nodeSelector` shows it. */
export interface NodePlatform {
  readonly os: string | undefined;
  readonly architecture: string | undefined;
  /** `arm64`, `windows/amd64`. */
  readonly text: string;
  /** The value that sets it. */
  readonly at: Value;
}

/** Source: https://kubernetes.io/docs/reference/labels-annotations-taints/ (`beta.` names until 1.35 and older) */
export function nodePlatform({ pod }: Workload): NodePlatform | undefined {
  const selector = pod.at("nodeSelector");
  const label = (name: string) =>
    selector?.at(`kubernetes.io/${name}`) ?? selector?.at(`beta.kubernetes.io/${name}`);
  const [os, architecture] = [label("os"), label("arch")];
  const at = architecture ?? os;
  const parts = [literal(os), literal(architecture)];
  const text = parts.filter((part) => part !== undefined).join("/");
  return at && text !== "" ? { os: parts[0], architecture: parts[1], text, at } : undefined;
}
