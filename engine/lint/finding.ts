import type { FixClass, Peers, Severity } from "../rule/rule.ts";
import type { TextEdit } from "../text/range.ts";
import type { Entry } from "./file.ts";
import type { RuleHit } from "./run.ts";

/** One problem in one file. Offsets are UTF-16 code units from the start of the file. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence: the fact about this resource, then the consequence. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** `spec.template.spec.containers[0].image`; empty if the finding is about the text. */
  readonly path: string;
  readonly resource: ResourceId | undefined;
  readonly related: readonly RelatedPlace[];
  readonly peers: Peers;
  /** Its lines contain a value that must not appear in a build log. */
  readonly confidential: boolean;
  /** How editors draw it: `unnecessary` text is faded, `deprecated` text struck through. */
  readonly tags: readonly ("unnecessary" | "deprecated")[];
  /** What the linter needs to compute the fixes of the finding. */
  readonly origin: {
    readonly hit: RuleHit;
    readonly entry: Entry;
    readonly start: number;
    /** Hits of other rules at the same place that the finding also reports. */
    readonly others?: readonly RuleHit[];
  };
}

/** The ids of all rules that a finding reports, its own first. */
export function rulesOfFinding({ rule, origin }: Finding): readonly string[] {
  return [rule, ...(origin.others ?? []).map(({ active }) => active.rule.id)];
}

export interface ResourceId {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

export interface RelatedPlace {
  readonly uri: string;
  /** The index of the document in its file, and offsets from the start of the document. */
  readonly document: number;
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** A fix for one or several findings. */
export interface BuiltFix {
  readonly title: string;
  readonly class: FixClass;
  /** Edits of the file with the finding. */
  readonly edits: readonly FixEdit[];
  /** Edits of other files that belong to it. Almost always empty. */
  readonly elsewhere: readonly FileEdits[];
  /** Files that it creates. */
  readonly created: readonly NewFile[];
}

/** A file that does not exist yet. */
export interface NewFile {
  readonly uri: string;
  readonly text: string;
}

/** Edits of one file. */
export interface FileEdits {
  readonly uri: string;
  readonly edits: readonly FixEdit[];
}

/** An edit, with its text as an LSP snippet if it has placeholders for the user's values. */
export interface FixEdit extends TextEdit {
  readonly snippet: string | undefined;
}
