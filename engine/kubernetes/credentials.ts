import { isMadeUp } from "./placeholders.ts";

/** Values that are recognizable as credentials (as a whole or a part), and what they are. */
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
  [/^[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/:@]{0,200}:([^\s/:@]{1,200})@/i, "a URL with a password"],
];

/**
 * A password among the settings of a connection: `Server=db;User=sa;Password=…`, `host=db password=…`,
 * `redis:6379,password=…`, `jdbc:…?user=sa&password=…`.
 */
const password =
  /(?:^|[;,?&\s"'])(?:password|passwd|pwd|account ?key|shared ?access ?key|secret ?access ?key)\s{0,3}=\s{0,3}(?:"([^"\s]{1,200})"|'([^'\s]{1,200})'|([^;,&\s"']{1,200}))/i;
/** Another setting of a connection, without which `password=` is only a word in a text. */
const setting =
  /(?:^|[;,?&\s"'])(?:server|host|hostname|address|data ?source|endpoint|endpoints|defaultendpointsprotocol|database|dbname|initial ?catalog|user|username|user ?id|uid|account ?name|shared ?access ?key ?name|ssl|port)\s{0,3}=|^[\w.-]{1,200}:\d{2,5},|^jdbc:/i;

/** The password in a connection string of one line; `undefined` if there is none or if it is filled in later. */
export function connectionPassword(line: string): string | undefined {
  if (maxLine < line.length || !line.includes("=")) return undefined;
  const found = password.exec(line);
  const text = found?.[1] ?? found?.[2] ?? found?.[3];
  if (text === undefined || isMadeUp(text) || !setting.test(line)) return undefined;
  return text;
}

const maxLine = 2000;

/** What kind of credential a text is, if its form shows it: `a GitHub token`; `undefined` for other texts. */
export function credentialForm(text: string): string | undefined {
  if (isMadeUp(text)) return undefined;
  for (const [form, what] of forms) {
    const found = form.exec(text);
    if (found && !isMadeUp(found[1] ?? found[0])) return what;
  }
  return text.split("\n", maxLines).some((line) => connectionPassword(line) !== undefined)
    ? "a password"
    : undefined;
}

/** The parts of a text, of one or more lines, that are credentials by their form. */
export function formedCredentials(text: string): readonly string[] {
  const found = everyForm.flatMap((form) => [...text.matchAll(form)].map((match) => match[1] ?? match[0]));
  const passwords = text.split("\n", maxLines).flatMap((line) => connectionPassword(line) ?? []);
  return [...found, ...passwords].filter((one) => !isMadeUp(one));
}

const everyForm = forms.map(([form]) => new RegExp(form, `g${form.flags}`));
const maxLines = 200;

/** What the last words of a name say about its value. There is often no separator before them: `PGPASSWORD`. */
const words: readonly (readonly [form: RegExp, what: string])[] = [
  [/(?:password|passwd|passphrase)$/, "a password"],
  [/(?:^| |db|pg|sql|user|admin|root|redis|smtp|mail|ldap)(?:pwd|pass)$/, "a password"],
  [/(?:^| )(?:redis|neo4j) auth$/, "a password"],
  [/(?:^| |client|app|api|shared|session|cookie|jwt|webhook|oauth|auth)(?:secret|credentials?)$/, "a secret"],
  [/(?:^| )erlang ?cookie$/, "a secret"],
  [/(?:^| |api|access|auth|bot|bearer|refresh|github|gitlab|slack|vault)token$/, "a token"],
  [/(?:api|access|secret|private|encryption|signing|auth|account|master) ?key$/, "a key"],
];

/** Names that end like a credential but hold the name of something. */
const harmless =
  /(?:^| )(?:(?:image ?)?(?:pull|tls|ssl|cert) ?secret|(?:cluster|discovery|next|page|continuation) token|(?:public|partition|sort|primary) .*key)$|(?:^| )(?:no|show|hide|reset|forgot|change|use|has|require|allow|enable|disable|with) ?password$/;

/** What kind of credential a name such as `DB_PASSWORD` or `apiKey` announces; `undefined` if it announces none. */
export function credentialName(name: string): string | undefined {
  const spoken = spokenName(name);
  return harmless.test(spoken) ? undefined : words.find(([form]) => form.test(spoken))?.[1];
}

/**
 * Whether a name is the public half of a pair. An access key is, if a secret key is set next to it, just like a user
 * name next to a password.
 */
export function isUserOfPair(name: string, others: readonly string[]): boolean {
  const pair = /^(.*)\baccess key$/.exec(spokenName(name))?.[1];
  if (pair === undefined || pair.endsWith("secret ")) return false;
  return others
    .map(spokenName)
    .some((other) => other === `${pair}secret key` || other === `${pair}secret access key`);
}

/** A name split into lowercase words: `db password` for `DB_PASSWORD`, `dbPassword` and `db-password2`. */
function spokenName(name: string): string {
  return name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[\W_]+|\d+$/g, " ")
    .trim()
    .toLowerCase();
}

/** Switches, short numbers, paths, addresses and references to a vault. */
const noCredential: readonly RegExp[] = [
  /^(?:true|false|yes|no|on|off|none|null|nil|enabled?|disabled?|\d{1,3})$/i,
  /^(?:\.{0,2}|~|[A-Za-z]:)[\\/][\w.\\/-]*$/,
  /^[a-z][a-z0-9+.-]{1,30}:(?:\/\/|[\w./-]+[#/])/i,
  /^(?:arn|vault|ref\+\w+|secretref|keyvault|op|ssm):/i,
  /^(?:projects|secrets?|kv)\/./i,
  // Names of Secrets and of keys in them.
  /^[a-z0-9.-]+-(?:secrets?|credentials?|creds|tls|certs?|tokens?|keys?|passwords?|auth|config)$/,
];

/** Whether a text under the name of a credential can be one, rather than a path, a switch, or text to be filled in. */
export function mayBeCredential(text: string, name: string): boolean {
  return (
    text !== "" &&
    // Options with a path, such as etcd's `jwt,priv-key=/etc/etcd/key.pem`.
    !/,[\w-]+=\//.test(text) &&
    !isMadeUp(text) &&
    !repeatsName(text, name) &&
    !noCredential.some((form) => form.test(text))
  );
}

/** Whether a text only repeats its name. A single lowercase word is what people actually use as a password. */
function repeatsName(text: string, name: string): boolean {
  const words = spokenName(name);
  return spokenName(text) === words && (words.includes(" ") || text === text.toUpperCase());
}
