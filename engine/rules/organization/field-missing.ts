import { isBroken } from "../../documents/document.ts";
import { missingFields } from "../../kubernetes/field-problems.ts";
import { isFilledIn } from "../../kubernetes/filled-in.ts";
import { mayBePatch } from "../../kubernetes/patches.ts";
import { fieldOf, subjectOf } from "../../kubernetes/subject.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";
import { certaintyOf, rejection } from "../shared/custom-kind.ts";

export default defineRule({
  id: "field-missing",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An object lacks a field that it must have.",
  why: "The API server has no default for the field, so it rejects the whole object.",
  links: ["https://kubernetes.io/docs/reference/kubernetes-api/"],
  on: inWorkspace(resources),

  *check(resource, { workspace, uri }) {
    if (isBroken(resource.document) || mayBePatch(resource) || workspace.kustomize(uri).patch) return;
    const custom = workspace.customKind(resource.apiVersion, resource.kind);
    if (custom && filledIn.test(resource.group)) return;
    const certainty = certaintyOf(custom);
    for (const { owner, name } of missingFields(resource, custom?.types)) {
      if (isFilledIn(owner)) continue;
      const value = owner.at(name);
      const at = value ?? owner;
      const subject = subjectOf(resource, at);
      const field = value
        ? fieldOf(resource, value)
        : [fieldOf(resource, owner), name].filter(Boolean).join(".");
      const data = { subject, field, kind: resource.kind, isNull: value !== undefined, certainty };
      yield { at, onKey: true, ...certainty.severity, data };
    }
  },

  message: ({ subject, field, kind, isNull, certainty }) =>
    `${subject} ${isNull ? `leaves the required field ${field} empty` : `does not set the required field ${field}`}, so ${rejection(certainty, `the ${kind}`)}.`,
});

/**
 * Groups whose objects often lack fields on purpose: a Kustomization of Flux adds them to all objects that it applies.
 * Source: https://fluxcd.io/flux/components/kustomize/kustomizations/#patches
 */
const filledIn = /\.toolkit\.fluxcd\.io$/;
