import type { Value } from "../../kubernetes/value.ts";
import { valuesAt } from "../../kubernetes/values-at.ts";
import type { EditBuilder, MaybeChange } from "../edit.ts";
import { type Part, restructure } from "../restructure.ts";
import { type Migrate, same } from "./migration.ts";

/** `autoscaling/v2beta1` and `autoscaling/v2beta2` to `autoscaling/v2`. */
export const autoscaler: Migrate = ({ root, document }, edit) => {
  const status = root.at("status");
  return same([
    ...targetEdits(root.at("spec", "scaleTargetRef"), edit),
    ...valuesAt(root, "spec.metrics.*").flatMap((metric) =>
      sources.flatMap((source) => {
        const value = metric.at(source);
        return value ? renewed(value, source, document.text) : [];
      }),
    ),
    // The API server ignores the status, but not fields in it that are unknown.
    ...(status?.at("currentMetrics") ? [edit.remove(status)] : []),
  ]);
};

/** The controller no longer finds targets in the group `extensions`, and the API server rejects a missing group. */
function targetEdits(target: Value | undefined, edit: EditBuilder): readonly MaybeChange[] {
  const apiVersion = target?.at("apiVersion");
  const isWorkload = /^(?:Deployment|StatefulSet|ReplicaSet)$/.test(target?.at("kind")?.string ?? "");
  if (!target || !isWorkload) return [];
  if (!apiVersion) return [edit.set(target, ["apiVersion"], "apps/v1", { before: ["kind"] })];
  return /^(?:extensions|apps\/v1beta)/.test(apiVersion.string ?? "")
    ? [edit.setValue(apiVersion, "apps/v1")]
    : [];
}

const sources = ["resource", "containerResource", "pods", "object", "external"] as const;

/** The amounts of the first version, and where they are now. */
const targets: readonly (readonly [old: string, type: string, name: string])[] = [
  ["targetAverageUtilization", "Utilization", "averageUtilization"],
  ["targetAverageValue", "AverageValue", "averageValue"],
  ["averageValue", "AverageValue", "averageValue"],
  ["targetValue", "Value", "value"],
];

function renewed(source: Value, type: (typeof sources)[number], text: string): readonly MaybeChange[] {
  const amounts = targets.filter(([old]) => source.at(old));
  const metricName = source.at("metricName");
  if (amounts.length === 0 && !metricName) return [];
  // An object's metric can have a value and an average value. The average takes precedence.
  const [amount] = amounts;
  if (!amount || (amounts.length > 1 && type !== "object")) return [undefined];
  const selector = source.at(type === "external" ? "metricSelector" : "selector");
  const parts: Part[] = [];
  const described = type === "object" ? source.at("target") : undefined;
  if (described) parts.push({ kept: described, name: "describedObject" });
  for (const name of ["name", "container"]) {
    const value = source.at(name);
    if (value) parts.push({ kept: value });
  }
  if (metricName) {
    const fields: Part[] = [{ kept: metricName, name: "name" }];
    if (selector) fields.push({ kept: selector, name: "selector" });
    parts.push({ name: "metric", fields });
  }
  const [old, targetType, name] = amount;
  parts.push({
    name: "target",
    fields: [
      { name: "type", value: targetType },
      { kept: source.at(old)!, name },
    ],
  });
  return [restructure(source, parts, text)];
}
