import type { Severity } from "../../rule/rule.ts";
import type { CustomKind } from "../../workspace/custom-kinds.ts";

/**
 * How certain a problem is that a definition of a custom kind shows. Unless the definition is applied together with the
 * object, the cluster can have an older or newer one, and versions add fields and relax limits, so that is a warning.
 */
export interface Certainty {
  readonly severity: { readonly severity?: Severity };
  readonly isCertain: boolean;
}

/** @param isBuiltIn whether the API server checks the part of the object in the same way for all kinds */
export function certaintyOf(custom: CustomKind | undefined, isBuiltIn = false): Certainty {
  return isBuiltIn || !custom || custom.source === "applied" ? certain : likely;
}

const certain: Certainty = { severity: {}, isCertain: true };

/** For what another version of a definition would allow. */
export const likely: Certainty = { severity: { severity: "warning" }, isCertain: false };

/**
 * The end of a sentence after "so".
 *
 * @param object the rejected object in the words of a message
 * @param by who rejects it
 */
export function rejection({ isCertain }: Certainty, object = "it", by = "the API server"): string {
  return isCertain ? `${by} rejects ${object}` : `${by} rejects it unless the cluster's CRD differs`;
}
