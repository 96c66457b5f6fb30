import { isExclusive, resourceTitle } from "../../kubernetes/resource-names.ts";
import { resourcePairs } from "../../kubernetes/resources.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "request-above-limit",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A resource request is above its limit.",
  why: "The API server rejects the object. Devices and huge pages cannot be overcommitted, so their request must equal their limit.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#requests-and-limits",
  ],
  on: workloads,

  *check(workload) {
    for (const pair of resourcePairs(workload)) {
      const mustBeEqual = isExclusive(pair.resource);
      if (mustBeEqual ? pair.requested === pair.limited : pair.requested <= pair.limited) continue;
      const texts = { request: pair.request.scalar?.text, limit: pair.limit.scalar?.text };
      const related = [{ at: pair.limit, message: "The limit is set here." }];
      yield { at: pair.request, data: { ...pair, texts, mustBeEqual, kind: workload.kind }, related };
    }
  },

  message: ({ subject, resource, texts: { request, limit }, mustBeEqual, kind }) =>
    mustBeEqual
      ? `${subject} requests ${request} of ${resource} with a limit of ${limit}, but both must be equal, so the API server rejects the ${kind}.`
      : `${subject} requests ${request} of ${resourceTitle(resource)}, more than its limit of ${limit}, so the API server rejects the ${kind}.`,

  fixClasses: ["review"],
  *fixes({ data: { resource, texts, limit, request }, at }, edit) {
    // Review: the text does not say which of the two is wrong.
    yield {
      class: "review",
      title: `Set the ${resourceTitle(resource)} request to ${texts.limit}`,
      edits: [edit.setValue(at, limit.value ?? "")],
    };
    // Review: as above.
    yield {
      class: "review",
      title: `Set the ${resourceTitle(resource)} limit to ${texts.request}`,
      edits: [edit.setValue(limit, request.value ?? "")],
    };
  },
});
