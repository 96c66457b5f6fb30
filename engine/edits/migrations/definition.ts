import type { Value } from "../../kubernetes/value.ts";
import { valuesAt } from "../../kubernetes/values-at.ts";
import type { TextEdit } from "../../text/range.ts";
import { type Part, restructure } from "../restructure.ts";
import type { Migrate } from "./migration.ts";
import { structureOf } from "./schema.ts";

/**
 * CustomResourceDefinitions of `apiextensions.k8s.io/v1beta1` to `v1`, in which each version has its own schema, and
 * unknown fields are removed by default.
 */
export const definition: Migrate = ({ root, document: { text } }) => {
  const spec = root.at("spec");
  if (!spec?.isMap || needsApproval(root) || spec.at("conversion", "webhookClientConfig")) return undefined;
  const preserving = spec.at("preserveUnknownFields");
  const isPruned = preserving?.value === false;
  const versions = spec.at("versions");
  const items = versions?.items().map(versionParts) ?? [[...newVersion(spec), ...sharedParts(spec)]];
  const all = versions ? items.map((item) => [...item, ...sharedParts(spec)]) : items;
  const schemas = [spec, ...(versions?.items() ?? [])].flatMap(
    (owner) => owner.at(owner === spec ? "validation" : "schema", "openAPIV3Schema") ?? [],
  );
  const structures = schemas.map((schema) => structureOf(schema, text, fateOfUnknown(preserving)));
  const withSchema = all.filter((item) => item.some((part) => nameOf(part) === "schema"));
  if (all.length === 0 || withSchema.length < all.length || structures.includes(undefined)) return undefined;
  const scope = spec.at("scope")?.string;
  const kept = spec.entries().filter(({ name }) => !former.has(name) && (name !== "scope" || scope));
  const parts: readonly Part[] = [
    ...kept.map(({ value }): Part => ({ kept: value })),
    ...(isPruned && preserving ? [{ kept: preserving }] : []),
    ...(scope ? [] : [{ name: "scope", value: "Namespaced" }]),
    { name: "versions", items: all },
  ];
  const edits = [...structures.flatMap((structure) => structure!.edits), ...renamedPaths(spec)];
  const isTyped = structures.some((structure) => structure!.isTyped);
  return {
    class: isPruned && !isTyped ? "safe" : "review",
    caveat: isPruned ? undefined : "fields that the schema does not have are then removed from objects",
    edits: [restructure(spec, parts, text, edits)],
  };
};

/** What a definition no longer says for all versions at once, or at all, and the versions, which are written again. */
const former = new Set([
  "version",
  "versions",
  "validation",
  "subresources",
  "additionalPrinterColumns",
  "preserveUnknownFields",
]);

/** What happens to unknown fields of objects. */
function fateOfUnknown(preserving: Value | undefined): "removed" | "kept" | "default" {
  if (preserving?.value === false) return "removed";
  return preserving?.value === true ? "kept" : "default";
}

function newVersion(spec: Value): readonly Part[] {
  const name = spec.at("version");
  return [
    ...(name ? [{ kept: name, name: "name" }] : []),
    { name: "served", value: true },
    { name: "storage", value: true },
  ];
}

function versionParts(version: Value): readonly Part[] {
  return version.entries().map(({ value }) => ({ kept: value }));
}

/** What the definition says for all versions. */
function sharedParts(spec: Value): readonly Part[] {
  const schema = spec.at("validation", "openAPIV3Schema");
  return [
    ...["subresources", "additionalPrinterColumns"].flatMap((name) => {
      const value = spec.at(name);
      return value ? [{ kept: value }] : [];
    }),
    ...(schema ? [{ name: "schema", fields: [{ kept: schema }] }] : []),
  ];
}

function nameOf(part: Part): string | undefined {
  return "kept" in part ? String(part.kept.path.at(-1)) : part.name;
}

function renamedPaths(spec: Value): readonly TextEdit[] {
  return ["additionalPrinterColumns.*.JSONPath", "versions.*.additionalPrinterColumns.*.JSONPath"]
    .flatMap((path) => valuesAt(spec, path))
    .flatMap(({ key }) =>
      key?.kind === "scalar"
        ? [{ start: key.start, end: key.end, text: key.style === "double" ? '"jsonPath"' : "jsonPath" }]
        : [],
    );
}

/** The API server rejects definitions in groups of Kubernetes that the project has not approved. */
function needsApproval(root: Value): boolean {
  const group = `.${root.at("spec", "group")?.string}`;
  const isProtected = group.endsWith(".k8s.io") || group.endsWith(".kubernetes.io");
  return isProtected && root.at("metadata", "annotations", "api-approved.kubernetes.io") === undefined;
}
