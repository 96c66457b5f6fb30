/** Where the parser gave up, and its reason. */
export interface Failure {
  readonly offset: number;
  readonly reason: string;
}
