import type { Document } from "../../documents/document.ts";
import { isSecretText } from "../../kubernetes/confidential.ts";
import { twinsIn } from "../../rule/problems.ts";
import { defineRule, documents } from "../../rule/rule.ts";
import { quotedList } from "../../text/sentence.ts";
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
      const data = { ...twins, isSecret: isSecretText(document), isObject: isObject(document) };
      yield { at: { start, end }, data, related };
    }
  },

  message: ({ name, first, equal, isSecret, isObject }) => {
    const fact = `The key "${name}" appears more than once in this mapping`;
    const rejection = isObject ? "the API server rejects the object" : "tools reject this file";
    if (equal) return `${fact} with the same value, which strict parsers reject.`;
    const ignorance = isObject ? "ignores" : "ignore";
    return `${fact}, so ${rejection} or ${ignorance} the earlier ${textOf(first.value, isSecret || secretive.test(name))}.`;
  },

  fixClasses: ["safe", "review"],
  *fixes({ data: { name, map, second, equal, empty } }, edit) {
    // Safe: both keys have the same value, so it does not matter which one takes effect.
    yield {
      class: "safe",
      title: `Remove the second "${name}" key (both have the same value)`,
      edits: equal ? [edit.removeTwin(map, second)] : undefined,
    };
    // Review: the empty key might be the one that takes effect today.
    yield {
      class: "review",
      title: `Remove the empty "${name}" key`,
      edits: empty ? [edit.removeTwin(map, empty)] : undefined,
    };
  },
});

/** Whether a document is an object for the API server, not a file of a tool such as Kustomize or Helm. */
function isObject({ tree: { root } }: Document): boolean {
  if (root?.kind !== "map") return false;
  const textAt = (name: string) => {
    const value = root.pairs.find(({ key }) => key.kind === "scalar" && key.text === name)?.value;
    return value?.kind === "scalar" ? value.text : undefined;
  };
  const apiVersion = textAt("apiVersion");
  return (
    apiVersion !== undefined &&
    textAt("kind") !== undefined &&
    !apiVersion.startsWith("kustomize.config.k8s.io/")
  );
}

/** How a sentence names a value after "the earlier": `value "fast"`, or `value with the keys "app" and "tier"`. */
function textOf(node: YamlNode | undefined, isHidden: boolean): string {
  if (node === undefined || isEmpty(node)) return "key, which is empty";
  if (node.kind === "scalar")
    return isHidden || longest < node.text.length ? "value" : `value "${printed(node.text)}"`;
  if (node.kind === "alias") return `alias "${node.name}"`;
  if (node.kind === "sequence")
    return node.items.length === 1 ? "list with 1 item" : `list with ${node.items.length} items`;
  const keys = node.pairs.flatMap(({ key }) => (key.kind === "scalar" ? printed(key.text) : []));
  return `value with the ${keys.length === 1 ? "key" : "keys"} ${quotedList(keys)}`;
}

function printed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Keys whose values must not appear in messages, because messages are logged. */
const secretive = /^value$|pass|pwd|secret|token|key|cred|auth|url|connection/i;

const longest = 40;
