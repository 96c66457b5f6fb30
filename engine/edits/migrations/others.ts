import { valuesAt } from "../../kubernetes/values-at.ts";
import { restructure } from "../restructure.ts";
import { type Migrate, same } from "./migration.ts";

/** Objects with the same fields and defaults in both versions. */
export const unchanged: Migrate = () => same([]);

/** In `policy/v1beta1`, an empty selector selects no pods. In `policy/v1`, it selects all. */
export const disruptionBudget: Migrate = ({ root }) =>
  (root.at("spec", "selector")?.entries().length ?? 0) > 0 ? same([]) : undefined;

/** `certificates.k8s.io/v1beta1` chose a signer and usages by default. */
export const signingRequest: Migrate = ({ root }) => {
  const signer = root.at("spec", "signerName")?.string;
  const usages = root.at("spec", "usages")?.items() ?? [];
  if (signer === undefined || signer === "kubernetes.io/legacy-unknown" || usages.length === 0)
    return undefined;
  return same([]);
};

/** The topology of an endpoint became fields, and other keys are no longer allowed. */
export const endpointSlice: Migrate = ({ root }) =>
  valuesAt(root, "endpoints.*.topology").length === 0 ? same([]) : undefined;

/** The older versions use 30 shares instead of 0, and the first two use a different name for them. */
export const priorityLevel: Migrate = ({ root }, edit) => {
  const limited = root.at("spec", "limited");
  const shares = limited?.at("assuredConcurrencyShares");
  const amount = (shares ?? limited?.at("nominalConcurrencyShares"))?.number;
  if (amount === 0) return undefined;
  return same(shares ? [edit.renameKey(shares, "nominalConcurrencyShares")] : []);
};

/** ResourceClaims of `resource.k8s.io/v1beta1`, in which the fields of an exact request were not in a mapping. */
export const deviceRequests: Migrate = ({ root, document: { text } }) => {
  const requests = ["spec.devices.requests.*", "spec.spec.devices.requests.*"].flatMap((path) =>
    valuesAt(root, path),
  );
  return same(
    requests.flatMap((request) => {
      const exact = request.entries().filter(({ name }) => name !== "name" && name !== "firstAvailable");
      const others = request.entries().filter((entry) => !exact.includes(entry));
      if (exact.length === 0 || request.at("exactly")) return [];
      const fields = exact.map(({ value }) => ({ kept: value }));
      const kept = others.map(({ value }) => ({ kept: value }));
      return [restructure(request, [...kept, { name: "exactly", fields }], text)];
    }),
  );
};
