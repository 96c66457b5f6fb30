import { connectionPassword, mayBeCredential } from "./credentials.ts";
import { isMadeUp } from "./placeholders.ts";

/** Suffixes of names that usually hold secrets. */
const secretName =
  /(?:(?:^|[._-])(?:pwd|secret|secret[._-]?key|token|auth[._-]?token|access[._-]?token|api[._-]?key|private[._-]?key|credentials)|password|passwd|passphrase|client[._-]?secret)$/i;

/** A user and a password before a host: `postgres://user:password@host`. */
const address = /[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@'"]{1,100}:([^\s/@'"]{1,200})@/i;

/** Values in settings that only refer to the secret, and numbers, which are sizes and durations there. */
const setting = /^(?:\/|\.\/|https?:\/\/|file:|env:|secret:|op:\/\/|\d+$)/i;

/** Why an entry of settings looks like a secret in plain text. */
export type SecretSign = "name" | "address" | "connection";

const maxLines = 2000;

/**
 * Why an entry looks like it contains a secret: its name, or a URL or a connection string with a password as its value.
 * `undefined` if the value is empty, filled in later, or only a reference.
 */
export function secretSign(key: string, value: string): SecretSign | undefined {
  const password = value.includes("://") ? address.exec(value)?.[1] : undefined;
  if (password !== undefined && !isMadeUp(password)) return "address";
  if (value.split("\n", maxLines).some((line) => connectionPassword(line) !== undefined)) return "connection";
  const camel = key.replace(/([a-z0-9])([A-Z])/g, "$1_$2");
  if (!secretName.test(camel)) return undefined;
  const text = value.trim();
  if (text.includes("\n") || setting.test(text)) return undefined;
  return mayBeCredential(text, key) ? "name" : undefined;
}
