import { version } from "../package.json";
import { type Arguments, helpText, parseArguments } from "./arguments.ts";
import { explain } from "./commands/explain.ts";
import { fix } from "./commands/fix.ts";
import { init } from "./commands/init.ts";
import { lint } from "./commands/lint.ts";
import { migrate } from "./commands/migrate.ts";
import { listRules } from "./commands/rules.ts";
import { upgrade } from "./commands/upgrade.ts";
import type { Io } from "./io.ts";
import { internalError, UsageError } from "./problem.ts";

/** Parses the arguments after the program name, runs one command, and sets its exit code. */
export async function run(argv: readonly string[], io: Io): Promise<void> {
  try {
    io.exitWith(await exitCodeOf(parseArguments(argv), io));
  } catch (error) {
    const isUsage = error instanceof UsageError;
    io.complain(isUsage ? error.message : internalError(error));
    io.exitWith(isUsage ? 2 : 3);
  }
}

async function exitCodeOf(parsed: Arguments, io: Io): Promise<number> {
  switch (parsed.command) {
    case "help":
      io.print(`${helpText(parsed.about)}\n`);
      return 0;
    case "version":
      io.print(`${version}\n`);
      return 0;
    case "lint":
      return lint(parsed, io);
    case "fix":
      return fix(parsed, io);
    case "upgrade":
      return upgrade(parsed, io);
    case "rules":
      return listRules(parsed, io);
    case "explain":
      return explain(parsed, io);
    case "init":
      return init(parsed, io);
    case "migrate":
      return migrate(parsed, io);
    case "lsp":
      if (!parsed.has("stdio")) throw new UsageError("lsp needs a transport: kubewright lsp --stdio");
      // Imported on demand, because the other commands must not pay for loading the server.
      await import("../server/main.ts");
      return 0;
  }
}
