import type { ImageReference } from "../images/reference.ts";
import { type ImagePlatform, type ImageQuestion, questionOf } from "../images/registry.ts";
import { type NodePlatform, nodePlatform } from "../kubernetes/node-platform.ts";
import type { Workload } from "../kubernetes/resource.ts";
import type { RunContext } from "../lint/run.ts";
import type { ImageFact, Said } from "./image-card.ts";

/** The registry's answer about an image, if it was queried. */
export function answerFacts(
  parsed: ImageReference,
  workload: Workload | undefined,
  said: Said,
  context: RunContext,
): readonly ImageFact[] {
  const { registry } = parsed;
  const question = questionOf(parsed);
  const answer = context.workspace.image(question);
  switch (answer?.kind) {
    case "found": {
      const platform = platformAt(question, workload, context);
      const platforms = answer.platforms.map(platformText);
      return [
        { kind: "found", digest: answer.digest, size: platform?.size, platforms, user: platform?.user },
      ];
    }
    case "missing":
      return said.has("image-not-found") ? [] : [{ kind: "missing" }];
    case "denied":
      return [{ kind: "denied", registry }];
    case "unavailable":
      return [{ kind: "unavailable", registry, reason: answer.reason }];
    default:
      return [];
  }
}

/** The image for the platform of the pod's nodes, if the registry was queried about it; otherwise the usual one. */
export function platformAt(
  question: ImageQuestion,
  workload: Workload | undefined,
  { workspace }: RunContext,
): ImagePlatform | undefined {
  const answer = workspace.image(question);
  if (answer?.kind !== "found") return undefined;
  const wanted: Partial<NodePlatform> = (workload && nodePlatform(workload)) ?? {};
  const { os = "linux", architecture = "amd64" } = wanted;
  const [only, ...others] = answer.platforms;
  return (
    answer.platforms.find((one) => one.os === os && one.architecture === architecture) ??
    (others.length === 0 ? only : undefined)
  );
}

function platformText({ os, architecture, variant }: ImagePlatform): string {
  return [os, architecture, variant].filter((part) => part !== undefined).join("/");
}
