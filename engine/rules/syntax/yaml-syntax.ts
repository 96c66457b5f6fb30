import { isAtLeast } from "../../kubernetes/versions.ts";
import { problemsOf } from "../../lint/problems.ts";
import { defineRule, documents } from "../../lint/rule.ts";
import { jsonProblems } from "../../yaml/json.ts";

export default defineRule({
  id: "yaml-syntax",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The text is not valid YAML or JSON.",
  why: "The API server and every other tool reject the whole document.",
  links: ["https://yaml.org/spec/1.2.2/", "https://github.com/kubernetes/kubernetes/pull/130666"],
  on: documents,

  *check(document, { settings, uri }) {
    yield* problemsOf(document, "syntax");
    // From 1.33 on, kubectl reads as YAML what begins like JSON and is none. A JSON file has other readers.
    const isStrict = /\.json$/i.test(uri) || !isAtLeast(settings.kubernetesVersion, "1.33");
    if (!isStrict || document.problems.length > 0) return;
    for (const { start, end, message, remedy } of jsonProblems(document.text))
      yield { at: { start, end }, data: { message, remedy } };
  },

  message: ({ message }) => `${message}, so the document is rejected.`,

  fixes: [
    {
      // Safe: the text could not be read before, and a remedy is known only where there is one way to read it.
      class: "safe",
      title: ({ remedy }) => remedy!.title,
      edits: ({ data: { remedy } }, edit) =>
        remedy?.edits.map(({ start, end, text }) => edit.splice(start, end, text)),
    },
  ],
});
