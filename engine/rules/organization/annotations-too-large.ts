import { annotationSize, annotationSizeLimit } from "../../kubernetes/annotations.ts";
import { metadataOf } from "../../kubernetes/label-places.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { number } from "../../rule/options.ts";
import { defineRule, resources } from "../../rule/rule.ts";

export default defineRule({
  id: "annotations-too-large",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The annotations of one object are larger than the API allows.",
  why: "The API server rejects an object if the keys and values of its annotations total more than 256 KiB.",
  links: [
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/",
    "https://github.com/kubernetes/apimachinery/blob/master/pkg/api/validation/objectmeta.go",
  ],
  options: {
    limit: number(
      "Maximum total size of keys and values, in bytes. A lower limit leaves room for annotations that tools add.",
      annotationSizeLimit,
    ),
  },
  on: resources,

  *check(resource, { options }) {
    for (const metadata of metadataOf(resource)) {
      const annotations = metadata.at("annotations");
      const size = annotations ? annotationSize(annotations) : 0;
      if (!annotations || size <= options.limit) continue;
      yield { at: annotations, onKey: true, data: { title: titleOf(resource), size, limit: options.limit } };
    }
  },

  message: ({ title, size, limit }) =>
    size > annotationSizeLimit
      ? `${title} has ${size} bytes of annotations, more than the limit of ${annotationSizeLimit}, so the API server rejects it.`
      : `${title} has ${size} bytes of annotations, more than the ${limit} that your settings allow.`,
});
