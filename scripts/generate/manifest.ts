import { readFileSync } from "node:fs";
import { join } from "node:path";
import { presets } from "../../engine/index.ts";
import { choiceSchema, customRuleSchema } from "./schema.ts";

type Emit = (path: string, text: string) => void;

/** The settings in package.json that are derived from the rules and presets. */
export async function writeManifest(emit: Emit, root: string): Promise<void> {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  for (const section of [manifest.contributes?.configuration ?? []].flat()) {
    const { properties } = section;
    if (properties["kubewright.preset"])
      properties["kubewright.preset"] = { ...properties["kubewright.preset"], enum: presets };
    if (properties["kubewright.rules"])
      properties["kubewright.rules"] = {
        ...properties["kubewright.rules"],
        // The rules themselves would take up most of the manifest; a schema completes them in settings.json.
        additionalProperties: choiceSchema(),
      };
    if (properties["kubewright.customRules"])
      properties["kubewright.customRules"] = {
        ...properties["kubewright.customRules"],
        items: customRuleSchema(),
      };
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
