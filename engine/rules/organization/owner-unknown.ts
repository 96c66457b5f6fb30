import { didYouMean } from "../../config/reader.ts";
import { setMetadata } from "../../edits/metadata.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";
import { type Claim, chooseOwner, ownerKeyText, ownershipOf } from "../shared/owners.ts";

export default defineRule({
  id: "owner-unknown",
  category: "organization",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary:
    "An object names an owner that is not in your settings, or not the owner of its namespace or file.",
  why: "Alerts, costs and questions about the object go to the wrong team, or to no team.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#motivation"],
  on: inWorkspace(resources),

  *check(resource, context) {
    const { names } = context.settings.owners;
    const owner = ownershipOf(resource, context);
    if (!owner?.at || owner.text === "" || Object.keys(names).length === 0) return;
    if (owner.eligible.includes(owner.text)) return;
    const exists = Object.hasOwn(names, owner.text);
    const near = exists ? undefined : didYouMean(owner.text, owner.eligible);
    yield { at: owner.at, data: { resource, owner, exists, near, better: near ?? owner.only } };
  },

  message: ({ resource, owner, exists, near }) => {
    const field = owner.field === "labels" ? "label" : "annotation";
    const fact = `${titleOf(resource)} sets ${field} "${owner.key}" to "${owner.text}"`;
    if (exists) return `${fact}, but ${claimText(owner.claims)}, so alerts go to the wrong team.`;
    const hint = near === undefined ? "" : ` (did you mean "${near}"?)`;
    return `${fact}, which is not an owner in your settings${hint}, so its owner is unknown.`;
  },

  fixClasses: ["review", "template"],
  *fixes({ data: { owner, better, resource } }, edit) {
    if (better !== undefined) {
      // Review: a different owner might be meant, or the owner is right and the object is in the wrong place.
      yield {
        class: "review",
        title: `Set ${ownerKeyText(owner)} to ${better}`,
        edits: setMetadata(resource.root, owner.field, owner.key, better, edit),
      };
    }
    if (better === undefined) {
      // Template: only the author knows which of several owners is right.
      yield {
        class: "template",
        title: `Set ${ownerKeyText(owner)} to another owner`,
        edits: chooseOwner(resource.root, owner, owner.eligible, edit),
      };
    }
  },
});

function claimText(claims: readonly Claim[]): string {
  const places = [...new Set(claims.map(({ place }) => place))];
  const texts = places.map((place) => {
    const owners = claims.filter((claim) => claim.place === place).map(({ owner }) => `"${owner}"`);
    return `${place} belongs to ${owners.join(" and ")}`;
  });
  return texts.join(" and ");
}
