import { readFileSync } from "node:fs";
import { join } from "node:path";
import { presets, type Rule, rules, severities } from "../../engine/index.ts";

type Emit = (path: string, text: string) => void;

/** The settings in package.json that follow from the rules and presets. */
export async function writeManifest(emit: Emit, root: string): Promise<void> {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  for (const section of [manifest.contributes?.configuration ?? []].flat()) {
    const { properties } = section;
    if (properties["kubewright.preset"])
      properties["kubewright.preset"] = { ...properties["kubewright.preset"], enum: presets };
    if (properties["kubewright.rules"]) {
      properties["kubewright.rules"] = {
        ...properties["kubewright.rules"],
        properties: ruleSchemas(),
        additionalProperties: false,
      };
    }
  }
  emit("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
}

interface Manifest {
  readonly contributes?: {
    readonly configuration?: Section | readonly Section[];
  };
}

interface Section {
  readonly properties: Record<string, Record<string, unknown>>;
}

function ruleSchemas(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    rules.map((rule) => [
      rule.id,
      {
        markdownDescription: `${rule.summary} ${rule.why} Severity: \`${rule.severity}\`.`,
        anyOf: [
          { enum: [...severities, "off"] },
          {
            type: "object",
            additionalProperties: false,
            properties: {
              severity: { enum: [...severities, "off"] },
              ...(rule.options && { options: optionSchema(rule.options) }),
            },
          },
        ],
      },
    ]),
  );
}

function optionSchema(options: NonNullable<Rule["options"]>) {
  const types = {
    names: { type: "array", items: { type: "string" } },
    number: { type: "number" },
    boolean: { type: "boolean" },
    choice: {},
  };
  const properties = Object.entries(options).map(([name, option]) => [
    name,
    {
      ...types[option.type],
      ...(option.choices && { enum: option.choices }),
      default: option.default,
      markdownDescription: option.description,
    },
  ]);
  return { type: "object", additionalProperties: false, properties: Object.fromEntries(properties) };
}
