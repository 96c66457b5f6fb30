import { decodeBase64 } from "../../kubernetes/base64.ts";
import { isFilledInText } from "../../kubernetes/filled-in.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import { keysByType } from "../../kubernetes/secret-types.ts";
import { isStandIn } from "../../kubernetes/stand-in.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, kinds } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";

export default defineRule({
  id: "secret-invalid",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A Secret has a value that is not base64, or is missing a key that its type requires.",
  why: "The API server rejects the object. Values in data must be encoded as base64; values in stringData are plain text.",
  links: ["https://kubernetes.io/docs/concepts/configuration/secret/#secret-types"],
  confidential: true,
  on: kinds("/Secret", "/ConfigMap"),

  *check(resource) {
    const title = titleOf(resource);
    if (isWrittenLater(resource)) return;
    for (const { at, map, key, isText } of notEncoded(resource))
      yield { at, data: { title, problem: `has a value in ${map}.${key} that is not base64`, key, isText } };
    const absentKeys = missingKeys(resource);
    if (absentKeys) {
      const { at, type, keys } = absentKeys;
      const problem = `has type ${type} but no ${sentenceList(keys, "or")} in its data`;
      yield { at, data: { title, problem, key: "", isText: false } };
    }
  },

  message: ({ title, problem }) => `${title} ${problem}, so the API server rejects it.`,

  fixClasses: ["safe"],
  *fixes({ at, data: { key, isText } }, edit) {
    const root = at.parent?.parent;
    const text = at.string;
    if (!isText || !root || text === undefined || root.at("stringData", key)) return;
    const isOnly = at.parent?.entries().length === 1 && !root.at("stringData");
    // Safe: the API server rejects the value in data, and stringData accepts the same text.
    yield {
      class: "safe",
      title: "Move the value to stringData (plain text)",
      edits: isOnly
        ? [edit.renameKey(at.parent, "stringData")]
        : [edit.set(root, ["stringData", key], text, { after: ["data"] }), edit.remove(at)],
    };
  },
});

/** Whether a tool encrypts the values or fills them in. */
function isWrittenLater({ root }: Resource): boolean {
  const annotations = root.at("metadata", "annotations")?.entries() ?? [];
  return (
    root.at("sops") !== undefined ||
    annotations.some(({ name }) => /vault|avp\.|reflect|replicat|sealed/.test(name))
  );
}

/** Docker configs, which a separate rule covers. */
const dockerConfigs = /^\.docker(?:configjson|cfg)$/;

function* notEncoded({ kind, root }: Resource) {
  const map = kind === "Secret" ? "data" : "binaryData";
  for (const { name: key, value: at } of root.at(map)?.entries() ?? []) {
    const text = at.string;
    if (text === undefined || dockerConfigs.test(key) || decodeBase64(text) !== undefined) continue;
    // Examples and templates have a placeholder for the value.
    if (isFilledInText(text) || isStandIn(text)) continue;
    yield { at, map, key, isText: kind === "Secret" && isReadable(text) };
  }
}

/** Whether a text is plain text, not truncated base64 or base64 without padding. */
function isReadable(text: string): boolean {
  return /[^A-Za-z0-9+/=\s]/.test(text);
}

function missingKeys({ kind, root }: Resource) {
  const at = root.at("type");
  const type = at?.string;
  const required = kind === "Secret" && type !== undefined ? keysByType[type] : undefined;
  if (!at || type === undefined || !required) return undefined;
  const maps = [root.at("data"), root.at("stringData")];
  // A placeholder for the whole mapping might contain the keys.
  if (maps.some((map) => map && !map.isMap && !map.isNull) || maps.every((map) => !map)) return undefined;
  if (maps.some((map) => map?.entries().some(({ name }) => isFilledInText(name)))) return undefined;
  const keys = required.keys.filter((key) => !maps.some((map) => map?.child(key)));
  const isMissing = required.of === "all" ? keys.length > 0 : keys.length === required.keys.length;
  return isMissing ? { at: at as Value, type, keys, of: required.of } : undefined;
}
