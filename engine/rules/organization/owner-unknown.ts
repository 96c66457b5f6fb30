import { didYouMean } from "../../config/reader.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { setMetadata } from "../../lint/metadata-edit.ts";
import { type Claim, chooseOwner, ownerKeyText, ownershipOf } from "../../lint/owners.ts";
import { defineRule, resources } from "../../lint/rule.ts";

export default defineRule({
  id: "owner-unknown",
  category: "organization",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary:
    "An object names an owner that your settings do not have, or one who does not look after its place.",
  why: "Questions, costs and alerts go to nobody, or to those who know nothing of it.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#motivation"],
  asksWorkspace: true,
  on: resources,

  *check(resource, context) {
    const { names } = context.settings.owners;
    const owner = ownershipOf(resource, context);
    if (!owner?.at || owner.text === "" || Object.keys(names).length === 0) return;
    if (owner.eligible.includes(owner.text)) return;
    const known = Object.hasOwn(names, owner.text);
    const near = known ? undefined : didYouMean(owner.text, owner.eligible);
    yield { at: owner.at, data: { resource, owner, known, near, better: near ?? owner.only } };
  },

  message: ({ resource, owner, known, near }) => {
    const said = `${titleOf(resource)} has the ${ownerKeyText(owner)}: ${owner.text}`;
    if (known)
      return `${said}, but ${claimText(owner.claims)}, so questions about it go to the wrong people.`;
    const hint = near === undefined ? "" : ` (did you mean "${near}"?)`;
    return `${said}, which is none of your owners${hint}, so questions about it go to nobody.`;
  },

  fixes: [
    {
      // Review: the nearest name may not be the one that was meant, or the owner is right and the place wrong.
      class: "review",
      title: ({ owner, better }) => `Set the ${ownerKeyText(owner)} to ${better}`,
      edits: ({ data: { resource, owner, better } }, edit) =>
        better === undefined ? undefined : setMetadata(resource.root, owner.field, owner.key, better, edit),
    },
    {
      // Template: who of several looks after it only a person knows.
      class: "template",
      title: ({ owner }) => `Choose the ${ownerKeyText(owner)}`,
      edits: ({ data: { resource, owner, better } }, edit) =>
        better === undefined ? chooseOwner(resource.root, owner, owner.eligible, edit) : undefined,
    },
  ],
});

function claimText(claims: readonly Claim[]): string {
  const places = [...new Set(claims.map(({ place }) => place))];
  const texts = places.map((place) => {
    const owners = claims.filter((claim) => claim.place === place).map(({ owner }) => owner);
    return `${owners.join(" and ")} ${owners.length === 1 ? "looks" : "look"} after ${place}`;
  });
  return texts.join(" and ");
}
