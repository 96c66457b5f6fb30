import { isTemplated } from "./resource.ts";
import type { Value } from "./value.ts";

/** One requirement of a label selector. */
export interface Requirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values: readonly string[];
}

/** A label selector as requirements that must all be met; an empty list selects everything. */
export type Selector = readonly Requirement[];

/** Labels as the API has them, with values as text; `undefined` if a part is filled in later. */
export function readLabels(map: Value | undefined): ReadonlyMap<string, string> | undefined {
  const labels = new Map<string, string>();
  for (const { name, value } of map?.entries() ?? []) {
    const text = labelText(value);
    if (isTemplated(name) || (text !== undefined && isTemplated(text))) return undefined;
    if (text !== undefined) labels.set(name, text);
  }
  return labels;
}

/** The labels that a selector can rely on: without those that the next release changes. */
export function lastingLabels(labels: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...labels].filter(([key]) => !passing.test(key)));
}

const passing = /^(?:app\.kubernetes\.io\/version|helm\.sh\/chart|version|chart|commit|build)$/;

/** A plain map of labels (Service) or a LabelSelector; `undefined` if a part is filled in later. */
export function readSelector(value: Value): Selector | undefined {
  const isLabelSelector = value.at("matchLabels") ?? value.at("matchExpressions");
  const labels = readLabels(isLabelSelector ? value.at("matchLabels") : value);
  if (!labels) return undefined;
  const requirements: Requirement[] = [...labels].map(([key, text]) => ({
    key,
    operator: "In",
    values: [text],
  }));
  if (!isLabelSelector) return requirements;
  for (const expression of value.at("matchExpressions")?.items() ?? []) {
    const key = expression.at("key")?.string;
    const operator = expression.at("operator")?.string;
    const values = (expression.at("values")?.items() ?? []).map((item) => labelText(item) ?? "");
    if (key === undefined || !isOperator(operator) || isTemplated(key) || values.some(isTemplated))
      return undefined;
    requirements.push({ key, operator, values });
  }
  return requirements;
}

/** Whether an object with these labels is selected. */
export function matches(selector: Selector, labels: ReadonlyMap<string, string>): boolean {
  return selector.every((requirement) => meets(requirement, labels.get(requirement.key)));
}

function meets({ operator, values }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
  }
}

/**
 * The text of a scalar label value; numbers and booleans as written, which is what users mean. The API server reads any
 * null as the empty string.
 */
export function labelText(value: Value): string | undefined {
  return value.isNull ? "" : value.scalar?.text;
}

function isOperator(text: string | undefined): text is Requirement["operator"] {
  return text === "In" || text === "NotIn" || text === "Exists" || text === "DoesNotExist";
}

const name = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const prefix = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Why a text is not a valid key of a label or annotation; `undefined` if it is. Source:
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function keyProblem(key: string): string | undefined {
  const slash = key.indexOf("/");
  const [before, after] = slash === -1 ? [undefined, key] : [key.slice(0, slash), key.slice(slash + 1)];
  if (after.length === 0) return "its name must not be empty";
  if (63 < after.length) return "its name must not be longer than 63 characters";
  if (after.includes("/")) return "it must not contain more than one slash";
  if (!name.test(after)) return charactersProblem(after);
  if (before === undefined) return undefined;
  if (before.length === 0) return "its prefix must not be empty";
  if (253 < before.length) return "its prefix must not be longer than 253 characters";
  return prefix.test(before) ? undefined : "its prefix must be a lowercase DNS name";
}

/** The closest text with the characters that are valid in values and after a key's prefix; empty if none are left. */
export function nearestName(text: string): string {
  return text.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
}

/** Why a text is not a valid label value; `undefined` if it is. Source: as for `keyProblem`. */
export function labelValueProblem(value: string): string | undefined {
  if (value === "") return undefined;
  if (63 < value.length) return "it must not be longer than 63 characters";
  return name.test(value) ? undefined : charactersProblem(value);
}

/** Why a text of an allowed length does not match `name`. */
function charactersProblem(text: string): string {
  return /^[-A-Za-z0-9_.]*$/.test(text)
    ? "it must start and end with a letter or digit"
    : 'it can contain only letters, digits, "-", "_" and "."';
}
