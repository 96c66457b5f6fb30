import { parseArgs } from "node:util";
import { didYouMean, presets, severities } from "../engine/index.ts";
import { UsageError } from "./problem.ts";

/** All options in one table, from which parsing, checking and help are derived. */
interface OptionSpec {
  /** The placeholder for the value in the help. Absent for a flag without a value. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly repeatable?: boolean;
  readonly short?: string;
  readonly help: string;
}

export const formats = ["pretty", "json", "sarif", "github", "junit"] as const;
const ruleFormats = ["pretty", "json", "markdown"] as const;

const specs = {
  format: { value: "NAME", choices: formats, help: "Output format of findings (default: pretty)" },
  "rules-format": { value: "NAME", choices: ruleFormats, help: "Output format of rules (default: pretty)" },
  preset: {
    value: "NAME",
    choices: presets,
    help: "Preset, which decides which rules are on (default: recommended)",
  },
  rule: {
    value: "ID[=SEVERITY|off]",
    repeatable: true,
    help: "Turn a rule on or off, or change its severity",
  },
  "kubernetes-version": { value: "1.N", help: "Kubernetes version of the cluster" },
  from: {
    value: "1.N",
    help: "Report only findings that upgrading the cluster from this Kubernetes version brings",
  },
  to: { value: "1.N", help: "Kubernetes version that the cluster is upgraded to" },
  config: { value: "FILE", help: "Use this configuration instead of the nearest .kubewright.yaml" },
  "no-config": { help: "Do not use a configuration file" },
  "fail-on": {
    value: "SEVERITY",
    choices: [...severities, "never"],
    help: "Lowest severity that makes the exit code 1 (default: warning)",
  },
  baseline: { value: "FILE", help: "Report only findings that are not in this baseline" },
  "write-baseline": { help: "Write all findings to the baseline and report none" },
  "report-suppressed": {
    help: "Also show suppressed findings and what suppresses them; they do not affect the exit code",
  },
  online: { help: "Query registries about images: tags, platforms, users" },
  "certificate-authority": {
    value: "FILE",
    help: "Also trust the certificate authorities in this PEM file when querying registries",
  },
  "internal-registry": {
    value: "HOST",
    repeatable: true,
    help: "Query this registry even if its address is private or local",
  },
  pin: { help: "Query registries and add the digest to every image tag" },
  all: {
    help: "Also apply review fixes, which can change what runs (except those of hints); check the result",
  },
  diff: { help: "Print a unified diff and write nothing" },
  stdio: { help: "Communicate over standard input and output" },
  help: { short: "h", help: "Print this help" },
  version: { short: "V", help: "Print the version" },
} as const satisfies Record<string, OptionSpec>;

type OptionName = keyof typeof specs;

interface CommandSpec {
  readonly operands: string;
  readonly summary: string;
  readonly options: readonly OptionName[];
  readonly notes?: string;
}

const exitCodes = `Exit code: 0 if there are no findings at or above --fail-on, 1 if there are, 2 for wrong usage, a file that cannot be
read or written, output that cannot be written, or a broken configuration, and 3 for an internal error. After an
internal error, stderr names the file, and the other files are still checked.`;

const lintOptions = [
  "format",
  "preset",
  "rule",
  "kubernetes-version",
  "config",
  "no-config",
  "fail-on",
  "baseline",
  "online",
  "certificate-authority",
  "internal-registry",
] as const satisfies readonly OptionName[];

const commands = {
  lint: {
    operands: "[PATH...]",
    summary: "Check manifests and report findings",
    options: [...lintOptions, "from", "write-baseline", "report-suppressed", "help"],
    notes: `A PATH is a file, a folder (respecting .gitignore, without following symbolic links), a glob, or - for
standard input. The default is the current folder.

To see what breaks with an upgrade, set --from to the version of the cluster and --kubernetes-version to the new one.

${exitCodes}`,
  },
  fix: {
    operands: "[PATH...]",
    summary: "Apply safe fixes, which do not change what runs",
    options: [...lintOptions, "all", "pin", "diff", "help"],
    notes: `With -, fix reads standard input and prints the fixed text.

Files are replaced as a whole. They keep their mode, owner and symbolic links, but not extended attributes. A file with
several hard links is written in place and keeps everything.

${exitCodes}`,
  },
  upgrade: {
    operands: "[PATH...]",
    summary: "Replace what a newer Kubernetes version no longer has, and report what is left",
    options: ["to", "diff", "format", "config", "no-config", "fail-on", "help"],
    notes: `Only rules about deprecated and removed API versions, fields, annotations, labels and volume types run. Their fixes
are applied even if they can change what runs, so check the result. To see the changes first, use --diff.

${exitCodes}`,
  },
  rules: {
    operands: "[test [FILE]]",
    summary: "List all rules, or test custom rules",
    options: ["rules-format", "config", "no-config", "help"],
    notes: `Custom rules come from the nearest .kubewright.yaml. rules test runs each of them, or each in FILE, on its good and bad
examples.

Exit code of rules test: 0 if all examples pass, 1 if one fails, 2 for wrong usage or a broken configuration.`,
  },
  explain: {
    operands: "RULE",
    summary: "Explain a rule",
    options: ["config", "no-config", "help"],
  },
  init: {
    operands: "",
    summary: "Write a first .kubewright.yaml, based on the files in this folder",
    options: ["preset", "help"],
    notes: "Does not change an existing configuration.",
  },
  migrate: {
    operands: "[FILE]",
    summary: "Convert a configuration of KubeLinter or Polaris to a .kubewright.yaml",
    options: ["help"],
    notes: "Without FILE, it converts the .kube-linter.yaml or polaris.yaml in the current folder.",
  },
  lsp: { operands: "", summary: "Run the language server for editors", options: ["stdio", "help"] },
} as const satisfies Record<string, CommandSpec>;

export type CommandName = keyof typeof commands;

export interface Arguments {
  readonly command: CommandName | "help" | "version";
  /** For `help`: the command to describe. */
  readonly about: CommandName | undefined;
  readonly operands: readonly string[];
  has(option: OptionName): boolean;
  value(option: OptionName): string | undefined;
  values(option: OptionName): readonly string[];
}

/**
 * Parses the arguments after the program name.
 *
 * @throws UsageError
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const [first, ...rest] = argv;
  if (first === undefined) throw new UsageError("missing command; see kubewright --help");
  if (first === "--help" || first === "-h" || first === "help") {
    const about = rest[0];
    return plain("help", about === undefined ? undefined : commandOf(about));
  }
  if (first === "--version" || first === "-V") return plain("version");
  const command = commandOf(first);
  return readOptions(command, rest);
}

function plain(command: "help" | "version", about?: CommandName): Arguments {
  return { command, about, operands: [], has: () => false, value: () => undefined, values: () => [] };
}

function commandOf(text: string): CommandName {
  if (Object.hasOwn(commands, text)) return text as CommandName;
  const near = didYouMean(text, Object.keys(commands));
  throw new UsageError(`unknown command "${text}"${near ? `; did you mean "${near}"?` : "; see --help"}`);
}

function readOptions(command: CommandName, argv: readonly string[]): Arguments {
  const known = new Map<string, { readonly name: OptionName; readonly spec: OptionSpec }>();
  for (const name of commands[command].options) known.set(flagName(name), { name, spec: specs[name] });
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      [...known].map(([flag, { spec }]) => [
        flag,
        { type: spec.value ? "string" : "boolean", ...(spec.short && { short: spec.short }) } as const,
      ]),
    ),
  });
  const given = new Map<OptionName, string[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const option = known.get(token.name);
    if (!option) throw new UsageError(unknownOption(token.rawName, command, [...known.keys()]));
    given.set(option.name, [
      ...(given.get(option.name) ?? []),
      optionValue(token.rawName, token.value, option.spec),
    ]);
  }
  return {
    command: given.has("help") ? "help" : command,
    about: command,
    operands,
    has: (option) => given.has(option),
    value: (option) => given.get(option)?.at(-1),
    values: (option) => given.get(option) ?? [],
  };
}

function optionValue(flag: string, value: string | undefined, spec: OptionSpec): string {
  if (!spec.value) {
    if (value !== undefined) throw new UsageError(`${flag} does not take a value`);
    return "";
  }
  if (value === undefined || value === "")
    throw new UsageError(`${flag} needs a value: ${flag} ${spec.value}`);
  if (spec.choices && !spec.choices.includes(value)) {
    const near = didYouMean(value, spec.choices);
    const hint = near ? `; did you mean "${near}"?` : "";
    throw new UsageError(`${flag} must be one of ${spec.choices.join(", ")}, not "${value}"${hint}`);
  }
  return value;
}

function unknownOption(flag: string, command: CommandName, flags: readonly string[]): string {
  const near = didYouMean(
    flag,
    flags.map((name) => `--${name}`),
  );
  return `${command} has no option ${flag}${near ? `; did you mean ${near}?` : `; see kubewright ${command} --help`}`;
}

/** Two commands can have an option of the same name with different choices. */
function flagName(name: OptionName): string {
  return name === "rules-format" ? "format" : name;
}

/** The text of `--help`, for the program or for one command. */
export function helpText(about?: CommandName): string {
  if (about === undefined) {
    const lines = Object.entries(commands).map(
      ([name, { operands, summary }]) => [`${name} ${operands}`, summary] as const,
    );
    return `Usage: kubewright COMMAND [OPTION...]

${columns(lines)}

For details about a command, run kubewright COMMAND --help. kubewright --version prints the version.`;
  }
  const command: CommandSpec = commands[about];
  const options = command.options.map((name) => {
    const spec: OptionSpec = specs[name];
    const flag = `${spec.short ? `-${spec.short}, ` : ""}--${flagName(name)}${spec.value ? ` ${spec.value}` : ""}`;
    const choices = spec.choices ? `: ${spec.choices.join(", ")}` : "";
    return [flag, `${spec.help}${choices}${spec.repeatable ? " (repeatable)" : ""}`] as const;
  });
  return `${command.summary}.

Usage: kubewright ${[about, "[OPTION...]", command.operands].filter(Boolean).join(" ")}

${columns(options)}${command.notes ? `\n\n${command.notes}` : ""}`;
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}
