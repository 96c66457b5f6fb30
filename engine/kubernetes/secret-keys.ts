import { isTemplated } from "./resource.ts";

/** Ends of names under which people keep what must not be read. */
const secretName =
  /(?:^|[._-])(?:password|passwd|passphrase|pwd|secret|secret[._-]?key|token|auth[._-]?token|access[._-]?token|api[._-]?key|private[._-]?key|client[._-]?secret|credentials)$/i;

/** A user and a password in front of a host: `postgres://user:password@host`. */
const address = /[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@'"]{1,100}:([^\s/@'"]{1,200})@/i;

/** Values that only say where the secret is, or that there is one. */
const reference =
  /^(?:\/|\.\/|https?:\/\/|arn:|vault:|ref\+|file:|env:|secret:|op:\/\/|projects\/|true$|false$|none$|null$|\d+$|enabled$|disabled$)/i;

/** What makes an entry of settings look like a secret in the clear. */
export type SecretSign = "name" | "address";

/**
 * Why an entry looks like it holds a secret: its name says so, or it is an address with a password. `undefined` where
 * the value is empty, filled in later, or only says where the secret is.
 */
export function secretSign(key: string, value: string): SecretSign | undefined {
  const password = value.includes("://") ? address.exec(value)?.[1] : undefined;
  if (password !== undefined && !isFilledIn(password)) return "address";
  const camel = key.replace(/([a-z0-9])([A-Z])/g, "$1_$2");
  if (!secretName.test(camel)) return undefined;
  const text = value.trim();
  return text === "" || text.includes("\n") || reference.test(text) || isFilledIn(text) ? undefined : "name";
}

/** Variables of shells and templates, and marks that stand for a value. */
function isFilledIn(text: string): boolean {
  return isTemplated(text) || /^[$%]|^[*x]+$|^__.*__$|^\[.*\]$/i.test(text);
}
