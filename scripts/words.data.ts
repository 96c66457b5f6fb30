/** Words that this project does not use, and what it says instead. One word stands for one thing. */

export interface Wording {
  readonly avoid: RegExp;
  readonly use: string;
  /** Only in comments, messages and pages: in code and in manifests the word has another meaning. */
  readonly proseOnly?: boolean;
}

export const wordings: readonly Wording[] = [
  { avoid: /\b(?:un)?mend(?:s|ed|ing|able)?\b/i, use: "fix" },
  { avoid: /\brepair(?:s|ed|ing)?\b/i, use: "fix", proseOnly: true },
  { avoid: /\bwhoever\b/i, use: "a named subject: an attacker, anyone who can …" },
  { avoid: /\bfor ever\b/i, use: "forever, indefinitely" },
  { avoid: /\bbreak-?ins?\b/i, use: "an attacker who compromises the container" },
  { avoid: /\bintruders?\b/i, use: "attacker" },
  { avoid: /\b(?:goes|go|went) before\b/i, use: "takes precedence over", proseOnly: true },
  { avoid: /\b(?:is|are|was) none\b(?! of)/i, use: "is invalid, is missing, is not a …", proseOnly: true },
  { avoid: /\bmis-?spelt\b/i, use: "misspelled" },
  { avoid: /\bnear miss(?:es)?\b/i, use: "typo", proseOnly: true },
  { avoid: /\btyping mistakes?\b/i, use: "typo" },
  { avoid: /\bnobody\b(?!["`' (:@)])/i, use: "no one, or the thing that is missing", proseOnly: true },
  { avoid: /\blets? one go\b/i, use: "allows one pod to be evicted", proseOnly: true },
  { avoid: /\bbreaks? in\b(?! [a-z]*(?:line|place))/i, use: "compromises", proseOnly: true },
  // British spelling.
  {
    avoid: /\w*(?:behaviou?r(?<=our)|colour|flavour|favour|honour|neighbour|labour)\w*/i,
    use: "the American spelling, -or",
  },
  { avoid: /\bcatalogue/i, use: "catalog" },
  { avoid: /\blicence/i, use: "license" },
  { avoid: /\bjudgement/i, use: "judgment" },
  { avoid: /\b(?:centre|metre|fibre)s?\b/i, use: "the American spelling, -er" },
  { avoid: /\b(?:grey|whilst|amongst|learnt|spelt|burnt)\b/i, use: "the American word" },
  { avoid: /\b(?:cancel|label|model|travel|signal|level)l(?:ed|ing)\b/i, use: "one l" },
  { avoid: /\b(?:defence|offence|pretence)\b/i, use: "-ense" },
  {
    avoid:
      /\b(?:organ|recogn|normal|initial|serial|minim|maxim|optim|summar|author|custom|general|special|synchron|visual|categor|prior|emphas|util|standard|final|token|sanit)is(?:e[sdr]?|ing|ation)\b/i,
    use: "-ize",
  },
];
