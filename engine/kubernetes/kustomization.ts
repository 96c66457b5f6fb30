import { type Document, isBroken } from "../documents/document.ts";
import { type FieldProblems, fieldProblems } from "./field-problems.ts";
import { kustomizationType } from "./kustomization-types.ts";
import { once } from "./once.ts";
import { Value } from "./value.ts";

/** A kustomization or a component, which Kustomize reads from a file with one of its names. */
export interface Kustomization {
  readonly document: Document;
  readonly root: Value;
  readonly answers: Map<unknown, unknown>;
}

/** The kustomization in a document of a file with one of its names; `undefined` if it is something else. */
export function kustomizationOf(document: Document): Kustomization | undefined {
  const root = new Value(document.tree, document.tree.root, []);
  if (!root.isMap || document.template) return undefined;
  // Flux has a kind of the same name, which some people keep in a file of this name.
  const apiVersion = root.at("apiVersion")?.string;
  if (apiVersion !== undefined && !apiVersion.startsWith("kustomize.config.k8s.io/")) return undefined;
  return { document, root, answers: new Map() };
}

/** Where a kustomization differs from its type. In broken text, keys are not where their author put them. */
export function kustomizationProblems(
  kustomization: Kustomization,
): Pick<FieldProblems, "mistyped" | "unknown"> {
  return once(kustomization, compare);
}

function compare({ document, root }: Kustomization): Pick<FieldProblems, "mistyped" | "unknown"> {
  return isBroken(document) ? { mistyped: [], unknown: [] } : fieldProblems(root, kustomizationType());
}

/** The start of a sentence about a kustomization. */
export function titleOfKustomization({ root }: Kustomization): string {
  return root.at("kind")?.string === "Component" ? "The component" : "The kustomization";
}
