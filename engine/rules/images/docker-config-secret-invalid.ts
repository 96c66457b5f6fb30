import {
  dockerConfigOf,
  misplacedConfig,
  type PayloadFault,
  payloadKeys,
} from "../../kubernetes/docker-config.ts";
import { literal } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "docker-config-secret-invalid",
  category: "images",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A Secret for image pulls has an invalid Docker configuration.",
  why: "The API server validates Secrets of these types and rejects one whose configuration is missing or is not a JSON object.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets",
    "https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/validation/validation.go",
  ],
  on: kinds("/Secret"),

  *check(secret) {
    const config = dockerConfigOf(secret);
    if (!config) return;
    const { key, at, payload } = config;
    const typeField = secret.root.at("type");
    const type = literal(typeField);
    const isChecked = payloadKeys.has(type ?? "");
    const data = (fault: PayloadFault | "absent", movedValue: Value | undefined) => ({
      name: secret.name,
      key,
      type,
      fault,
      moved: movedValue,
    });
    if (payload.kind === "absent" && isChecked && typeField) {
      const misplaced = key === ".dockerconfigjson" ? misplacedConfig(secret, key)?.at : undefined;
      yield { at: typeField, data: data(payload.kind, misplaced) };
    }
    if (payload.kind !== "unreadable" || !at) return;
    // A value that is not a string, or not base64, is rejected in a Secret of any type.
    if (isChecked || /^(?:not-text|not-base64|plain)$/.test(payload.fault))
      yield { at, onKey: true, data: data(payload.fault, at.parent) };
  },

  message: ({ name, key, type, fault }) => {
    const secret = name === undefined ? "This Secret" : `Secret "${name}"`;
    switch (fault) {
      case "absent":
        return `${secret} has type ${type} but no ${key} key, so the API server rejects it.`;
      case "not-text":
        return `${secret} has a ${key} value that is not a string, so the API server rejects it.`;
      case "not-base64":
        return `${secret} has a ${key} under data that is not valid base64, so the API server rejects it.`;
      case "plain":
        return `${secret} has plain text in ${key} under data, which must be base64, so the API server rejects it.`;
      case "encoded":
        return `${secret} has base64 in ${key} under stringData, which must be plain text, so the API server rejects it.`;
      case "not-json":
        return `${secret} has a ${key} value that is not a JSON object, so the API server rejects it.`;
    }
  },

  // Safe: the API server rejects the object, and it can mean only one thing.
  fixClasses: ["safe"],
  *fixes({ data: { key, fault, moved } }, edit) {
    if (fault === "absent" && moved) {
      yield { class: "safe", title: `Rename the key to ${key}`, edits: [edit.renameKey(moved, key)] };
    }
    if (moved?.entries().length === 1 && (fault === "plain" || fault === "encoded")) {
      yield {
        class: "safe",
        title: `Rename ${fault === "plain" ? "data to stringData (the value is plain text)" : "stringData to data (the value is base64)"}`,
        edits: [edit.renameKey(moved, fault === "plain" ? "stringData" : "data")],
      };
    }
  },
});
