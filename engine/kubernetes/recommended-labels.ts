import { parseImageReference } from "../images/reference.ts";
import { labelValueProblem } from "./labels.ts";
import { asWorkload, literal, type Resource } from "./resource.ts";

/** The prefix of the labels that tools share. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export const recommendedPrefix = "app.kubernetes.io/";

/** The application's name: the value of its name label, else the resource's name. */
export function applicationName(resource: Resource): string | undefined {
  const labels = resource.root.at("metadata", "labels");
  const called = ["app", "k8s-app"].map((key) => literal(labels?.at(key))).find((text) => text !== undefined);
  return asLabel(called ?? resource.name);
}

/**
 * The version in the tag of the main container's image: of the only container, or of the one with the
 * workload's name. `undefined` if the tag is not a version.
 */
export function applicationVersion(resource: Resource): string | undefined {
  const containers = asWorkload(resource)?.pod.at("containers")?.items() ?? [];
  const main =
    containers.length === 1
      ? containers[0]
      : containers.find((container) => container.at("name")?.string === resource.name);
  const image = parseImageReference(literal(main?.at("image")) ?? "");
  if (image.kind !== "image" || !/^v?\d+(?:\.\d+)*(?:[-+.][\w.-]+)?$/.test(image.tag ?? "")) return undefined;
  return asLabel(image.tag);
}

function asLabel(text: string | undefined): string | undefined {
  return text !== undefined && !labelValueProblem(text) ? text : undefined;
}
