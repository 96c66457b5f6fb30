import { unknownKind } from "../../kubernetes/unknown-kinds.ts";
import { defineRule, resources } from "../../rule/rule.ts";
import { isTypo } from "../../workspace/typo.ts";

export default defineRule({
  id: "kind-unknown",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The kind of an object does not exist in its API version.",
  why: 'kubectl fails with "no matches for kind", so the object is not created.',
  links: ["https://kubernetes.io/docs/reference/using-api/"],
  on: resources,

  *check({ apiVersion, kind, root }) {
    const unknown = unknownKind(apiVersion, kind);
    const at = root.at("kind");
    if (!unknown || !at) return;
    const similar = unknown.kinds.filter(
      (candidate) => isTypo(kind, candidate) || candidate.toLowerCase() === kind.toLowerCase(),
    );
    const version = unknown.versions[0];
    // OpenShift once served its own kinds in the core group. No other built-in group can have custom resources.
    if (apiVersion === "v1" && similar.length === 0 && version === undefined) return;
    yield { at, data: { apiVersion, kind, root, similar, version } };
  },

  message: ({ apiVersion, kind, version, similar }) =>
    version === undefined
      ? `Kind "${kind}" does not exist in ${apiVersion}${similar.length === 1 ? ` (did you mean "${similar[0]}"?)` : ""}, so this object cannot be created.`
      : `Kind "${kind}" belongs to ${version}, not to ${apiVersion}, so this object cannot be created.`,

  fixClasses: ["safe"],
  *fixes({ data: { similar, version, root }, at }, edit) {
    if (similar.length === 1 && version === undefined) {
      // Safe: the object cannot be created as written, and only one kind has a similar name.
      yield { class: "safe", title: `Set kind to ${similar[0]}`, edits: [edit.setValue(at, similar[0]!)] };
    }
    if (version !== undefined) {
      // Safe: the object cannot be created as written, and this version has the kind.
      yield {
        class: "safe",
        title: `Set apiVersion to ${version}`,
        edits: [edit.set(root, ["apiVersion"], version)],
      };
    }
  },
});
