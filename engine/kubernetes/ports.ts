/** The longest name of a port. Source: https://www.rfc-editor.org/rfc/rfc6335.html#section-5.1 */
const longest = 15;

/** Why a text is no name of a port, or `undefined` where it is one. Source: as for `longest`. */
export function portNameProblem(name: string): string | undefined {
  if (longest < name.length) return `it has more than ${longest} characters`;
  if (!/^[-a-z0-9]+$/.test(name)) return "only lower-case letters, digits and '-' are allowed";
  if (!/[a-z]/.test(name)) return "at least one letter is needed";
  if (name.startsWith("-") || name.endsWith("-")) return "it must begin and end with a letter or digit";
  return name.includes("--") ? "two '-' must not stand together" : undefined;
}

/** The name of a port that a text was meant to be; the same for the same text. `undefined` where nothing of it is left. */
export function asPortName(text: string): string | undefined {
  const trim = (name: string) => name.replace(/^-+|-+$/g, "");
  const plain = trim(text.toLowerCase().replace(/[^a-z0-9]+/g, "-"));
  const named = /[a-z]/.test(plain) ? plain : `port-${plain}`;
  const name = trim(named.slice(0, longest));
  return plain === "" || portNameProblem(name) !== undefined ? undefined : name;
}

/** Whether a port by its name only shows metrics, which Prometheus asks of each pod, not through a Service. */
export function isMetricsPort(name: string | undefined): boolean {
  return name !== undefined && /metrics|(?:^|-)prom(?:etheus)?(?:-|$)/.test(name);
}
