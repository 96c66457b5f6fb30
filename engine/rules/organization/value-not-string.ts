import { containersOf } from "../../kubernetes/containers.ts";
import { labelMapsOf, metadataOf } from "../../kubernetes/label-places.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import { asWorkload } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, resources } from "../../lint/rule.ts";

export default defineRule({
  id: "value-not-string",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A label, annotation, variable or data value is a number or a boolean.",
  why: "The API knows these values as strings only, so the whole object is rejected for a missing pair of quotes.",
  links: [
    "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/",
    "https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/config-map-v1/",
  ],
  on: resources,

  *check(resource) {
    for (const { value, what } of stringsOf(resource)) {
      const type = typeof value.value;
      // A value that is null counts as the empty string.
      if (type !== "number" && type !== "boolean") continue;
      yield { at: value, data: { what, text: value.scalar?.text ?? "", type } };
    }
  },

  message: ({ what, text, type }) =>
    `${what} is the ${type} ${text} where the API takes only strings, so the API server rejects the object.`,

  fixes: [
    {
      // Safe: the API server could not accept the old text, and what is written is what is meant.
      class: "safe",
      title: ({ text }) => `Put ${text.length > 20 ? "the value" : text} in quotes`,
      edits: ({ at }, edit) => [edit.quote(at)],
    },
  ],
});

function stringsOf(resource: Resource): readonly { readonly value: Value; readonly what: string }[] {
  const { group, kind, root } = resource;
  const entries = (map: Value | undefined, what: string) =>
    (map?.entries() ?? []).map(({ name, value }) => ({ value, what: `The ${what} "${name}"` }));
  const isCore = (name: string) => group === "" && kind === name;
  const workload = asWorkload(resource);
  return [
    ...labelMapsOf(resource).flatMap(({ map, role }) => entries(map, role === "labels" ? "label" : role)),
    ...metadataOf(resource).flatMap((metadata) => entries(metadata.at("annotations"), "annotation")),
    ...(isCore("ConfigMap") ? entries(root.at("data"), "entry") : []),
    ...(isCore("Secret") ? entries(root.at("stringData"), "entry") : []),
    ...(workload ? containersOf(workload) : []).flatMap((container) =>
      (container.at("env")?.items() ?? []).flatMap((variable) => {
        const value = variable.at("value");
        return value ? [{ value, what: `The variable "${variable.at("name")?.string ?? ""}"` }] : [];
      }),
    ),
  ];
}
