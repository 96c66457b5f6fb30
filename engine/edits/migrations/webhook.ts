import type { Value } from "../../kubernetes/value.ts";
import type { PlainValue } from "../../yaml/edit/change.ts";
import { isMissing, type Migrate } from "./migration.ts";

/**
 * What `v1beta1` set in webhooks and `v1` does not, or sets differently. Source:
 * https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/admissionregistration/v1beta1/defaults.go
 */
const formerDefaults: readonly (readonly [name: string, value: PlainValue])[] = [
  ["failurePolicy", "Ignore"],
  ["matchPolicy", "Exact"],
  ["timeoutSeconds", 30],
  ["admissionReviewVersions", ["v1beta1"]],
];

/** Webhook configurations of `admissionregistration.k8s.io/v1beta1` to `v1`. Former defaults are written out. */
export const webhook: Migrate = ({ root }, edit) => {
  const webhooks = root.at("webhooks")?.items() ?? [];
  const names = webhooks.map((one) => one.at("name")?.string);
  if (new Set(names).size < names.length || webhooks.some(hasSideEffects)) return undefined;
  const isDeclared = webhooks.every((one) => !isMissing(one, "sideEffects"));
  return {
    class: isDeclared ? "safe" : "review",
    caveat: isDeclared ? undefined : "check that the webhook has no side effects",
    edits: webhooks.flatMap((one) => [
      ...formerDefaults
        .filter(([name]) => isMissing(one, name))
        .map(([name, value]) => edit.set(one, [name], value)),
      ...(isMissing(one, "sideEffects") ? [edit.set(one, ["sideEffects"], "None")] : []),
    ]),
  };
};

/** Whether a webhook says that it has side effects, or might have. The new version rejects it. */
function hasSideEffects(one: Value): boolean {
  const text = one.at("sideEffects")?.string;
  return text !== undefined && text !== "None" && text !== "NoneOnDryRun";
}
