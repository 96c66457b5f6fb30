import { isTemplated } from "./resource.ts";

/** Whole words that nobody has as a password, but every example has. */
const words: ReadonlySet<string> = new Set(
  "auth base64 bar credentials default dummy empty fake fixme foo foobar my none null pass passwd password pat pw pwd redacted secret string tbd test todo token undefined user username value"
    .split(" ")
    .flatMap((word) => [word, `my${word}`, `your${word}`, `the${word}`]),
);

/** What says of a text that somebody else is to put the real one there. */
const askings =
  /change.?(?:me|it|this)|replace|placeholder|example|sample|dummy|redacted|insert.?|your[-_ ]|goes.?here|base64[-_ ]?(?:enc|of)|todo|fixme/i;

/** References that another tool puts a value in the place of: SOPS, vals, Bank-Vaults, the Vault plugin of Argo CD. */
const references = /^ENC\[|^ref\+|^vault:|<path:|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** Whether a tool puts the real text there later: a variable, a placeholder in capitals, a reference, what is encrypted. */
export function isFilledLater(text: string): boolean {
  const trimmed = text.trim();
  return isTemplated(trimmed) || references.test(trimmed);
}

/**
 * Whether a text stands in for a real password or token: it is empty, filled in later, or one of the things that people
 * write in examples. What is not known to be one is real.
 */
export function isStandIn(text: string): boolean {
  const trimmed = text.trim();
  if (isFilledLater(trimmed) || /^(.?)\1*$/s.test(trimmed) || askings.test(trimmed)) return true;
  // In brackets as a whole, or cut off as books do it.
  return (
    /^[<[].*[>\]]$|^\{[^"{}]*\}$|(?:\.\.\.|…)$/.test(trimmed) ||
    words.has(trimmed.toLowerCase().replace(/[-_ .]/g, ""))
  );
}
