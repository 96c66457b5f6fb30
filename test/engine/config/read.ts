import type { OpenConfig } from "../../../engine/config/extends.ts";
import { type ParsedConfig, parseConfig } from "../../../engine/config/file.ts";
import { Linter } from "../../../engine/linter.ts";
import { rules } from "../../../engine/rules/index.generated.ts";

const folder = "file:///repo/";

/** Reads `.kubewright.yaml` from some files; the others are those that it extends. */
export function readConfig(
  files: Readonly<Record<string, string>>,
  base?: ParsedConfig["config"],
): ParsedConfig {
  const open: OpenConfig = (reference, from) => {
    const uri = resolved(reference, from);
    const text = files[uri.slice(folder.length)];
    return text === undefined ? { problem: "does not exist" } : { uri, text };
  };
  const uri = `${folder}.kubewright.yaml`;
  return parseConfig(files[".kubewright.yaml"] ?? "", rules, { uri, open, ...(base && { base }) });
}

/** A relative path without a URL class, which the engine's types do not have. */
function resolved(reference: string, from: string): string {
  const steps = from.split("/").slice(0, -1);
  for (const step of reference.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== ".") steps.push(step);
  }
  return steps.join("/");
}

/** Problems as `underlined text: message`. */
export function problemsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const text = files[".kubewright.yaml"] ?? "";
  return readConfig(files).problems.map(({ start, end, message }) => `${text.slice(start, end)}: ${message}`);
}

/** The findings in a manifest at `path`, as `rule severity`. */
export function lintWith(config: string, path: string, manifest: string): readonly string[] {
  const { config: read, problems } = readConfig({ ".kubewright.yaml": config });
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));
  const linter = new Linter(rules, () => read);
  linter.setFile(`${folder}${path}`, manifest);
  return linter.findings(`${folder}${path}`).map(({ rule, severity }) => `${rule} ${severity}`);
}
