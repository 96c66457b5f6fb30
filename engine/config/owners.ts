import { labelValueProblem } from "../kubernetes/labels.ts";
import type { Value } from "../kubernetes/value.ts";
import type { Reader } from "./reader.ts";

/** Reports owners whose names are not valid label values, if a label names the owner. */
export function checkOwners(owners: Value | undefined, reader: Reader): void {
  if (!owners?.at("label")) return;
  for (const { name, key } of owners.at("names")?.entries() ?? []) {
    const problem = labelValueProblem(name);
    if (problem) reader.sayAt(key, `Owner "${name}" cannot be a label value: ${problem}`);
  }
}
