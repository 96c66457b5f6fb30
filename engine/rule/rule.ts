import type { Document } from "../documents/document.ts";
import type { EditBuilder, MaybeChange } from "../edits/edit.ts";
import type { ImageSource } from "../kubernetes/image-use.ts";
import { asSkeleton, type Resource, type Workload } from "../kubernetes/resource.ts";
import type { Value } from "../kubernetes/value.ts";
import type { Settings } from "../settings/settings.ts";
import type { Position } from "../text/lines.ts";
import type { Place } from "../workspace/facts.ts";
import type { WorkspaceView } from "../workspace/index.ts";
import type { Options, OptionValues } from "./options.ts";
import type { Standards } from "./standards.ts";
import type { Suppression } from "./suppression.ts";

/** error: the cluster rejects it or it cannot work. warning: a risk in production. information: hardening worth doing. hint: an opportunity. */
export type Severity = "error" | "warning" | "information" | "hint";

/** safe: nothing that runs changes. review: what runs may change. template: a person's value is needed. */
export type FixClass = "safe" | "review" | "template";

/** What a person would look for; the folder that the rule stands in. */
export type Category =
  | "syntax"
  | "images"
  | "organization"
  | "security"
  | "access"
  | "networking"
  | "reliability"
  | "suppression"
  | "custom";

export type Preset =
  | "recommended"
  | "strict"
  | "pod-security-baseline"
  | "pod-security-restricted"
  | "kube-linter";

/** Ids of the same check in other tools. */
export type Peers = Partial<
  Readonly<
    Record<
      | "kube-linter"
      | "kube-score"
      | "polaris"
      | "trivy"
      | "checkov"
      | "hadolint"
      | "kubescape"
      | "pod-security-standards",
      readonly string[]
    >
  >
>;

/** A range of the document's text, for what has no value in the tree. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** One fault. `at` is the token to underline; everything that message and fix say comes from `data`. */
export interface Hit<Data, At extends Value | TextRange = Value | TextRange> {
  readonly at: At;
  readonly data: Data;
  /** The part of `at` to underline, where the fault is only in a part of its text. */
  readonly range?: TextRange | undefined;
  /** Underlines the key instead of the value. */
  readonly onKey?: boolean;
  readonly related?: readonly Related[];
  /** The severity of this hit, if it differs from that of the rule. */
  readonly severity?: Severity;
  /** It is information at most, for the text shows that it is meant; unless a person or a standard chose the severity. */
  readonly intended?: boolean;
  /** The same fault elsewhere, where the rule stands for several of another tool's checks; else it is all of the rule's. */
  readonly peers?: Peers;
}

/** Another place that has to do with a fault: in this document, or a fact of another one. */
export interface Related {
  readonly at: Value | TextRange | Place;
  readonly message: string;
}

/** What every rule is run with. */
export interface RuleContext<Declared extends Options> {
  readonly options: OptionValues<Declared>;
  readonly settings: Settings;
  readonly uri: string;
}

/** What rules that look across files can ask. */
export interface InWorkspace {
  readonly workspace: WorkspaceView;
  /** The place of the subject's document in its file, from 0. If it changes, only rules in the workspace run again. */
  readonly document: number;
}

/** What a fix is made with. */
export interface FixContext<Declared extends Options> extends RuleContext<Declared> {
  readonly workspace: WorkspaceView;
  /** Whether a workload of the workspace meets a level of Pod Security; `undefined` where its text cannot be read. */
  readonly meetsLevel: MeetsLevel;
}

/** @param place of the workload, as its facts have it */
export type MeetsLevel = (place: Place, level: "baseline" | "restricted") => boolean | undefined;

/** Lets rules of one group share one finding where they report the same place. */
export interface Together {
  readonly group: "resources" | "probes";
  /** What the subject lacks by this rule: `memory limit`. */
  readonly part: string;
  /** The title of their first fixes in one. */
  readonly fix: (all: string) => string;
}

/** Lets hits of one rule share one finding where they are items of one list. */
export interface InList<Data, At extends Value | TextRange = Value | TextRange> {
  /** The least stands for all: it is what is underlined. */
  readonly rank: (data: Data) => number;
  /** @param all in order of the text */
  readonly message: (all: readonly Data[]) => string;
  /** The title of one fix for all, of the class of their first fixes. */
  readonly title: (all: readonly Data[]) => string;
  readonly edits: (hits: readonly Hit<Data, At>[], edit: EditBuilder) => readonly MaybeChange[] | undefined;
}

/** One way to fix a hit. */
export interface Fix<Class extends FixClass = FixClass> {
  /** A comment next to it gives the reason. */
  readonly class: Class;
  readonly title: string;
  /** What a person has to know first: a clause in parentheses after the title, and after the title of a bundle. */
  readonly caveat?: string | undefined;
  /** Whether bundles include it although it is a template: it needs a review, not a value. */
  readonly bundled?: boolean;
  /** The changes. If they are `undefined`, or one of them is, this text cannot be fixed this way. */
  readonly edits: readonly MaybeChange[] | undefined;
}

/** What rules can look at, by the name of their target. */
export interface Candidates {
  readonly resource: Resource;
  readonly images: ImageSource;
  readonly document: Document;
  readonly suppression: JudgedSuppression;
}

/** Which things a rule looks at, and as what. Rules whose target is in the workspace also get `Context`. */
export type Target<Subject, Context = unknown> = {
  readonly [Of in keyof Candidates]: TargetOf<Of, Subject, Context>;
}[keyof Candidates];

interface TargetOf<Of extends keyof Candidates, Subject, Context> {
  readonly of: Of;
  readonly select: (candidate: Candidates[Of]) => Subject | undefined;
  /** Set by `inWorkspace`: the rule runs again if the answers of the workspace may have changed. */
  readonly inWorkspace?: boolean;
  /** Also selects workloads that are not complete, whose findings only `kube-linter` reports. */
  readonly incomplete?: boolean;
  /** Only a type: what the rule gets in addition. */
  readonly context?: Context;
}

/** What a configuration says of a rule that it brings, for who wants to read it. */
export interface CustomSource {
  /** The text that defines it, as far to the left as it goes. */
  readonly text: string;
  /** Where its id stands; `undefined` where it is in no file, as in an editor's settings. */
  readonly place: { readonly uri: string; readonly start: Position; readonly end: Position } | undefined;
  /** Texts of manifests, with and without the fault. */
  readonly examples: { readonly good: readonly string[]; readonly bad: readonly string[] };
}

export interface RuleDefinition<
  Subject,
  Context,
  Declared extends Options,
  Data,
  At extends Value | TextRange,
  Class extends FixClass,
> {
  /** Kebab-case; names the fault; the same as both file names. */
  readonly id: string;
  readonly category: Category;
  readonly severity: Severity;
  /** The version that brought the rule. */
  readonly since: string;
  readonly presets: readonly Preset[];
  /** Options that a preset sets otherwise than by default: how strict a rule is belongs to the preset. */
  readonly presetOptions?: Partial<Readonly<Record<Preset, Partial<OptionValues<Declared>>>>>;
  readonly peers?: Peers;
  readonly standards?: Standards;
  /** The fault, in one line. */
  readonly summary: string;
  /** The consequence, in one sentence. */
  readonly why: string;
  /** Where the rule or its numbers come from. */
  readonly links: readonly string[];
  readonly options?: Declared;
  /** What stands there is nobody's business: reports show no line of it. */
  readonly confidential?: boolean;
  /** How editors draw a finding: faded, or struck through. */
  readonly tags?: readonly ("unnecessary" | "deprecated")[];
  /** Its first fix belongs to "Harden this container" or "Harden this pod". */
  readonly hardens?: "container" | "pod";
  /**
   * What it reports is needed by node components, or by containers that do what only root can do as well: no fix takes
   * it from them, and on node components it is information at most.
   */
  readonly neededBy?: "nodes" | "root";
  /** What it asks for matters only in pods that serve requests, so `recommended` does not report it for a shell in a Pod. */
  readonly forService?: boolean;
  /** Also reports patches of Kustomize, because it looks at nothing but single values. */
  readonly inPatches?: boolean;
  /** A rule that a configuration brings has this. It is on in every preset. */
  readonly custom?: CustomSource;
  readonly on: Target<Subject, Context>;
  readonly check: (subject: Subject, context: RuleContext<Declared> & Context) => Iterable<Hit<Data, At>>;
  /** One sentence: the fact about this resource, then the consequence. */
  readonly message: (data: Data) => string;
  readonly together?: Together;
  readonly inList?: InList<Data, At>;
  /** The classes of all fixes that the rule can have. */
  readonly fixClasses?: readonly Class[];
  /** The fixes of a hit, the preferred one first. */
  readonly fixes?: (
    hit: Hit<Data, At>,
    edit: EditBuilder,
    context: FixContext<Declared>,
  ) => Iterable<Fix<Class>>;
}

/** A rule as the runner sees it, whatever its subject, options and data are. */
export type Rule = Omit<
  RuleDefinition<never, unknown, Options, never, never, FixClass>,
  "check" | "message" | "fixes" | "on" | "presetOptions" | "inList"
> & {
  readonly inList?: InList<unknown>;
  readonly presetOptions?: Partial<Readonly<Record<Preset, Readonly<Record<string, unknown>>>>>;
  readonly on: Target<unknown>;
  readonly check: (
    subject: unknown,
    context: RuleContext<Options> & Partial<InWorkspace>,
  ) => Iterable<Hit<unknown>>;
  readonly message: (data: unknown) => string;
  readonly fixes?: (hit: Hit<unknown>, edit: EditBuilder, context: FixContext<Options>) => Iterable<Fix>;
};

/** Types a rule; the runner keeps subject and data together, so forgetting their types here is sound. */
export function defineRule<
  Subject,
  Context,
  const Declared extends Options,
  Data,
  At extends Value | TextRange,
  const Class extends FixClass,
>(definition: RuleDefinition<Subject, Context, Declared, Data, At, Class>): Rule {
  return definition as unknown as Rule;
}

/** The same things, for a rule that also asks about other files. */
export function inWorkspace<Subject>(target: Target<Subject>): Target<Subject, InWorkspace> {
  return { ...target, inWorkspace: true } as Target<Subject, InWorkspace>;
}

/** Every resource of the API. */
export const resources: Target<Resource> = { of: "resource", select: (resource) => resource };

/** Every resource that runs pods, with its pod spec. */
export const workloads: Target<Workload> = {
  of: "resource",
  select: asSkeleton,
  incomplete: true,
};

/** Everything that names images: resources, and kustomizations, charts' values and Dockerfiles beside them. */
export const images: Target<ImageSource> = { of: "images", select: (source) => source };

/** Resources of the named kinds, as `group/Kind` with an empty group for the core (`/Service`), in any version. */
export function kinds(...groupKinds: readonly string[]): Target<Resource> {
  const wanted = new Set(groupKinds);
  return {
    of: "resource",
    select: (resource) => (wanted.has(`${resource.group}/${resource.kind}`) ? resource : undefined),
  };
}

/** Documents that hold Kubernetes objects, readable or not. */
export const documents: Target<Document> = { of: "document", select: (document) => document };

/** A suppression after all other rules have run. */
export interface JudgedSuppression extends Suppression {
  /** Named rules that silenced nothing. */
  readonly unused: readonly {
    readonly id: string;
    readonly start: number;
    readonly end: number;
    readonly exists: boolean;
  }[];
}

/** Comments that silence findings, once it is known what they silenced. */
export const suppressions: Target<JudgedSuppression> = {
  of: "suppression",
  select: (suppression) => suppression,
};
