/** The maximum length of a port name. Source: https://www.rfc-editor.org/rfc/rfc6335.html#section-5.1 */
const longest = 15;

/** Why a port name is invalid, as a clause; `undefined` if it is valid. Source: as for `longest`. */
export function portNameProblem(name: string): string | undefined {
  if (longest < name.length) return `it must not be longer than ${longest} characters`;
  if (!/^[-a-z0-9]+$/.test(name)) return 'it can contain only lowercase letters, digits and "-"';
  if (!/[a-z]/.test(name)) return "it must contain a letter";
  if (name.startsWith("-") || name.endsWith("-")) return "it must start and end with a letter or digit";
  return name.includes("--") ? 'it must not contain "--"' : undefined;
}

/**
 * The valid port name that is closest to a text, always the same for the same text; `undefined` if nothing of the text
 * is valid.
 */
export function asPortName(text: string): string | undefined {
  const trim = (name: string) => name.replace(/^-+|-+$/g, "");
  const plain = trim(text.toLowerCase().replace(/[^a-z0-9]+/g, "-"));
  const named = /[a-z]/.test(plain) ? plain : `port-${plain}`;
  const name = trim(named.slice(0, longest));
  return plain === "" || portNameProblem(name) !== undefined ? undefined : name;
}

/** Whether a port's name shows that it only serves metrics. Prometheus scrapes those from each pod, not through a Service. */
export function isMetricsPort(name: string | undefined): boolean {
  return name !== undefined && /metrics|(?:^|-)prom(?:etheus)?(?:-|$)/.test(name);
}
