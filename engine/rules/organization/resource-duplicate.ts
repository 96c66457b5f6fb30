import { definedObject } from "../../kubernetes/definition.ts";
import { versionOf } from "../../kubernetes/kinds.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, resources } from "../../lint/rule.ts";
import { percentDecoded } from "../../text/percent.ts";
import type { Place } from "../../workspace/facts.ts";

export default defineRule({
  id: "resource-duplicate",
  category: "organization",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An object is defined twice in what is applied together.",
  why: "The cluster keeps one object of a kind and name, so the definition that is applied last overwrites the other without a word; Kustomize builds nothing at all.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/names/"],
  options: {
    folder: flag("Report files of one folder as well, for teams that apply whole folders.", false),
  },
  asksWorkspace: true,
  on: resources,

  *check(resource, { options, workspace, uri, document }) {
    const object = definedObject(resource);
    if (object === undefined) return;
    const firsts = workspace.firstDefinitions({ object, version: versionOf(resource.apiVersion), uri });
    if (!firsts) return;
    const { start } = resource.anchor.token;
    const isOther = (one: Place) => one.uri !== uri || one.document !== document || one.start !== start;
    const refused = firsts.inKustomizations.find(isOther);
    const candidates = [refused, firsts.inFile, options.folder ? firsts.inFolder : undefined];
    const first = candidates.find((one) => one && isOther(one));
    if (!first) return;
    const isHere = first.uri === uri;
    yield {
      at: resource.anchor,
      ...(refused && { severity: "error" }),
      data: {
        object,
        title: titleOf(resource),
        where: isHere ? "above in this file" : `in ${pathBeside(uri, first.uri)}`,
        outcome: outcomes[refused ? "kustomization" : isHere ? "file" : "folder"],
      },
      related: [{ at: first, message: "The first definition" }],
    };
  },

  message: ({ title, where, outcome }) => `${title} is defined ${where} already, so ${outcome}.`,

  fixes: [
    {
      // Review: nothing that runs changes, but who has just copied a document wants to make another object of it.
      class: "review",
      title: () => "Remove this copy",
      edits: ({ data: { object } }, edit) => [edit.removeCopy((other) => definedObject(other) === object)],
    },
  ],
});

const outcomes = {
  kustomization: "Kustomize refuses to build the kustomization that takes in both",
  file: "applying the file overwrites that definition with this one",
  folder: "applying the folder overwrites one of the two with the other",
};

/** The path of another file, from the folder that is around both. */
function pathBeside(uri: string, other: string): string {
  let same = 0;
  while (same < other.length && other[same] === uri[same]) same++;
  return percentDecoded(other.slice(other.lastIndexOf("/", same - 1) + 1));
}
