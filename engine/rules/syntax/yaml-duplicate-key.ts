import { isSecretText } from "../../kubernetes/confidential.ts";
import { twinsIn } from "../../rule/problems.ts";
import { defineRule, documents } from "../../rule/rule.ts";
import type { YamlNode } from "../../yaml/node.ts";
import { isEmpty } from "../../yaml/twins.ts";

export default defineRule({
  id: "yaml-duplicate-key",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A mapping contains the same key more than once.",
  why: "Under strict validation, the API server rejects the object. Otherwise, it uses only the last value.",
  links: ["https://yaml.org/spec/1.2.2/#3213-node-comparison"],
  on: documents,

  *check(document) {
    for (const twins of twinsIn(document)) {
      const { start, end } = twins.second.key;
      const related = [{ at: twins.first.key, message: "The earlier key" }];
      yield { at: { start, end }, data: { ...twins, isSecret: isSecretText(document) }, related };
    }
  },

  message: ({ name, first, isSecret }) =>
    `The key "${name}" appears more than once in this mapping, so the API server rejects the object or ignores the earlier value (${textOf(first.value, isSecret || secretive.test(name))}).`,

  fixClasses: ["safe", "review"],
  *fixes({ data: { name, map, second, equal, empty } }, edit) {
    // Safe: both keys have the same value, so it does not matter which one takes effect.
    yield {
      class: "safe",
      title: `Remove the duplicate key "${name}"`,
      edits: equal ? [edit.removeTwin(map, second)] : undefined,
    };
    // Review: the empty key might be the one that takes effect today.
    yield {
      class: "review",
      title: `Remove the empty duplicate of "${name}"`,
      edits: empty ? [edit.removeTwin(map, empty)] : undefined,
    };
  },
});

/** A short description of a value: its text, or the keys of a mapping. */
function textOf(node: YamlNode | undefined, isHidden: boolean): string {
  if (node === undefined || isEmpty(node)) return "empty";
  if (node.kind === "scalar")
    return isHidden || longest < node.text.length ? "a string" : `"${printed(node.text)}"`;
  if (node.kind === "alias") return `the alias ${node.name}`;
  if (node.kind === "sequence") return node.items.length === 1 ? "1 item" : `${node.items.length} items`;
  const keys = node.pairs.flatMap(({ key }) => (key.kind === "scalar" ? printed(key.text) : []));
  return keys.length <= most ? keys.join(", ") : `${keys.slice(0, most).join(", ")}, …`;
}

function printed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Keys whose values must not appear in messages, because messages are logged. */
const secretive = /^value$|pass|pwd|secret|token|key|cred|auth|url|connection/i;

const longest = 40;
const most = 4;
