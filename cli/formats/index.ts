import type { Rule } from "../../engine/index.ts";
import { version } from "../../package.json";
import type { formats } from "../arguments.ts";
import type { Io } from "../io.ts";
import type { Reporter, ReporterContext } from "../report.ts";
import { githubReporter } from "./github.ts";
import { jsonReporter } from "./json.ts";
import { junitReporter } from "./junit.ts";
import { prettyReporter } from "./pretty.ts";
import { sarifReporter } from "./sarif.ts";

const reporters: Record<(typeof formats)[number], (context: ReporterContext) => Reporter> = {
  pretty: prettyReporter,
  json: jsonReporter,
  sarif: sarifReporter,
  github: githubReporter,
  junit: junitReporter,
};

/**
 * @param format one of `formats`; the default is `pretty`
 * @param customRules the custom rules of the configurations
 */
export function makeReporter(format: string | undefined, io: Io, customRules: readonly Rule[]): Reporter {
  return reporters[(format ?? "pretty") as (typeof formats)[number]]({ io, version, customRules });
}
