import { annotationSize, annotationSizeLimit } from "../../kubernetes/annotations.ts";
import { metadataOf } from "../../kubernetes/label-places.ts";
import { number } from "../../lint/options.ts";
import { defineRule, resources } from "../../lint/rule.ts";

export default defineRule({
  id: "annotations-too-large",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The annotations of one object are larger than the API allows.",
  why: "The API server rejects an object whose annotations have more than 256 KiB together.",
  links: [
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/",
    "https://github.com/kubernetes/apimachinery/blob/master/pkg/api/validation/objectmeta.go",
  ],
  options: {
    limit: number(
      "Bytes that the keys and values may have together; less leaves room for what tools add.",
      annotationSizeLimit,
    ),
  },
  on: resources,

  *check(resource, { options }) {
    for (const metadata of metadataOf(resource)) {
      const annotations = metadata.at("annotations");
      const size = annotations ? annotationSize(annotations) : 0;
      if (!annotations || size <= options.limit) continue;
      yield { at: annotations, onKey: true, data: { size, limit: options.limit } };
    }
  },

  message: ({ size, limit }) =>
    `The annotations have ${size} bytes together, more than the ${limit} that are allowed${limit === annotationSizeLimit ? ", so the API server rejects the object" : ""}.`,
});
