/**
 * The format of the tables of pods that the Pod Security Standards allow or reject, for every field of every check.
 * Based on the standard: https://kubernetes.io/docs/concepts/security/pod-security-standards/ and the code of
 * https://github.com/kubernetes/pod-security-admission/tree/master/policy
 */
import type { Json } from "../harness/print.ts";

/** The versions with changes, and some in between. */
export const versions = [
  "1.24",
  "1.25",
  "1.27",
  "1.29",
  "1.30",
  "1.31",
  "1.32",
  "1.34",
  "1.35",
  "1.37",
] as const;

/** The first version, and the version after the last one. */
export interface Span {
  readonly from?: string;
  readonly until?: string;
}

export const always: Span = {};
export const from = (version: string): Span => ({ from: version });
export const until = (version: string): Span => ({ until: version });

export type Fields = { readonly [key: string]: Json };

/** The difference between a pod and what its level requires. */
export interface Case {
  /** The check of the standard, and what the pod does. */
  readonly what: string;
  readonly annotations?: Fields;
  /** Fields of the pod's spec. */
  readonly pod?: Fields;
  /** Fields of the pod's security context; `null` removes a field that the level requires. */
  readonly podContext?: Fields;
  /** Fields of the container. */
  readonly container?: Fields;
  readonly containerContext?: Fields;
  /** Fields of an init or ephemeral container, which the pod then has. */
  readonly init?: Fields;
  readonly ephemeral?: Fields;
  /** The versions in which each level rejects it; never if absent. */
  readonly baseline?: Span | undefined;
  readonly restricted?: Span | undefined;
  /** The rules that must report it; no other rule may. */
  readonly by?: readonly string[];
}

/** Rejected by both levels. */
export function both(span: Span, ...by: readonly string[]) {
  return { baseline: span, restricted: span, by };
}

/** Rejected only by the restricted level. */
export function strict(span: Span, ...by: readonly string[]) {
  return { restricted: span, by };
}
