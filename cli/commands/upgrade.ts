import { type FixRequest, rules } from "../../engine/index.ts";
import type { Arguments } from "../arguments.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../problem.ts";
import { applyFixes } from "./fix.ts";

/** `kubewright upgrade`: applies the fixes of the rules about what newer versions of Kubernetes remove. */
export async function upgrade(options: Arguments, io: Io): Promise<number> {
  const version = options.value("to");
  if (version === undefined) throw new UsageError("upgrade needs a version: kubewright upgrade --to 1.37");
  return applyFixes(options, io, [lifeCycle], () => `No file needs a change for Kubernetes ${version}.`);
}

/** A version is removed sooner or later, so fixes of hints are wanted too. */
const lifeCycle: FixRequest = {
  classes: ["safe", "review"],
  rules: rules.filter((rule) => rule.lifeCycle).map(({ id }) => id),
};
