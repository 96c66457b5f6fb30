import { isTemplated } from "./resource.ts";

/** What examples have in the place of a credential, and what other tools replace. */
const forms: readonly RegExp[] = [
  /^(?:x+|\*+|\.+|-+|todo|tbd|fixme|redacted|placeholder|.*[-_ ]here)$/i,
  /^replace[-_ .]?(?:me|it|this)$/i,
  /^your(?:[-_ ].*|password|passwd|secret|token|key|credentials?)$/i,
  /^(?:\$\w+|%.*|@.*@|__.*__|<.*>|\[.*\])$/,
  // Behind these prefixes a real token has digits and small letters.
  /^(?:nvapi-|sk-|hf_|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|npm_|[rs]k_live_)[A-Z_-]+$/,
];

/**
 * Whether a text stands where a credential is to be put. A weak password such as `changeme` is none: it opens what it is
 * for.
 */
export function isPlaceholder(text: string): boolean {
  return isTemplated(text) || forms.some((form) => form.test(text));
}

/** Whether a text is no credential: a placeholder, or one that says itself that it is made up, such as `fake_password`. */
export function isMadeUp(text: string): boolean {
  return isPlaceholder(text) || madeUp.test(text);
}

const madeUp = /(?:^|[^a-z])(?:fake|dummy|example)(?:[^a-z]|$)/i;
