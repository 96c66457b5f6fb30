/** One requirement of a label selector. A selector matches if all of its requirements do. */
export interface LabelRequirement {
  readonly key: string;
  /** in: one of the values. not-in: none of the values, or no such label. exists, absent: whether the label exists. */
  readonly operator: "in" | "not-in" | "exists" | "absent";
  readonly values: readonly string[];
}

const key = String.raw`(?:[\w.-]+/)?[\w.-]+`;
const forms = [
  { form: new RegExp(`^(${key})\\s+(in|notin)\\s*\\(([^()]*)\\)$`), read: setBased },
  { form: new RegExp(`^(${key})\\s*(==?|!=)\\s*([\\w.-]*)$`), read: equalityBased },
  { form: new RegExp(`^(!?)\\s*(${key})$`), read: existence },
];

/**
 * Reads a label selector in kubectl's syntax, such as `app=web,tier in (front, back),!legacy`; `undefined` if it is
 * invalid.
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function parseLabelSelector(text: string): readonly LabelRequirement[] | undefined {
  const requirements: LabelRequirement[] = [];
  for (const part of partsOf(text)) {
    const requirement = requirementOf(part.trim());
    if (!requirement) return undefined;
    requirements.push(requirement);
  }
  return requirements;
}

/** Whether labels match a selector. */
export function labelsMatch(
  selector: readonly LabelRequirement[],
  labelOf: (key: string) => string | undefined,
): boolean {
  return selector.every((requirement) => holds(requirement, labelOf(requirement.key)));
}

function holds({ operator, values }: LabelRequirement, value: string | undefined): boolean {
  switch (operator) {
    case "in":
      return value !== undefined && values.includes(value);
    case "not-in":
      return value === undefined || !values.includes(value);
    case "exists":
      return value !== undefined;
    case "absent":
      return value === undefined;
  }
}

/** A comma in parentheses belongs to a list of values. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let inside = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") inside = true;
    else if (text[at] === ")") inside = false;
    else if (text[at] === "," && !inside) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function requirementOf(part: string): LabelRequirement | undefined {
  for (const { form, read } of forms) {
    const match = form.exec(part);
    if (match) return read(match);
  }
  return undefined;
}

function setBased([, name, operator, list]: RegExpExecArray): LabelRequirement {
  const values = list!.split(",").map((value) => value.trim());
  return { key: name!, operator: operator === "in" ? "in" : "not-in", values };
}

function equalityBased([, name, operator, value]: RegExpExecArray): LabelRequirement {
  return { key: name!, operator: operator === "!=" ? "not-in" : "in", values: [value!] };
}

function existence([, not, name]: RegExpExecArray): LabelRequirement {
  return { key: name!, operator: not === "!" ? "absent" : "exists", values: [] };
}
