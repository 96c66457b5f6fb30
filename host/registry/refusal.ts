import type { RegistryAnswer } from "../../engine/index.ts";

/** Why a registry gives no answer. */
export type Refusal = Extract<RegistryAnswer, { readonly kind: "denied" | "unavailable" }>;

/** @param reason a clause whose subject is the registry, without credentials: "refuses connections" */
export function unavailable(reason: string): Refusal {
  return { kind: "unavailable", reason };
}
