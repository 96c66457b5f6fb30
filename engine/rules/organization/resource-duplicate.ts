import { definedObject } from "../../kubernetes/definition.ts";
import { versionOf } from "../../kubernetes/kinds.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";
import { percentDecoded } from "../../text/percent.ts";
import type { Place } from "../../workspace/facts.ts";

export default defineRule({
  id: "resource-duplicate",
  category: "organization",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An object is defined twice in files that are applied together.",
  why: "The definition that is applied last silently overwrites the other one. Kustomize fails to build.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/names/"],
  options: {
    folder: flag(
      "Report duplicates across the files of a folder too, for teams that apply whole folders.",
      false,
    ),
  },
  on: inWorkspace(resources),

  *check(resource, { options, workspace, uri, document }) {
    const object = definedObject(resource);
    if (object === undefined) return;
    const firsts = workspace.firstDefinitions({ object, version: versionOf(resource.apiVersion), uri });
    if (!firsts) return;
    const { start } = resource.anchor.token;
    const isElsewhere = (place: Place) =>
      place.uri !== uri || place.document !== document || place.start !== start;
    const inKustomization = firsts.inKustomizations.find(isElsewhere);
    const candidates = isRevision(resource)
      ? [inKustomization]
      : [inKustomization, firsts.inFile, options.folder ? firsts.inFolder : undefined];
    const first = candidates.find((place) => place && isElsewhere(place));
    if (!first) return;
    const isHere = first.uri === uri;
    yield {
      at: resource.anchor,
      ...(inKustomization && { severity: "error" }),
      data: {
        object,
        title: titleOf(resource),
        where: isHere ? "above in this file" : `in ${pathBeside(uri, first.uri)}`,
        outcome: outcomes[inKustomization ? "kustomization" : isHere ? "file" : "folder"],
      },
      related: [{ at: first, message: "The first definition" }],
    };
  },

  message: ({ title, where, outcome }) => `${title} is already defined ${where}, so ${outcome}.`,

  fixClasses: ["review"],
  *fixes({ data: { object } }, edit) {
    // Review: nothing that runs changes, but the copy might be the start of a different object.
    yield {
      class: "review",
      title: "Remove this duplicate (identical to the definition above)",
      edits: [edit.removeCopy((candidate) => definedObject(candidate) === object)],
    };
  },
});

/**
 * Whether a Knative Service names the revision that it creates. An earlier version remains as a separate revision,
 * which can still receive traffic. Source: https://knative.dev/docs/serving/revisions/
 */
function isRevision({ group, kind, root }: Resource): boolean {
  if (group !== "serving.knative.dev" || kind !== "Service") return false;
  return root.at("spec", "template", "metadata", "name") !== undefined;
}

const outcomes = {
  kustomization: "Kustomize cannot build the kustomization that includes both",
  file: "only the later definition takes effect",
  folder: "only one of the definitions takes effect",
};

/** The path of another file, relative to the closest folder that contains both files. */
function pathBeside(uri: string, otherUri: string): string {
  let sharedLength = 0;
  while (sharedLength < otherUri.length && otherUri[sharedLength] === uri[sharedLength]) sharedLength++;
  return percentDecoded(otherUri.slice(otherUri.lastIndexOf("/", sharedLength - 1) + 1));
}
