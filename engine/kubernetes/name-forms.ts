/**
 * The forms of names in the API.
 * Source: https://github.com/kubernetes/apimachinery/blob/v0.36.0/pkg/util/validation/validation.go
 */
export type NameForm =
  /** A DNS subdomain: labels of lowercase letters, digits and dashes, with dots between them. */
  | "subdomain"
  /** A DNS label of at most 63 characters. */
  | "label"
  /** Anything that can be a segment of a URL's path. */
  | "path segment"
  /** A key of a ConfigMap or Secret, which can become the name of a file. */
  | "data key"
  | "variable";

const longest: Readonly<Record<NameForm, number>> = {
  subdomain: 253,
  label: 63,
  "path segment": Number.POSITIVE_INFINITY,
  "data key": 253,
  variable: Number.POSITIVE_INFINITY,
};

/**
 * Why a text does not have a form, as a clause after "which" or the text itself; `undefined` if it has it.
 */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a flat table of the forms
export function nameProblem(text: string, form: NameForm, most = longest[form]): string | undefined {
  if (most < text.length) return `must not be longer than ${most} characters`;
  switch (form) {
    case "subdomain":
      if (!/^[a-z0-9.-]*$/.test(text)) return 'can contain only lowercase letters, digits, "-" and "."';
      return text.split(".").every(isLabel)
        ? undefined
        : "must start and end with a letter or digit, also around each dot";
    case "label":
      if (!/^[a-z0-9-]*$/.test(text)) return 'can contain only lowercase letters, digits and "-"';
      return isLabel(text) ? undefined : "must start and end with a letter or digit";
    case "path segment":
      if (text === "." || text === "..") return 'must not be "." or ".."';
      return /[/%]/.test(text) ? 'must not contain "/" or "%"' : undefined;
    case "data key":
      if (text === "." || text.startsWith("..")) return 'must not be "." or start with ".."';
      return /^[-._a-zA-Z0-9]+$/.test(text)
        ? undefined
        : 'can contain only letters, digits, "-", "_" and "."';
    case "variable":
      return /^[ -<>-~]+$/.test(text)
        ? undefined
        : 'can contain only printable ASCII characters other than "="';
  }
}

/** The closest text that has a form; `undefined` if nothing of the text is left. */
export function nearestInForm(text: string, form: NameForm): string | undefined {
  const kept =
    form === "subdomain"
      ? text
          .toLowerCase()
          .replace(/[^a-z0-9.]+/g, "-")
          .replace(/-*\.[-.]*/g, ".")
      : form === "label"
        ? text.toLowerCase().replace(/[^a-z0-9]+/g, "-")
        : text.replace(/[^-._a-zA-Z0-9]+/g, "-");
  const name = kept.replace(form === "data key" ? /^-+|-+$|^\.\.+/g : /^[-.]+|[-.]+$/g, "");
  return name === "" || name === text || nameProblem(name, form) !== undefined ? undefined : name;
}

function isLabel(text: string): boolean {
  return /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(text);
}
