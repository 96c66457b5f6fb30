import { parseArgs } from "node:util";
import { didYouMean, presets, severities } from "../engine/index.ts";
import { UsageError } from "./problem.ts";

/** Everything that options are, in one table: parsing, checking and help are made from it. */
interface OptionSpec {
  /** What stands for the value in the help; absent for a switch. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly repeatable?: boolean;
  readonly short?: string;
  readonly help: string;
}

export const formats = ["pretty", "json", "sarif", "github", "junit"] as const;
const ruleFormats = ["pretty", "json", "markdown"] as const;

const specs = {
  format: { value: "NAME", choices: formats, help: "How findings are printed (default: pretty)" },
  "rules-format": { value: "NAME", choices: ruleFormats, help: "How rules are printed (default: pretty)" },
  preset: { value: "NAME", choices: presets, help: "Which rules are on (default: recommended)" },
  rule: {
    value: "ID[=SEVERITY|off]",
    repeatable: true,
    help: "Switch a rule on or off, or change its severity",
  },
  "kubernetes-version": { value: "1.N", help: "The cluster's version" },
  config: { value: "FILE", help: "Take this configuration instead of the nearest .kubewright.yaml" },
  "no-config": { help: "Take no configuration file" },
  "fail-on": {
    value: "SEVERITY",
    choices: [...severities, "never"],
    help: "Least severity that makes the exit code 1 (default: warning)",
  },
  baseline: { value: "FILE", help: "Report only findings that this file does not know" },
  "write-baseline": { help: "Write all findings into the baseline and report none" },
  "report-suppressed": { help: "Show silenced findings too, and what silences them; they count for nothing" },
  online: { help: "Ask registries about images: tags, platforms, users" },
  "certificate-authority": {
    value: "FILE",
    help: "Trust these authorities (PEM) too when registries are asked",
  },
  "internal-registry": {
    value: "HOST",
    repeatable: true,
    help: "Ask this registry even though its address is private or on this machine",
  },
  pin: { help: "Ask registries, and write the digest behind every image's tag" },
  all: { help: "Apply also fixes that change what runs, but for hints; look at them afterwards" },
  diff: { help: "Print a unified diff and write nothing" },
  stdio: { help: "Speak over standard input and output" },
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

const exitCodes = `Exit code: 0 when nothing at or above --fail-on is left, 1 when something is, 2 for wrong usage, a file
that cannot be read or written, output that cannot be written, or a broken configuration, and 3 for an internal error:
stderr names the file, and the other files are still checked.`;

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
    summary: "Say what is wrong with manifests",
    options: [...lintOptions, "write-baseline", "report-suppressed", "help"],
    notes: `A PATH is a file, a folder (.gitignore honored, symbolic links not followed), a glob, or - for standard
input. Without one it is the current folder.

${exitCodes}`,
  },
  fix: {
    operands: "[PATH...]",
    summary: "Fix what can be fixed without changing what runs",
    options: [...lintOptions, "all", "pin", "diff", "help"],
    notes: `With - the text is read from standard input and its fixed form is printed.

A file is replaced as a whole, so it keeps its mode, its owner and the symbolic link to it, but not its extended
attributes. A file with several hard links is written in place and keeps both.

${exitCodes}`,
  },
  rules: {
    operands: "[test [FILE]]",
    summary: "List the rules, or test your own",
    options: ["rules-format", "config", "no-config", "help"],
    notes: `Rules of your own are those of the nearest .kubewright.yaml. With test, each is tried with its own good and bad
examples, those of FILE if one is named.

Exit code of test: 0 when all do as they say, 1 when not, 2 for wrong usage or a broken configuration.`,
  },
  explain: {
    operands: "RULE",
    summary: "Say what a rule is about, and why",
    options: ["config", "no-config", "help"],
  },
  init: {
    operands: "",
    summary: "Write a first .kubewright.yaml after a look at the files here",
    options: ["preset", "help"],
    notes: "A configuration that is there stays as it is.",
  },
  migrate: {
    operands: "[FILE]",
    summary: "Write a .kubewright.yaml from a configuration of KubeLinter or Polaris",
    options: ["help"],
    notes: "Without FILE it is the .kube-linter.yaml or polaris.yaml of the current folder.",
  },
  lsp: { operands: "", summary: "Run the language server for editors", options: ["stdio", "help"] },
} as const satisfies Record<string, CommandSpec>;

export type CommandName = keyof typeof commands;

export interface Arguments {
  readonly command: CommandName | "help" | "version";
  /** For `help`: the command that it is wanted for. */
  readonly about: CommandName | undefined;
  readonly operands: readonly string[];
  has(option: OptionName): boolean;
  value(option: OptionName): string | undefined;
  values(option: OptionName): readonly string[];
}

/**
 * Reads the arguments behind the program's name.
 *
 * @throws UsageError
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const [first, ...rest] = argv;
  if (first === undefined) throw new UsageError("a command is missing; see kubewright --help");
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
  throw new UsageError(`there is no command "${text}"${near ? `; did you mean "${near}"?` : "; see --help"}`);
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
    if (value !== undefined) throw new UsageError(`${flag} takes no value`);
    return "";
  }
  if (value === undefined || value === "")
    throw new UsageError(`${flag} wants a value: ${flag} ${spec.value}`);
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

/** Two commands may have an option of one name with different choices. */
function flagName(name: OptionName): string {
  return name === "rules-format" ? "format" : name;
}

/** What `--help` prints, for all of the program or for one command. */
export function helpText(about?: CommandName): string {
  if (about === undefined) {
    const lines = Object.entries(commands).map(
      ([name, { operands, summary }]) => [`${name} ${operands}`, summary] as const,
    );
    return `Usage: kubewright COMMAND [OPTION...]

${columns(lines)}

kubewright COMMAND --help tells more about each; kubewright --version prints the version.`;
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
