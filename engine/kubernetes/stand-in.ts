import { isTemplated } from "./resource.ts";

/** Whole words that are common in examples but not used as passwords. */
const words: ReadonlySet<string> = new Set(
  "auth base64 bar credentials default dummy empty fake fixme foo foobar my none null pass passwd password pat pw pwd redacted secret string tbd test todo token undefined user username value"
    .split(" ")
    .flatMap((word) => [word, `my${word}`, `your${word}`, `the${word}`]),
);

/** Text that asks the reader to put the real value there. */
const askings =
  /change.?(?:me|it|this)|replace|placeholder|example|sample|dummy|redacted|insert.?|(?:enter|put).?your|your[-_ ]|goes.?here|base64[-_ ]?(?:enc|of)|todo|fixme/i;

/** References that another tool replaces with a value: SOPS, vals, Bank-Vaults, the Vault plugin of Argo CD. */
const references = /^ENC\[|^ref\+|^vault:|<path:|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/**
 * Whether a tool fills in the real text later: a variable, a placeholder in capitals, a reference, or encrypted text.
 */
export function isFilledLater(text: string): boolean {
  const trimmed = text.trim();
  return isTemplated(trimmed) || references.test(trimmed);
}

/**
 * Whether a text stands in for a real password or token: it is empty, filled in later, or a typical value in examples.
 * Anything else counts as real.
 */
export function isStandIn(text: string): boolean {
  const trimmed = text.trim();
  if (isFilledLater(trimmed) || /^(.?)\1*$/s.test(trimmed) || askings.test(trimmed)) return true;
  // In brackets as a whole, or abbreviated as in books.
  return (
    /^[<[].*[>\]]$|^\{[^"{}]*\}$|(?:\.\.\.|…)$/.test(trimmed) ||
    words.has(trimmed.toLowerCase().replace(/[-_ .]/g, ""))
  );
}
