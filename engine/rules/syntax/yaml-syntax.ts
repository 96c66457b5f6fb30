import { isAtLeast } from "../../kubernetes/versions.ts";
import { problemsOf } from "../../rule/problems.ts";
import { defineRule, documents } from "../../rule/rule.ts";
import { jsonProblems } from "../../yaml/json.ts";

export default defineRule({
  id: "yaml-syntax",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The text is not valid YAML or JSON.",
  why: "kubectl and other tools cannot parse the document, so nothing in it is applied.",
  links: ["https://yaml.org/spec/1.2.2/", "https://github.com/kubernetes/kubernetes/pull/130666"],
  on: documents,

  *check(document, { settings, uri }) {
    for (const hit of problemsOf(document, "syntax"))
      yield { ...hit, data: { ...hit.data, outcome: "kubectl cannot parse the document" } };
    // Since 1.33, kubectl reads invalid JSON as YAML. Other tools read a .json file as JSON.
    const isStrict = /\.json$/i.test(uri) || !isAtLeast(settings.kubernetesVersion, "1.33");
    if (!isStrict || document.problems.length > 0) return;
    for (const { start, end, message, remedy } of jsonProblems(document.text))
      yield { at: { start, end }, data: { message, remedy, outcome: "JSON parsers reject the document" } };
  },

  message: ({ message, outcome }) => `${message}, so ${outcome}.`,

  fixClasses: ["safe"],
  *fixes({ data: { remedy } }, edit) {
    if (!remedy) return;
    // Safe: the text cannot be parsed as written, and it is fixed only if there is a single possible meaning.
    yield {
      class: "safe",
      title: remedy.title,
      edits: remedy.edits.map(({ start, end, text }) => edit.splice(start, end, text)),
    };
  },
});
