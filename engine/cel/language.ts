import { Environment } from "@marcbachmann/cel-js";
import { registerLists } from "./lists.ts";
import { Meter } from "./meter.ts";
import { registerNetworks } from "./networks.ts";
import { registerQuantities } from "./quantities.ts";
import { registerTexts } from "./texts.ts";
import { registerUrls } from "./urls.ts";

/** The Common Expression Language with Kubernetes' libraries, and the meter that its functions use. */
export interface Language {
  readonly environment: Environment;
  readonly meter: Meter;
}

/** Far more than a handwritten expression needs, and small enough for the checker's recursion. */
const limits = { maxAstNodes: 5000, maxDepth: 100, maxListElements: 1000, maxMapEntries: 1000 };

/** @param variables names that expressions can use, each with any type */
export function makeLanguage(variables: readonly string[]): Language {
  const environment = new Environment({
    enableOptionalTypes: true,
    // Kubernetes requires lists and mappings of one type, but objects have any type here.
    homogeneousAggregateLiterals: false,
    limits,
  });
  const meter = new Meter();
  for (const register of [registerLists, registerNetworks, registerQuantities, registerUrls])
    register(environment);
  registerTexts(environment, meter);
  for (const name of variables) environment.registerVariable(name, "dyn");
  return { environment, meter };
}
