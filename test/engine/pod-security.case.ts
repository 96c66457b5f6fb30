/**
 * How the tables say which pods the Pod Security Standards allow or refuse, for every field of every check.
 * Read from the standard: https://kubernetes.io/docs/concepts/security/pod-security-standards/ and the code of
 * https://github.com/kubernetes/pod-security-admission/tree/master/policy
 */
import type { Json } from "../harness/print.ts";

/** The versions that something changed in, and those between. */
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

/** From which version on, and up to which one, which is no longer part of it. */
export interface Span {
  readonly from?: string;
  readonly until?: string;
}

export const always: Span = {};
export const from = (version: string): Span => ({ from: version });
export const until = (version: string): Span => ({ until: version });

export type Fields = { readonly [key: string]: Json };

/** What a pod has beyond, or instead of, what its level asks for. */
export interface Case {
  /** The check of the standard, and what the pod does. */
  readonly what: string;
  readonly annotations?: Fields;
  /** Fields of the pod's spec. */
  readonly pod?: Fields;
  /** Fields of the pod's security context; `null` takes away what the level asks for. */
  readonly podContext?: Fields;
  /** Fields of the container. */
  readonly container?: Fields;
  readonly containerContext?: Fields;
  /** The same for an init container or an ephemeral one, which the pod then has. */
  readonly init?: Fields;
  readonly ephemeral?: Fields;
  /** When each level refuses it; never where it is absent. */
  readonly baseline?: Span | undefined;
  readonly restricted?: Span | undefined;
  /** The rules that say so; nothing else may speak. */
  readonly by?: readonly string[];
}

/** Refused by both levels. */
export function both(span: Span, ...by: readonly string[]) {
  return { baseline: span, restricted: span, by };
}

/** Refused by the restricted level alone. */
export function strict(span: Span, ...by: readonly string[]) {
  return { restricted: span, by };
}
