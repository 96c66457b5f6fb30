import { isBroken } from "../../documents/document.ts";
import { unknownFields } from "../../kubernetes/field-problems.ts";
import { metadataType } from "../../kubernetes/field-types.ts";
import { isFilledInText } from "../../kubernetes/filled-in.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import { fieldOf, placeText, subjectOf } from "../../kubernetes/subject.ts";
import type { Value } from "../../kubernetes/value.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, resources, withDefinitions } from "../../rule/rule.ts";
import { certaintyOf, rejection } from "../shared/custom-kind.ts";
import { type MeantField, meantField } from "../shared/meant-field.ts";
import { adviceOn, unknownFieldFixes } from "../shared/unknown-field.ts";

export default defineRule({
  id: "field-unknown",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An object has a field that its kind does not have.",
  why: "kubectl and the API server reject objects with unknown fields, and tools that turn this check off lose the field without a word.",
  links: ["https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation"],
  on: withDefinitions(resources),

  *check(resource, { settings, workspace }) {
    const { kubernetesVersion } = settings;
    // In broken text, keys are not where their author put them.
    if (isBroken(resource.document)) return;
    const custom = workspace.customKind(resource.apiVersion, resource.kind);
    for (const unknown of unknownFields(resource, custom?.types)) {
      const { owner, key, field, type } = unknown;
      const certainty = certaintyOf(custom, type === metadataType());
      const lifetime = field && lifetimeOutside(field, kubernetesVersion);
      if ((field && !lifetime) || isFilledInText(key.text) || key.text === "") continue;
      const value = owner.at(key.text);
      if (isOfSops(key.text, owner, resource)) continue;
      const meant = field || !value || value.key !== key ? undefined : meantField(unknown, resource.root);
      yield {
        at: owner,
        range: { start: key.start, end: key.end },
        ...certainty.severity,
        data: {
          subject: value ? subjectOf(resource, value) : titleOf(resource),
          field: fieldText(resource, owner, key.text),
          name: key.text,
          since: lifetime?.since,
          until: lifetime?.until,
          target: kubernetesVersion,
          meant,
          place: placeOf(meant, resource),
          value,
          text: resource.document.text,
          certainty,
        },
      };
    }
  },

  message: ({ subject, field, since, until, target, meant, place, certainty }) => {
    if (since !== undefined)
      return `${subject} sets ${field}, which exists only in Kubernetes ${since} and later, so a ${target} API server rejects it.`;
    if (until !== undefined)
      return `${subject} sets ${field}, which was removed after Kubernetes ${until}, so a ${target} API server rejects it.`;
    return `${subject} sets unknown field ${field}, so ${rejection(certainty, "it", "kubectl")}${adviceOn(meant, place)}`;
  },

  fixClasses: ["safe", "review"],
  // Safe and review: see there.
  *fixes({ data }, edit) {
    yield* unknownFieldFixes(data, edit, data.certainty.isCertain);
  },
});

interface Lifetime {
  readonly since: string | undefined;
  readonly until: string | undefined;
}

/** The end of a field's lifetime that a version is beyond; `undefined` if the version has the field. */
function lifetimeOutside({ since, until }: Lifetime, version: string): Lifetime | undefined {
  const isYoung = since !== undefined && !isAtLeast(version, since);
  const isGone = until !== undefined && !isAtLeast(until, version);
  if (!isYoung && !isGone) return undefined;
  return { since: isYoung ? since : undefined, until: isGone ? until : undefined };
}

/** SOPS adds a field to encrypted files, and removes it when it decrypts them. */
function isOfSops(name: string, owner: Value, { root }: Resource): boolean {
  return name === "sops" && owner.path.length === root.path.length && owner.at(name)?.isMap === true;
}

function placeOf(meant: MeantField | undefined, resource: Resource): string {
  if (meant?.kind === "items") return `the items of ${fieldOf(resource, meant.list)}`;
  return meant?.kind === "place" ? placeText(resource, meant.owner, meant.missing) : "";
}

/** `spec.template.spec.foo`, `foo` of a container, or `foo at the top level`. */
function fieldText(resource: Resource, owner: Value, name: string): string {
  if (owner.path.length === resource.root.path.length) return `${name} at the top level`;
  const value = owner.at(name);
  return value ? fieldOf(resource, value) : `${fieldOf(resource, owner)}.${name}`;
}
