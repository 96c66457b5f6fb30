import { isTemplated } from "./resource.ts";

/** Forms of values that say by themselves that they are credentials, and what they are. */
const forms: readonly (readonly [form: RegExp, what: string])[] = [
  [/-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----/, "a private key"],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, "an AWS access key"],
  // https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
  [/\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{22}/, "a GitHub token"],
  // https://docs.gitlab.com/security/tokens/#token-prefixes
  [/\bglpat-[\w-]{20}/, "a GitLab token"],
  // https://docs.slack.dev/authentication/tokens/
  [/\bxox[abeoprs]-[\w-]{10}/, "a Slack token"],
  // https://docs.stripe.com/keys
  [/\b[rs]k_live_[0-9A-Za-z]{16}/, "a Stripe key"],
  // https://cloud.google.com/docs/authentication/api-keys
  [/\bAIza[\w-]{35}/, "a Google API key"],
  // https://docs.npmjs.com/about-access-tokens
  [/\bnpm_[A-Za-z0-9]{36}/, "an npm token"],
  // https://datatracker.ietf.org/doc/html/rfc7519
  [/\beyJ[\w-]{8,1000}\.eyJ[\w-]{8,4000}\.[\w-]{8}/, "a JSON web token"],
  [/^[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/:@]{0,200}:[^\s/:@]{1,200}@/i, "a URL with a password"],
];

/** What a text is by its form, where it is a credential by that: `a GitHub token`; `undefined` for other texts. */
export function credentialForm(text: string): string | undefined {
  return isTemplated(text) ? undefined : forms.find(([form]) => form.test(text))?.[1];
}

/** What the last words of a name say that it holds. */
const words: readonly (readonly [form: RegExp, what: string])[] = [
  [/(?:^| )(?:password|passwd|passphrase|pwd|pass)$/, "a password"],
  [/(?:^| )(?:secret|credentials?)$/, "a secret"],
  [/(?:^| )token$/, "a token"],
  [/(?:^| )(?:(?:api|access|secret|private|encryption|signing|auth|account|master) ?key)$/, "a key"],
];

/** Names that end like a credential but hold the name of something. */
const harmless =
  /(?:^| )(?:(?:pull|tls|ssl|cert) secret|(?:cluster|discovery|next|page|continuation) token|(?:public|partition|sort|primary) .*key)$/;

/** What a name such as `DB_PASSWORD` or `apiKey` says that its value is; `undefined` where it says nothing of a credential. */
export function credentialName(name: string): string | undefined {
  const spoken = name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[\W_]+|\d+$/g, " ")
    .trim()
    .toLowerCase();
  return harmless.test(spoken) ? undefined : words.find(([form]) => form.test(spoken))?.[1];
}

/** Switches, short numbers, paths, addresses, places in a vault, and what is to be replaced. */
const noCredential: readonly RegExp[] = [
  /^(?:true|false|yes|no|on|off|none|null|nil|enabled?|disabled?|\d{1,3})$/i,
  /^(?:\.{0,2}|~|[A-Za-z]:)[\\/][\w.\\/-]*$/,
  /^[a-z][a-z0-9+.-]{1,30}:(?:\/\/|[\w./-]+[#/])/i,
  /^(?:arn|vault|ref\+\w+|secretref|keyvault|op|ssm):/i,
  /^(?:projects|secrets?|kv)\/./i,
  /^(?:x+|\*+|\.+|-+|todo|tbd|replace.?me|redacted|placeholder|your[-_ ].*|.*[-_ ]here)$/i,
  /^(?:\$\w+|%.*%|@.*@|__.*__|<.*>)$/,
  // Names of Secrets and of keys in them.
  /^[a-z0-9.-]+-(?:secrets?|credentials?|creds|tls|certs?|tokens?|keys?|passwords?|auth|config)$/,
];

/** Whether a text under the name of a credential may be one, and not where it is, whether it is used, or to be filled in. */
export function mayBeCredential(text: string): boolean {
  return text !== "" && !isTemplated(text) && !noCredential.some((form) => form.test(text));
}
