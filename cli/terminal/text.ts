/** Text in terminals: what is safe to print, and how many cells it takes. */

/** Control characters, and marks that reorder the text around them (https://trojansource.codes). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters must not reach the terminal
const controls = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

/** Replaces characters that control a terminal with a visible character of one cell. Keeps tabs, and line breaks on request. */
export function escapeControls(text: string, keepLines = false): string {
  return text.replace(controls, (character) => {
    if (character === "\t" || (keepLines && character === "\n")) return character;
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

const tabWidth = 4;

/** Replaces tabs with spaces. `cells` is the width of the text before. */
export function expandTabs(text: string, cells = 0): string {
  if (!text.includes("\t")) return text;
  let out = "";
  for (const part of text.split(/(\t)/)) {
    if (part === "\t") out += " ".repeat(tabWidth - ((cells + cellWidth(out)) % tabWidth));
    else out += part;
  }
  return out;
}

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** How many cells a terminal needs for text without controls. Source: Unicode Standard Annex 11 and Technical Standard 51. */
export function cellWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let cells = 0;
  for (const { segment } of segmenter.segment(text)) cells += graphemeWidth(segment);
  return cells;
}

const wide =
  /^[\u1100-\u115f\u231a\u231b\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;

function graphemeWidth(grapheme: string): number {
  if (/^[\p{Mn}\p{Me}\p{Cf}]+$/u.test(grapheme)) return 0;
  if (wide.test(grapheme) || /^\p{Emoji_Presentation}/u.test(grapheme) || grapheme.includes("\ufe0f"))
    return 2;
  return 1;
}
