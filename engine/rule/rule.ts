import type { Document } from "../documents/document.ts";
import type { EditBuilder, MaybeChange } from "../edits/edit.ts";
import type { ImageSource } from "../kubernetes/image-use.ts";
import type { Kustomization } from "../kubernetes/kustomization.ts";
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

/** safe: nothing that runs changes. review: what runs can change. template: the user must supply a value. */
export type FixClass = "safe" | "review" | "template";

/** The topic that users look for; also the folder of the rule. */
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

/** A range of the document's text, for problems without a value in the tree. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** One problem. `at` is the token to underline; the message and the fixes use only `data`. */
export interface Hit<Data, At extends Value | TextRange = Value | TextRange> {
  readonly at: At;
  readonly data: Data;
  /** The part of `at` to underline, if the problem is only in a part of its text. */
  readonly range?: TextRange | undefined;
  /** Underlines the key instead of the value. */
  readonly onKey?: boolean;
  readonly related?: readonly Related[];
  /** The severity of this hit, if it differs from that of the rule. */
  readonly severity?: Severity;
  /**
   * Reported as information at most, because the text shows that it is intended; unless the user or a standard chose
   * the severity.
   */
  readonly intended?: boolean;
  /**
   * The same problem in other tools, if the rule covers several of their checks; by default, all of the rule's peers.
   */
  readonly peers?: Peers;
}

/** Another place that is part of the problem: in this document, or a fact of a different one. */
export interface Related {
  readonly at: Value | TextRange | Place;
  readonly message: string;
}

/** The context of every rule. */
export interface RuleContext<Declared extends Options> {
  readonly options: OptionValues<Declared>;
  readonly settings: Settings;
  readonly uri: string;
}

/** What rules that depend on other files can query. */
export interface InWorkspace {
  readonly workspace: WorkspaceView;
  /** The index of the subject's document in its file, from 0. If it changes, only rules in the workspace run again. */
  readonly document: number;
}

/** The context of a fix. */
export interface FixContext<Declared extends Options> extends RuleContext<Declared> {
  readonly workspace: WorkspaceView;
  /** Whether a workload of the workspace meets a level of Pod Security; `undefined` if its text cannot be read. */
  readonly meetsLevel: MeetsLevel;
}

/** @param place the workload's place according to its facts */
export type MeetsLevel = (place: Place, level: "baseline" | "restricted") => boolean | undefined;

/** Lets rules of one group share one finding if they report the same place. */
export interface Together {
  readonly group: "resources" | "probes";
  /** The part that the subject lacks: `memory limit`. */
  readonly part: string;
  /** The title of their combined first fixes. */
  readonly fix: (parts: string) => string;
}

/** Lets hits of one rule share one finding if they are items of one list. */
export interface InList<Data, At extends Value | TextRange = Value | TextRange> {
  /** The hit with the lowest rank represents all: it is the one that is underlined. */
  readonly rank: (data: Data) => number;
  /** @param items in text order */
  readonly message: (items: readonly Data[]) => string;
  /** The title of the combined fix, which has the class of the first fixes. */
  readonly title: (items: readonly Data[]) => string;
  readonly edits: (hits: readonly Hit<Data, At>[], edit: EditBuilder) => readonly MaybeChange[] | undefined;
}

/** One way to fix a hit. */
export interface Fix<Class extends FixClass = FixClass> {
  /** A comment next to it states the reason. */
  readonly class: Class;
  readonly title: string;
  /**
   * What the user must know before applying it: a clause in parentheses after the title, and after the title of a
   * bundle.
   */
  readonly caveat?: string | undefined;
  /** Whether bundles include it although it is a template, because it needs a review instead of a value. */
  readonly bundled?: boolean;
  /** The changes. If they are `undefined`, or one of them is, this text cannot be fixed in this way. */
  readonly edits: readonly MaybeChange[] | undefined;
}

/** Possible subjects of rules, by the name of their target. */
export interface Candidates {
  readonly resource: Resource;
  readonly images: ImageSource;
  readonly document: Document;
  readonly kustomization: Kustomization;
  readonly suppression: JudgedSuppression;
}

/** Which things a rule checks. Rules whose target is in the workspace also get `Context`. */
export type Target<Subject, Context = unknown> = {
  readonly [Of in keyof Candidates]: TargetOf<Of, Subject, Context>;
}[keyof Candidates];

interface TargetOf<Of extends keyof Candidates, Subject, Context> {
  readonly of: Of;
  readonly select: (candidate: Candidates[Of]) => Subject | undefined;
  /** Set by `inWorkspace`: the rule runs again if answers of the workspace might have changed. */
  readonly inWorkspace?: boolean;
  /** Set by `withDefinitions`: of the workspace, it only asks for definitions of custom kinds. */
  readonly definitionsOnly?: boolean;
  /** Also selects incomplete workloads, whose findings only `kube-linter` reports. */
  readonly incomplete?: boolean;
  /** Only a type: what else the rule gets. */
  readonly context?: Context;
}

/** The definition of a custom rule in a configuration, for display. */
export interface CustomSource {
  /** The text of the definition, without indentation. */
  readonly text: string;
  /** The place of its id; `undefined` if it is not in a file but in the editor's settings. */
  readonly place: { readonly uri: string; readonly start: Position; readonly end: Position } | undefined;
  /** Texts of manifests, with and without the problem. */
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
  /** In kebab case; describes the problem; the same as both file names. */
  readonly id: string;
  readonly category: Category;
  readonly severity: Severity;
  /** The version that introduced the rule. */
  readonly since: string;
  /** The preset `all` has every rule, so an empty list means only `all`. */
  readonly presets: readonly Preset[];
  /** Options for which a preset has a different default, because the preset determines how strict a rule is. */
  readonly presetOptions?: Partial<Readonly<Record<Preset, Partial<OptionValues<Declared>>>>>;
  readonly peers?: Peers;
  readonly standards?: Standards;
  /** The problem, in one line. */
  readonly summary: string;
  /** The consequence, in one sentence. */
  readonly why: string;
  /** Sources of the rule or of its numbers. */
  readonly links: readonly string[];
  readonly options?: Declared;
  /** The value is confidential, so reports show none of its lines. */
  readonly confidential?: boolean;
  /** How editors draw a finding: faded, or struck through. */
  readonly tags?: readonly ("unnecessary" | "deprecated")[];
  /** Its first fix belongs to "Harden this container" or "Harden this pod". */
  readonly hardens?: "container" | "pod";
  /**
   * Node components, or containers that need root for other reasons too, need the reported setting: no fix removes it
   * from them, and on node components it is information at most.
   */
  readonly neededBy?: "nodes" | "root";
  /** Matters only in pods that serve requests, so `recommended` does not report it for a shell in a Pod. */
  readonly forService?: boolean;
  /** About what newer versions of Kubernetes deprecate or remove. `kubewright upgrade` applies its fixes. */
  readonly lifeCycle?: boolean;
  /** Also reports patches of Kustomize, because it checks only single values. */
  readonly inPatches?: boolean;
  /** Set for custom rules of a configuration. They are on in every preset. */
  readonly custom?: CustomSource;
  readonly on: Target<Subject, Context>;
  readonly check: (subject: Subject, context: RuleContext<Declared> & Context) => Iterable<Hit<Data, At>>;
  /** One sentence: the fact about this resource, then the consequence. */
  readonly message: (data: Data) => string;
  readonly together?: Together;
  readonly inList?: InList<Data, At>;
  /** The classes of all possible fixes of the rule. */
  readonly fixClasses?: readonly Class[];
  /** The fixes of a hit, the preferred one first. */
  readonly fixes?: (
    hit: Hit<Data, At>,
    edit: EditBuilder,
    context: FixContext<Declared>,
  ) => Iterable<Fix<Class>>;
}

/** A rule with any subject, options and data, as the runner uses it. */
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

/** The same target, for a rule that also queries other files. */
export function inWorkspace<Subject>(target: Target<Subject>): Target<Subject, InWorkspace> {
  return { ...target, inWorkspace: true } as Target<Subject, InWorkspace>;
}

/** The same target, for a rule that asks other files only for the definitions of custom kinds. */
export function withDefinitions<Subject>(target: Target<Subject>): Target<Subject, InWorkspace> {
  return { ...inWorkspace(target), definitionsOnly: true } as Target<Subject, InWorkspace>;
}

/** Whether the findings of a rule depend on other objects. */
export function asksOthers({ on }: Pick<Rule, "on">): boolean {
  return on.inWorkspace === true && !on.definitionsOnly;
}

/** Every Kubernetes object. */
export const resources: Target<Resource> = { of: "resource", select: (resource) => resource };

/** Every resource that runs pods, with its pod spec. */
export const workloads: Target<Workload> = {
  of: "resource",
  select: asSkeleton,
  incomplete: true,
};

/** Everything that refers to images: resources, kustomizations, chart values and Dockerfiles. */
export const images: Target<ImageSource> = { of: "images", select: (source) => source };

/** The kustomization of a folder. */
export const kustomizations: Target<Kustomization> = {
  of: "kustomization",
  select: (kustomization) => kustomization,
};

/** Resources of the named kinds, as `group/Kind` with an empty group for the core (`/Service`), in any version. */
export function kinds(...groupKinds: readonly string[]): Target<Resource> {
  const selectedKinds = new Set(groupKinds);
  return {
    of: "resource",
    select: (resource) => (selectedKinds.has(`${resource.group}/${resource.kind}`) ? resource : undefined),
  };
}

/** Documents with Kubernetes objects, readable or not. */
export const documents: Target<Document> = { of: "document", select: (document) => document };

/** A suppression after all other rules have run. */
export interface JudgedSuppression extends Suppression {
  /** The named rules that it did not silence. */
  readonly unused: readonly {
    readonly id: string;
    readonly start: number;
    readonly end: number;
    readonly exists: boolean;
  }[];
}

/** Comments that silence findings, after all other rules have run. */
export const suppressions: Target<JudgedSuppression> = {
  of: "suppression",
  select: (suppression) => suppression,
};
