import { isSecretText } from "../../kubernetes/confidential.ts";
import { twinsIn } from "../../lint/problems.ts";
import { defineRule, documents } from "../../lint/rule.ts";
import type { YamlNode } from "../../yaml/node.ts";
import { isEmpty } from "../../yaml/twins.ts";

export default defineRule({
  id: "yaml-duplicate-key",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A key appears twice in one mapping.",
  why: "Only the last one counts, or the API server rejects the object under strict validation.",
  links: ["https://yaml.org/spec/1.2.2/#3213-node-comparison"],
  on: documents,

  *check(document) {
    for (const twins of twinsIn(document)) {
      const { start, end } = twins.second.key;
      const related = [{ at: twins.first.key, message: "The same key" }];
      yield { at: { start, end }, data: { ...twins, isSecret: isSecretText(document) }, related };
    }
  },

  message: ({ name, first, isSecret }) =>
    `The key "${name}" appears twice in this mapping, so the API server rejects the object or ignores the first value (${textOf(first.value, isSecret || secretive.test(name))}).`,

  fixes: [
    {
      // Safe: both have the same value, so it does not matter which of them is used.
      class: "safe",
      title: ({ name }) => `Remove the repeated "${name}"`,
      edits: ({ data: { map, second, equal } }, edit) => (equal ? [edit.removeTwin(map, second)] : undefined),
    },
    {
      // Review: the empty one may be the one that counts today.
      class: "review",
      title: ({ name }) => `Remove the empty "${name}"`,
      edits: ({ data: { map, empty } }, edit) => (empty ? [edit.removeTwin(map, empty)] : undefined),
    },
  ],
});

/** What tells a value from another: a text, or what is in a mapping. */
function textOf(node: YamlNode | undefined, isHidden: boolean): string {
  if (node === undefined || isEmpty(node)) return "empty";
  if (node.kind === "scalar")
    return isHidden || longest < node.text.length ? "a text" : `"${printed(node.text)}"`;
  if (node.kind === "alias") return `the alias ${node.name}`;
  if (node.kind === "sequence") return node.items.length === 1 ? "1 item" : `${node.items.length} items`;
  const keys = node.pairs.flatMap(({ key }) => (key.kind === "scalar" ? printed(key.text) : []));
  return keys.length <= most ? keys.join(", ") : `${keys.slice(0, most).join(", ")}, …`;
}

function printed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Keys whose values are not repeated: messages end up in logs. */
const secretive = /^value$|pass|pwd|secret|token|key|cred|auth|url|connection/i;

const longest = 40;
const most = 4;
