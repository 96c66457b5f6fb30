import { versionOf } from "../../kubernetes/kinds.ts";
import { unknownKind } from "../../kubernetes/unknown-kinds.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, resources, withDefinitions } from "../../rule/rule.ts";
import { isTypo } from "../../workspace/typo.ts";
import { type Certainty, certaintyOf, likely, rejection } from "../shared/custom-kind.ts";

export default defineRule({
  id: "kind-unknown",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The kind of an object does not exist in its API version.",
  why: 'kubectl fails with "no matches for kind", so the object is not created.',
  links: ["https://kubernetes.io/docs/reference/using-api/"],
  on: withDefinitions(resources),

  *check({ apiVersion, group, kind, root }, { workspace }) {
    const custom = workspace.customKind(apiVersion, kind);
    const written = root.at("apiVersion");
    if (custom?.servedInstead && written) {
      const own = versionOf(apiVersion);
      const nearest = nearestVersion(own, custom.servedInstead);
      // A cluster can have a newer definition than the workspace.
      const isNewer = custom.servedInstead.every((name) => rank(name) < rank(own));
      const certainty = isNewer ? likely : certaintyOf(custom);
      const version = nearest === undefined ? undefined : `${group}/${nearest}`;
      const isOld = !isNewer && custom.source === "data";
      const data: Data = { apiVersion, kind, root, similar: [], version, custom: { certainty, isOld } };
      yield { at: written, ...certainty.severity, data };
      return;
    }
    const unknown = unknownKind(apiVersion, kind);
    const at = root.at("kind");
    if (!unknown || !at) return;
    const similar = unknown.kinds.filter(
      (candidate) => isTypo(kind, candidate) || candidate.toLowerCase() === kind.toLowerCase(),
    );
    const version = unknown.versions[0];
    // OpenShift once served its own kinds in the core group. No other built-in group can have custom resources.
    if (apiVersion === "v1" && similar.length === 0 && version === undefined) return;
    const data: Data = { apiVersion, kind, root, similar, version, custom: undefined };
    yield { at, data };
  },

  message: ({ apiVersion, kind, version, similar, custom }) => {
    if (custom) {
      const instead = version === undefined ? "" : `, only in ${version}`;
      if (custom.isOld)
        return `Kind "${kind}" is no longer served in ${apiVersion}${instead}, so current versions of its CRD reject this object.`;
      const consequence = custom.certainty.isCertain
        ? "this object cannot be created"
        : rejection(custom.certainty);
      return `Kind "${kind}" is not served in ${apiVersion}${instead}, so ${consequence}.`;
    }
    return version === undefined
      ? `Kind "${kind}" does not exist in ${apiVersion}${similar.length === 1 ? ` (did you mean "${similar[0]}"?)` : ""}, so this object cannot be created.`
      : `Kind "${kind}" belongs to ${version}, not to ${apiVersion}, so this object cannot be created.`;
  },

  fixClasses: ["safe", "review"],
  *fixes({ data: { similar, version, root, custom }, at }, edit) {
    if (similar.length === 1 && version === undefined) {
      // Safe: the object cannot be created as written, and only one kind has a similar name.
      yield { class: "safe", title: `Set kind to ${similar[0]}`, edits: [edit.setValue(at, similar[0]!)] };
    }
    if (version !== undefined) {
      // Safe: the object cannot be created as written, and this version has the kind.
      // Review: versions of a custom kind can differ in their fields.
      yield {
        class: custom ? "review" : "safe",
        title: `Set apiVersion to ${version}`,
        edits: [edit.set(root, ["apiVersion"], version)],
      };
    }
  },
});

interface Data {
  readonly apiVersion: string;
  readonly kind: string;
  readonly root: Value;
  /** The kinds of the same version with similar names. */
  readonly similar: readonly string[];
  /** The version that has the kind. */
  readonly version: string | undefined;
  /** What is known of a custom kind; `isOld` if current definitions no longer serve its version. */
  readonly custom: { readonly certainty: Certainty; readonly isOld: boolean } | undefined;
}

/** The version with the closest number, and of those the most stable; `undefined` if nothing is served. */
function nearestVersion(version: string, served: readonly string[]): string | undefined {
  const distance = (name: string) => Math.abs(rank(name) - rank(version));
  return [...served].sort((a, b) => distance(a) - distance(b) || rank(b) - rank(a))[0];
}

/** Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority */
function rank(version: string): number {
  const [, major = "0", stage, minor = "0"] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  const stages = { alpha: 0, beta: 1 };
  return Number(major) * 1000 + (stage ? stages[stage as keyof typeof stages] : 2) * 100 + Number(minor);
}
