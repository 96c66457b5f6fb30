/** A kind of credential that is recognizable by its form. */
interface TokenForm {
  readonly name: string;
  readonly pattern: string;
}

const awsKey = "AWS access key";
/** The secret of the key, which has no prefix: 40 characters with lowercase letters, capitals and digits. */
const awsSecretKey =
  /(?<![A-Za-z0-9/+=])(?=[A-Za-z0-9/+]{0,39}[A-Z])(?=[A-Za-z0-9/+]{0,39}[a-z])(?=[A-Za-z0-9/+]{0,39}\d)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/;

/**
 * Forms of credentials with a prefix that the provider chose to make them unmistakable. Sources:
 * https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns,
 * https://docs.gitlab.com/security/tokens/#token-prefixes,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
const forms: readonly TokenForm[] = [
  { name: awsKey, pattern: String.raw`\b(?:AKIA|ASIA)[A-Z2-7]{16}\b` },
  { name: "GitHub token", pattern: String.raw`\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{82})\b` },
  { name: "GitLab token", pattern: String.raw`\bgl(?:pat|dt|rt|ptt|cbt|soat)-[\w-]{20,}` },
  { name: "Slack token", pattern: String.raw`\bxox[abeoprs]-[\w-]{10,}` },
  { name: "Slack webhook", pattern: String.raw`hooks\.slack\.com/services/T\w{8,}/B\w{8,}/\w{24}` },
  { name: "Google API key", pattern: String.raw`\bAIza[\w-]{35}(?![\w-])` },
  { name: "Google OAuth secret", pattern: String.raw`\bGOCSPX-[\w-]{28}` },
  { name: "Stripe key", pattern: String.raw`\b[rs]k_live_[A-Za-z0-9]{20,}` },
  { name: "SendGrid key", pattern: String.raw`\bSG\.[\w-]{22}\.[\w-]{43}` },
  { name: "npm token", pattern: String.raw`\bnpm_[A-Za-z0-9]{36}\b` },
  { name: "PyPI token", pattern: String.raw`\bpypi-AgE[\w-]{50,}` },
  { name: "Docker Hub token", pattern: String.raw`\bdckr_(?:pat|oat)_[\w-]{27,}` },
  { name: "DigitalOcean token", pattern: String.raw`\bdo[opr]_v1_[a-f0-9]{64}\b` },
  { name: "Shopify token", pattern: String.raw`\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b` },
  { name: "Hugging Face token", pattern: String.raw`\bhf_[A-Za-z]{34}\b` },
  { name: "Anthropic key", pattern: String.raw`\bsk-ant-[\w-]{80,}` },
  { name: "OpenAI key", pattern: String.raw`\bsk-proj-[\w-]{40,}` },
  { name: "Telegram token", pattern: String.raw`\b\d{8,10}:AA[\w-]{33}(?![\w-])` },
  { name: "Azure storage key", pattern: String.raw`\bAccountKey=[A-Za-z0-9+/]{86}==` },
  { name: "private key", pattern: "-----BEGIN (?:[A-Z]+ ){0,4}PRIVATE KEY-----" },
];

const any = new RegExp(forms.map(({ pattern }) => `(${pattern})`).join("|"), "g");

/** Text that only shows what a credential looks like. */
const example = /example|sample|dummy|redacted|placeholder|[x*]{6}|(.)\1{7}|0123456|1234567|abcdefg/i;

/** A credential in a text; offsets are relative to the text. */
export interface FoundToken {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The credentials of known providers in a text, in linear time, without those that are obviously made up. */
export function tokensIn(text: string): readonly FoundToken[] {
  const found: FoundToken[] = [];
  for (const match of text.matchAll(any)) {
    const form = match.slice(1).findIndex((group) => group !== undefined);
    const name = forms[form]?.name;
    // The ID of a key gives no access without its secret.
    if (name === awsKey && !awsSecretKey.test(text)) continue;
    if (name !== undefined && !example.test(match[0]))
      found.push({ name, start: match.index, end: match.index + match[0].length });
  }
  return found;
}
