/** The position where the parser gave up, and its error. */
export interface Failure {
  readonly offset: number;
  readonly reason: string;
}
