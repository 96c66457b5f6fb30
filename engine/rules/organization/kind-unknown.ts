import { unknownKind } from "../../kubernetes/unknown-kinds.ts";
import { defineRule, resources } from "../../lint/rule.ts";
import { isTypo } from "../../workspace/typo.ts";

export default defineRule({
  id: "kind-unknown",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An API version does not have the kind of an object.",
  why: 'kubectl reports "no matches for kind" and creates nothing.',
  links: ["https://kubernetes.io/docs/reference/using-api/"],
  on: resources,

  *check({ apiVersion, kind, root }) {
    const unknown = unknownKind(apiVersion, kind);
    const at = root.at("kind");
    if (!unknown || !at) return;
    const similar = unknown.kinds.filter(
      (other) => isTypo(kind, other) || other.toLowerCase() === kind.toLowerCase(),
    );
    const version = unknown.versions[0];
    // A kind of this name may be one that is not known here.
    if (similar.length === 0 && version === undefined) return;
    yield { at, data: { apiVersion, kind, root, similar, version } };
  },

  message: ({ apiVersion, kind, version }) =>
    `API version ${apiVersion} has no kind "${kind}"${version === undefined ? "" : `, which is in ${version}`}, so the cluster cannot create this object.`,

  fixes: [
    {
      // Safe: the object could not be created, and one kind has nearly this name.
      class: "safe",
      title: ({ similar }) => `Use ${similar[0]}`,
      edits: ({ at, data: { similar, version } }, edit) =>
        similar.length === 1 && version === undefined ? [edit.setValue(at, similar[0]!)] : undefined,
    },
    {
      // Safe: the object could not be created, and the kind is in this version only.
      class: "safe",
      title: ({ version }) => `Set apiVersion to ${version}`,
      edits: ({ data: { root, version } }, edit) =>
        version === undefined ? undefined : [edit.set(root, ["apiVersion"], version)],
    },
  ],
});
