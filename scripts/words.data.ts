/** Words that this project does not use, with their replacements. Every concept has one word. */

export interface Wording {
  readonly avoid: RegExp;
  readonly use: string;
  /** Only in comments, messages and pages, because the word has a different meaning in code and manifests. */
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
  {
    avoid: /(?<!\bthere )\b(?:is|are|was) none\b(?! of)/i,
    use: "is invalid, is missing, is not a …",
    proseOnly: true,
  },
  { avoid: /\bmis-?spelt\b/i, use: "misspelled", proseOnly: true },
  { avoid: /\bnear miss(?:es)?\b/i, use: "typo", proseOnly: true },
  { avoid: /\btyping mistakes?\b/i, use: "typo" },
  { avoid: /\bnobody\b(?!["`' (:@)])/i, use: "no one, or the thing that is missing", proseOnly: true },
  { avoid: /\blets? one go\b/i, use: "allows one pod to be evicted", proseOnly: true },
  { avoid: /(?<!\bline )\bbreaks? in\b(?! [a-z]*(?:line|place))/i, use: "compromises", proseOnly: true },
  // Phrases of the translated style.
  {
    avoid: /\btak(?:es?|en|ing) over\b(?! (?:the|a|its) (?:node|cluster))/i,
    use: "converts, reuses, replaces",
    proseOnly: true,
  },
  { avoid: /\b(?:is|are|was|were|be) looked at\b/i, use: "is checked, is read", proseOnly: true },
  { avoid: /\b(?:is|are) (?:held against|judged by)\b/i, use: "is checked against", proseOnly: true },
  { avoid: /\b(?:anew|hereafter|thereof|wherein)\b/i, use: "again, of it, in which", proseOnly: true },
  { avoid: /\bwhere (?:there is|there are) none\b/i, use: "if there is no …", proseOnly: true },
  { avoid: /\bspeaks? (?:of|for|only)\b/i, use: "refers to, applies to, reports", proseOnly: true },
  {
    avoid: /\b(?:says|said|saying) nothing\b/i,
    use: "is ignored, is not set, reports nothing",
    proseOnly: true,
  },
  { avoid: /\bcounts? for nothing\b/i, use: "has no effect", proseOnly: true },
  {
    avoid: /\bstands? (?:in (?:the|its|a) (?:way|file|text|document)|below|above|beside|behind|in front)\b/i,
    use: "is, appears, is written",
    proseOnly: true,
  },
  {
    avoid: /\b(?:goes|go|gone) (?:first|too)\b/i,
    use: "takes precedence, comes first, is removed too",
    proseOnly: true,
  },
  { avoid: /\b(?:other|another) people's\b/i, use: "third-party", proseOnly: true },
  { avoid: /\bthe file at hand\b/i, use: "the current file", proseOnly: true },
  { avoid: /\bgravest\b|\bgrave\b/i, use: "most severe, severe", proseOnly: true },
  { avoid: /\bwould be thankful\b/i, use: "wants", proseOnly: true },
  {
    avoid: /\b(?:rules?|labels?|files?) of your own\b/i,
    use: "custom rules, your own labels",
    proseOnly: true,
  },
  { avoid: /\bmakes no sense\b/i, use: "is invalid", proseOnly: true },
  { avoid: /\bin the clear\b/i, use: "in plain text, without TLS", proseOnly: true },
  { avoid: /\bsomebody\b(?!["'`])/i, use: "someone, or a named subject", proseOnly: true },
  { avoid: /\bas it is written\b/i, use: "as written", proseOnly: true },
  {
    avoid: /(?<!\bthere )\bis (?:no|none) (?:JSON|YAML|glob|list|text|object|manifest)\b/i,
    use: "is not a …",
    proseOnly: true,
  },
  { avoid: /\bloo(?:k|ks) after\b/i, use: "owns, maintains", proseOnly: true },
  { avoid: /\bprocessor time\b/i, use: "CPU time", proseOnly: true },
  { avoid: /\bfull stop\b/i, use: "period", proseOnly: true },
  { avoid: /\blower case\b/i, use: "lowercase", proseOnly: true },
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
