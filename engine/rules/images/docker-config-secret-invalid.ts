import {
  dockerConfigOf,
  misplacedConfig,
  type PayloadFault,
  payloadKeys,
} from "../../kubernetes/docker-config.ts";
import { literal } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "docker-config-secret-invalid",
  category: "images",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A Secret for image pulls has no valid Docker configuration.",
  why: "The API server checks Secrets of these types when they are created, and rejects one that is not a JSON object.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets",
    "https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/validation/validation.go",
  ],
  on: kinds("/Secret"),

  *check(secret) {
    const config = dockerConfigOf(secret);
    if (!config) return;
    const { key, at, payload } = config;
    const typed = secret.root.at("type");
    const type = literal(typed);
    const isChecked = payloadKeys.has(type ?? "");
    const data = (fault: PayloadFault | "absent", moved: Value | undefined) => ({
      name: secret.name,
      key,
      type,
      fault,
      moved,
    });
    if (payload.kind === "absent" && isChecked && typed) {
      const other = key === ".dockerconfigjson" ? misplacedConfig(secret, key)?.at : undefined;
      yield { at: typed, data: data(payload.kind, other) };
    }
    if (payload.kind !== "unreadable" || !at) return;
    // Whatever its type, a Secret is refused for what is no text or no base64.
    if (isChecked || /^(?:not-text|not-base64|plain)$/.test(payload.fault))
      yield { at, onKey: true, data: data(payload.fault, at.parent) };
  },

  message: ({ name, key, type, fault }) => {
    const secret = name === undefined ? "This Secret" : `Secret "${name}"`;
    switch (fault) {
      case "absent":
        return `${secret} has type ${type} but no ${key}, so the API server rejects it.`;
      case "not-text":
        return `${secret} has a ${key} that is not a string, so the API server rejects it.`;
      case "not-base64":
        return `${secret} has a ${key} under data that is not base64, so the API server rejects it.`;
      case "plain":
        return `${secret} has a ${key} under data that is not encoded, so the API server rejects it.`;
      case "encoded":
        return `${secret} has a ${key} under stringData that is encoded already, so the API server rejects it.`;
      case "not-json":
        return `${secret} has a ${key} that is not a JSON object, so the API server rejects it.`;
    }
  },

  // Safe: what the API server refuses runs nowhere, and there is one reading of it.
  fixes: [
    {
      class: "safe",
      title: ({ key }) => `Rename the key to ${key}`,
      edits: ({ data: { fault, key, moved } }, edit) =>
        fault === "absent" && moved ? [edit.renameKey(moved, key)] : undefined,
    },
    {
      class: "safe",
      title: ({ fault }) =>
        `Put it under ${fault === "plain" ? "stringData, which takes text" : "data, which takes base64"}`,
      edits: ({ data: { fault, moved } }, edit) =>
        moved?.entries().length === 1 && (fault === "plain" || fault === "encoded")
          ? [edit.renameKey(moved, fault === "plain" ? "stringData" : "data")]
          : undefined,
    },
  ],
});
