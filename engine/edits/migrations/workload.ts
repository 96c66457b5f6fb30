import { isUnset } from "../../kubernetes/fields.ts";
import { readLabels } from "../../kubernetes/labels.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import type { MaybeChange } from "../edit.ts";
import { isMissing, type Migrate } from "./migration.ts";

/**
 * Deployment, StatefulSet, DaemonSet and ReplicaSet of `extensions/v1beta1`, `apps/v1beta1` and `apps/v1beta2` to
 * `apps/v1`. In the older two, the labels of the pods were the default of the selector and of the object's own labels.
 */
export const workload: Migrate = (resource, edit) => {
  const { apiVersion, root } = resource;
  const spec = root.at("spec");
  const labels = readLabels(root.at("spec", "template", "metadata", "labels"));
  if (!spec?.isMap || !labels || labels.size === 0) return undefined;
  const removed = ["rollbackTo", "templateGeneration"].flatMap((name) => spec.at(name) ?? []);
  const edits: MaybeChange[] = removed.map((value) => edit.remove(value));
  if (isUnset(spec, "selector")) {
    const selector = { matchLabels: Object.fromEntries(labels) };
    edits.push(edit.set(root, ["spec", "selector"], selector, { before: ["template"] }));
  } else if (!spec.at("selector")?.isMap) return undefined;
  const changed = changedDefaults(resource, spec);
  // Rolling back was a request, so it is not part of what runs.
  const isSame = apiVersion === "apps/v1beta2" || (changed.length === 0 && hasLabels(root));
  return { class: isSame ? "safe" : "review", caveat: changed[0], edits };
};

function hasLabels(root: Value): boolean {
  return (root.at("metadata", "labels")?.entries().length ?? 0) > 0;
}

/**
 * What the defaults of `apps/v1` change, the most important first. Source:
 * https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/extensions/v1beta1/defaults.go and
 * https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/apps/v1beta1/defaults.go
 */
function changedDefaults({ apiVersion, kind }: Resource, spec: Value): readonly string[] {
  if (apiVersion === "apps/v1beta2") return [];
  switch (kind) {
    case "DaemonSet":
    case "StatefulSet":
      return isMissing(spec, "updateStrategy", "type")
        ? ["changes of the template then replace running pods"]
        : [];
    case "Deployment": {
      const isRecreated = spec.at("strategy", "type")?.string === "Recreate";
      const isRolled = ["maxSurge", "maxUnavailable"].some((name) =>
        isMissing(spec, "strategy", "rollingUpdate", name),
      );
      const isExtension = apiVersion === "extensions/v1beta1";
      return [
        ...(isExtension && !isRecreated && isRolled
          ? ["updates then replace 25% of the pods at a time"]
          : []),
        ...(isExtension && isMissing(spec, "progressDeadlineSeconds")
          ? ["updates then fail after 10 minutes without progress"]
          : []),
        ...(isMissing(spec, "revisionHistoryLimit") ? ["10 old revisions are then kept"] : []),
      ];
    }
    default:
      return [];
  }
}
