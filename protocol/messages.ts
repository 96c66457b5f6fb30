/** What client and server say to each other beyond the protocol. A client that knows none of it loses nothing else. */

/** `initializationOptions` of the `initialize` request. */
export interface InitializationOptions {
  /** The user trusts the folders; absent means yes. Otherwise no configuration outside of them is read. */
  readonly trusted?: boolean;
  /** URI of a rule's page, with `{rule}` in the place of its id; absent takes the page in the package. */
  readonly rulePage?: string;
  /** The client's command that shows a file; its argument is the URI. It is run after a fix that makes one. */
  readonly openCommand?: string;
  /**
   * The client's own command that opens the page of one of Kubewright's rules. Its first argument is the rule's id, or
   * several ids for the user to choose from.
   */
  readonly explainCommand?: string;
  /** The client's hover shows the messages of diagnostics by itself. */
  readonly hoverShowsDiagnostics?: boolean;
  /** The client listens to `kubewright/status`. */
  readonly status?: boolean;
  /** Ids of languages whose syntax errors somebody else reports. */
  readonly syntaxElsewhere?: readonly string[];
  /** The `kubewright` settings, from clients that cannot be asked for them. */
  readonly settings?: unknown;
}

/** Server to client: how things stand. */
export const statusNotification = "kubewright/status";

export interface Status {
  /** The workspace is being read. */
  readonly busy: boolean;
  /** Files of the workspace that other files' rules can see. */
  readonly files: number;
  /** Open documents. */
  readonly documents: readonly DocumentStatus[];
}

/** What Kubewright takes a document for. */
export type DocumentRole =
  | "manifest"
  | "dockerfile"
  | "kustomization"
  /** A patch is a part of an object, and is not checked on its own. */
  | "patch"
  /** A template has no objects before Helm has filled it in. */
  | "template"
  | "values"
  | "configuration"
  /** The configuration excludes it. */
  | "excluded"
  /** It is in a folder of other people's files, which get no findings unless `vendored` is set. */
  | "vendored"
  /** Only tests read it; likewise. */
  | "test"
  /** A tool has written it; likewise. */
  | "generated"
  /** It is kept as it was released; likewise. */
  | "released"
  /** Nothing of Kubernetes. */
  | "other";

export interface DocumentStatus {
  readonly uri: string;
  readonly role: DocumentRole;
  readonly resources: number;
  readonly findings: number;
  readonly preset: string;
  readonly kubernetesVersion: string;
  /** Path of the `.kubewright.yaml` that counts for it. */
  readonly configuration: string | undefined;
}

/** Client to server: `trusted` or `syntaxElsewhere` have changed. */
export const environmentNotification = "kubewright/environment";

export type Environment = Pick<InitializationOptions, "trusted" | "syntaxElsewhere">;

/** Commands of the server. */
export const serverCommands = {
  /** Lints every file of the workspace; the findings come as diagnostics. Returns a `LintSummary`. */
  lintWorkspace: "kubewright.server.lintWorkspace",
  /** Proposes an edit with all safe and review fixes of the workspace. Returns a `FixSummary`. */
  fixWorkspace: "kubewright.server.fixWorkspace",
  /** Fixes what is safe in the file whose URI is the argument. Returns a `FixSummary`. */
  fixFile: "kubewright.server.fixFile",
  /** Shows what explains a rule: its arguments are the rule's id and the URI of the file that it is asked for. */
  explainRule: "kubewright.server.explainRule",
  /** Returns a `RuleSummary` of every rule that can report something in a file; the file's URI is the argument. */
  rules: "kubewright.server.rules",
  /** Returns `DebugInformation`. */
  debugInformation: "kubewright.server.debugInformation",
} as const;

export interface LintSummary {
  readonly files: number;
  readonly findings: number;
}

export interface FixSummary {
  readonly files: number;
  readonly fixed: number;
}

export interface RuleSummary {
  readonly id: string;
  readonly summary: string;
  /** The configuration of the file brings it. */
  readonly custom: boolean;
}

/** What helps to understand a problem of Kubewright: numbers and choices, no names, paths or texts of the user's. */
export interface DebugInformation {
  readonly version: string;
  readonly node: string;
  readonly platform: string;
  /** In seconds. */
  readonly uptime: number;
  /** In megabytes. */
  readonly memory: number;
  readonly folders: number;
  readonly files: number;
  /** How long the workspace was last read, in milliseconds; `undefined` before that has ended. */
  readonly readIn: number | undefined;
  readonly pulls: boolean;
  readonly trusted: boolean;
  readonly asksRegistries: boolean;
  readonly documents: readonly {
    readonly role: DocumentRole;
    readonly language: string;
    readonly lines: number;
    readonly resources: number;
    readonly findings: number;
    readonly preset: string;
    readonly kubernetesVersion: string;
    readonly configured: boolean;
  }[];
}

/**
 * How soon after a key an editor asks for suggestions by itself, in milliseconds. Nothing in a request tells whether a
 * person wants them, but nobody presses another key so fast.
 */
export const unaskedWithin = 150;
