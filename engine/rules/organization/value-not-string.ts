import { mistypedValues } from "../../kubernetes/field-problems.ts";
import { literal, type Resource } from "../../kubernetes/resource.ts";
import { fieldOf, subjectOf } from "../../kubernetes/subject.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";
import { certaintyOf, rejection } from "../shared/custom-kind.ts";

export default defineRule({
  id: "value-not-string",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A field that must be a string is a number or a boolean.",
  why: "YAML reads unquoted values such as 8080, 1.10, true and on as numbers and booleans. The API server does not convert them: it rejects the whole object.",
  links: [
    "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/",
    "https://yaml.org/spec/1.2.2/#103-core-schema",
  ],
  inPatches: true,
  on: inWorkspace(resources),

  *check(resource, { workspace, uri }) {
    const isPatch = workspace.kustomize(uri).patch;
    const custom = workspace.customKind(resource.apiVersion, resource.kind);
    const builtIn = mistypedValues(resource);
    for (const typed of mistypedValues(resource, custom?.types)) {
      const { at, type } = typed;
      const actual = typeof at.value;
      if ((type.of !== "string" && type.of !== "bytes") || (actual !== "number" && actual !== "boolean"))
        continue;
      const isText = type.of === "string";
      const text = isSecret(resource, at) ? "" : (at.scalar?.text ?? "");
      const subject = subjectOf(resource, at);
      const path = fieldOf(resource, at);
      const field = variableOf(at) ?? (path.length <= longestPath ? path : at.fieldText);
      const certainty = certaintyOf(custom, builtIn.includes(typed));
      const data = { subject, field, text, actual, isText, isPatch, kind: resource.kind, certainty };
      // Kustomize keeps the quotes of the value that a patch replaces, if it has any.
      yield { at, data, ...(isPatch ? { severity: "warning" as const } : certainty.severity) };
    }
  },

  message: ({ subject, field, text, actual, isPatch, kind, certainty }) => {
    const fact = `${subject} sets ${field} to ${text === "" ? `a ${actual}` : `the ${actual} ${text}`} instead of a string`;
    return isPatch
      ? `${fact}, so unless it replaces a quoted value, the API server rejects the ${kind}.`
      : `${fact}, so ${rejection(certainty, `the ${kind}`)}.`;
  },

  fixClasses: ["safe", "review"],
  *fixes({ data: { text, isText, certainty }, at }, edit) {
    // Safe: the API server rejects the value as written, or Kustomize puts it in quotes, and the string has the same
    // text. In quotes, a number in the data of a Secret would be decoded as base64.
    // Review: the cluster might want a number.
    yield {
      class: certainty.isCertain ? "safe" : "review",
      title: `Put ${text === "" || text.length > 20 ? "the value" : text} in quotes`,
      edits: isText ? [edit.quote(at)] : undefined,
    };
  },
});

/** Of longer paths, such as those in an affinity, messages show only the end. */
const longestPath = 90;

/** `variable "PORT"` for the value of an environment variable. */
function variableOf({ path, parent }: Value): string | undefined {
  const name = path.at(-3) === "env" && path.at(-1) === "value" ? literal(parent?.at("name")) : undefined;
  return name === undefined ? undefined : `variable "${name}"`;
}

/** Whether a value might be a credential, which messages must not show: a value of a Secret or of a variable. */
function isSecret({ group, kind }: Resource, { path }: Value): boolean {
  return group === "" && kind === "Secret"
    ? /^(?:data|stringData)$/.test(`${path.at(-2)}`)
    : path.at(-3) === "env" && path.at(-1) === "value";
}
