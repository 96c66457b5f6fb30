/** Where the parser gave up, and its reason. */
export interface Failure {
  readonly offset: number;
  readonly reason: string;
}

/** One line of the text, without its line break. */
export interface Line {
  readonly start: number;
  readonly end: number;
  /** Offset of the first character that is neither a space nor the dash of a list item. */
  readonly content: number;
  readonly indent: number;
}
