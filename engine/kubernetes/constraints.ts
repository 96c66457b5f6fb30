import { matchesPattern } from "../patterns/match.ts";
import { keyProblem, labelValueProblem } from "./labels.ts";
import { type NameForm, nameProblem } from "./name-forms.ts";
import { portNameProblem } from "./ports.ts";
import type { Constraint } from "./type-reader.ts";

/** The forms of names, by their word in the data. */
const nameForms: Readonly<Record<string, NameForm>> = {
  label: "label",
  subdomain: "subdomain",
  datakey: "data key",
};

/** The form of name that a constraint requires; `undefined` if it requires something else. */
export function nameFormOf(constraint: Constraint): NameForm | undefined {
  return constraint.kind === "form" ? nameForms[constraint.form] : undefined;
}

/** A value as constraints see it: a scalar, or the number of items or entries. */
export type Constrained = { readonly value: unknown } | { readonly count: number };

/** Why the API server rejects a value, as a clause after the value and a comma; `undefined` if it does not. */
export function constraintProblem(constrained: Constrained, constraint: Constraint): string | undefined {
  if ("count" in constrained)
    return constraint.kind === "count" ? countProblem(constrained.count, constraint) : undefined;
  const { value } = constrained;
  if (constraint.kind === "range")
    return typeof value === "number" ? rangeProblem(value, constraint) : undefined;
  if (typeof value !== "string") return undefined;
  switch (constraint.kind) {
    case "form":
      return formProblem(value, constraint);
    case "length":
      return lengthProblem(value, constraint);
    case "pattern":
      return patternProblem(value, constraint.pattern);
    default:
      return undefined;
  }
}

type Of<Kind> = Extract<Constraint, { kind: Kind }>;

function rangeProblem(value: number, { least, most, zero }: Of<"range">): string | undefined {
  if ((least === undefined || least <= value) && (most === undefined || value <= most)) return undefined;
  if (zero && value === 0) return undefined;
  if (least !== undefined && most !== undefined)
    return `but it must be between ${least} and ${most}${most === 0o777 ? " (octal 0777)" : ""}`;
  if (most !== undefined) return `but it must be ${most} at most`;
  if (least === 0) return "but it must not be negative";
  return least === 1 && Number.isInteger(value)
    ? "but it must be greater than 0"
    : `but it must be at least ${least}`;
}

function countProblem(
  count: number,
  { least = 0, most = count }: Of<"count" | "length">,
): string | undefined {
  if (count < least) return `but it must have at least ${least}`;
  return most < count ? `but it can have at most ${most}` : undefined;
}

/** The API server counts code points. */
function lengthProblem(text: string, { least = 0, most }: Of<"count" | "length">): string | undefined {
  if (text.length < 2 * least && [...text].length < least)
    return text === "" ? "but it must not be empty" : `but it must have at least ${least} characters`;
  return most !== undefined && most < text.length && most < [...text].length
    ? `but it can have at most ${most} characters`
    : undefined;
}

function patternProblem(text: string, pattern: string): string | undefined {
  if (matchesPattern(text, pattern) !== false) return undefined;
  return pattern.length <= 40 ? `which does not match ${pattern}` : "which does not have the required form";
}

/** The empty string is the same as no value. */
function formProblem(text: string, constraint: Of<"form">): string | undefined {
  if (text === "") return undefined;
  const form = nameFormOf(constraint);
  if (form === undefined) return formProblems[constraint.form]?.(text);
  const problem = nameProblem(text, form);
  return problem === undefined ? undefined : `but it ${problem}`;
}

/** Other forms, by their word in the data. */
const formProblems: Readonly<Record<string, (text: string) => string | undefined>> = {
  absolute: (text) => (text.startsWith("/") ? undefined : "but it must start with a slash"),
  cidr: (text) => (isCidr(text) ? undefined : "but it must be an address range such as 10.0.0.0/8"),
  ip: (text) => (isAddress(text) ? undefined : "but it must be an IP address such as 10.0.0.1"),
  dns1035: (text) =>
    /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/.test(text)
      ? undefined
      : 'but it can contain only lowercase letters, digits and "-", and must start with a letter',
  domainpath: (text) =>
    /^[a-z0-9.-]+\/\S+$/.test(text) ? undefined : "but it must be a domain and a path such as acme.dev/web",
  labelvalue: (text) => clause(labelValueProblem(text)),
  portname: (text) => {
    const problem = portNameProblem(text);
    return problem === undefined ? undefined : `which is not a valid port name (${problem})`;
  },
  qualified: (text) => clause(keyProblem(text)),
};

function clause(problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `but ${problem}`;
}

/** IPv4 only: IPv6 addresses have many forms. */
function isCidr(text: string): boolean {
  if (text.includes(":")) return true;
  const [address = "", length, ...rest] = text.split("/");
  const isLength = length !== undefined && /^\d{1,2}$/.test(length) && Number(length) <= 32;
  return isAddress(address) && isLength && rest.length === 0;
}

function isAddress(text: string): boolean {
  if (text.includes(":")) return true;
  const octets = text.split(".");
  return octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255);
}
