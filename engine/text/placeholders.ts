/** The placeholders of tools that fill in manifests later, as parts of a text. */
const forms: readonly RegExp[] = [
  // Helm and other text templates, GitHub Actions (`${{ x }}`), Jinja.
  /\{\{|\{%/,
  // Shells, envsubst, Flux, OpenShift and Kubernetes itself: `${X}`, `$(X)`, `$X`.
  /\$\{|\$\(|^\$[A-Za-z_]\w*$|^\$[A-Z_]|(?<!\w)\$[A-Z_][A-Z0-9_]+(?![a-z])/,
  // Chainsaw: `($x)`.
  /^\(\$[A-Za-z_]\w*\)$/,
  // Azure DevOps and Octopus: `#{X}#`, `#{X}`.
  /#\{/,
  // Scripts that call sed, and Python's format: `{X}`.
  /\{[A-Za-z_][\w.-]*\}/,
  // `[[X]]`; `[[:alpha:]]` is a regular expression.
  /\[\[\s*[A-Za-z_][\w.-]*\s*\]\]/,
  // For users to fill in: `<your domain>`.
  /^<.*>$|<[A-Za-z_][\w .-]*>/,
  // Autoconf, CMake and Maven `@X@`, `@@X@@`; Windows `%X%`; scripts `__X__`. In lowercase only as a whole word.
  /@[A-Z][A-Z0-9_]*@|@[A-Za-z_]\w*(?:\.\w+)+@|(?<!\w)@[A-Za-z_][\w.-]*@(?!\w)/,
  // A percent-encoded text has two digits there.
  /%(?![0-9A-F]{2}%)[A-Z_][A-Z0-9_.]*%|(?<!\w)%(?![0-9A-Fa-f]{2}%)[A-Za-z_][\w.-]*%(?!\w)/,
  /__[A-Z][A-Z0-9_]*__|(?<!\w)__[A-Za-z]\w*__(?!\w)/,
];

/** Whether a part of a text is filled in later by another tool, so that nothing is known about it. */
export function isTemplated(text: string): boolean {
  return mark.test(text) && forms.some((form) => form.test(text));
}

/** Most texts have none of these characters. */
const mark = /[${<@%]|__|\[\[/;

/** Placeholders that YAML reads as a comment, after the colon or the dash of their value: `#{X}#`. */
const asComment = /(?<=^[^#\n]*[:-][ \t]+)#(?=\{[A-Za-z_][\w.-]*\}#?)/gm;

/** Placeholders that YAML reads as a mapping, as a value or at its beginning: `{X}`, `{X}.16`. */
const asMapping = /(?<=^[^#\n]*[:-][ \t]+)\{([A-Z][A-Z0-9_]*)\}(?=[^\s,\]}:]|:\S|[ \t]*(?:#|\r?$))/gm;

/** A text of the same length in which placeholders that YAML would misread are plain variables. */
export function withPlainPlaceholders(text: string): string {
  const masked = text.includes(" #{") ? text.replace(asComment, "$") : text;
  return /[:-][ \t]+\{[A-Z]/.test(masked) ? masked.replace(asMapping, "$$$1_") : masked;
}
