import { isTemplated } from "./resource.ts";

/** What examples have instead of a credential, and what tools replace. */
const forms: readonly RegExp[] = [
  /^(?:x+|\*+|\.+|-+|todo|tbd|fixme|redacted|placeholder|.*[-_ ]here)$/i,
  /^replace[-_ .]?(?:me|it|this)$/i,
  /^your(?:[-_ ].*|password|passwd|secret|token|key|credentials?)$/i,
  /^(?:\$\w+|%.*|@.*@|__.*__|<.*>|\[.*\])$/,
  // After these prefixes, a real token has digits and lowercase letters.
  /^(?:nvapi-|sk-|hf_|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|npm_|[rs]k_live_)[A-Z_-]+$/,
];

/** Whether a text marks where to put a credential. A weak password such as `changeme` does not: it works. */
export function isPlaceholder(text: string): boolean {
  return isTemplated(text) || forms.some((form) => form.test(text));
}

/**
 * Whether a text is not a real credential: it is a placeholder, or it says that it is made up, such as `fake_password`.
 */
export function isMadeUp(text: string): boolean {
  return isPlaceholder(text) || madeUp.test(text);
}

const madeUp = /(?:^|[^a-z])(?:fake|dummy|example)(?:[^a-z]|$)/i;
