/** Extensions of LSP between our client and server. All of them are optional for other clients. */

/** `initializationOptions` of the `initialize` request. */
export interface InitializationOptions {
  /** Whether the user trusts the workspace (default: true). If not, no configuration outside of it is read. */
  readonly trusted?: boolean;
  /** URI template of rule pages, with `{rule}` for the id. If absent, the pages in the package are used. */
  readonly rulePage?: string;
  /** The client command that shows a file, with the URI as its argument. It runs after a fix that creates a file. */
  readonly openCommand?: string;
  /**
   * The client command that opens the page of a built-in rule. Its first argument is the id of the rule, or several ids
   * for the user to choose from.
   */
  readonly explainCommand?: string;
  /** Whether the client's hover shows the messages of diagnostics by itself. */
  readonly hoverShowsDiagnostics?: boolean;
  /** Whether the client handles `kubewright/status`. */
  readonly status?: boolean;
  /** Ids of languages whose syntax errors another extension reports. */
  readonly syntaxElsewhere?: readonly string[];
  /** The `kubewright` settings, from clients that do not support `workspace/configuration`. */
  readonly settings?: unknown;
}

/** Server to client: the current status. */
export const statusNotification = "kubewright/status";

export interface Status {
  /** Whether the workspace is being read. */
  readonly busy: boolean;
  /** The number of workspace files that rules for other files can see. */
  readonly files: number;
  /** Open documents. */
  readonly documents: readonly DocumentStatus[];
}

/** What kind of document Kubewright recognizes. */
export type DocumentRole =
  | "manifest"
  | "dockerfile"
  | "kustomization"
  /** A patch, which is part of an object and is not checked on its own. */
  | "patch"
  /** A Helm template, which has no objects until it is rendered. */
  | "template"
  | "values"
  | "configuration"
  /** Excluded by the configuration. */
  | "excluded"
  /** In a folder of third-party code or test data, which is skipped unless `vendored` is set. */
  | "vendored"
  /** Not related to Kubernetes. */
  | "other";

export interface DocumentStatus {
  readonly uri: string;
  readonly role: DocumentRole;
  readonly resources: number;
  readonly findings: number;
  readonly preset: string;
  readonly kubernetesVersion: string;
  /** Path of the `.kubewright.yaml` that applies. */
  readonly configuration: string | undefined;
}

/** Client to server: `trusted` or `syntaxElsewhere` changed. */
export const environmentNotification = "kubewright/environment";

export type Environment = Pick<InitializationOptions, "trusted" | "syntaxElsewhere">;

/** Commands that the server provides. */
export const serverCommands = {
  /** Checks all files of the workspace and reports the findings as diagnostics. Returns a `LintSummary`. */
  lintWorkspace: "kubewright.server.lintWorkspace",
  /** Proposes an edit with all safe and review fixes in the workspace. Returns a `FixSummary`. */
  fixWorkspace: "kubewright.server.fixWorkspace",
  /** Applies the safe fixes in the file with the URI in the argument. Returns a `FixSummary`. */
  fixFile: "kubewright.server.fixFile",
  /** Shows the explanation of a rule. The arguments are the id of the rule and the URI of the file. */
  explainRule: "kubewright.server.explainRule",
  /** Returns a `RuleSummary` for every rule that applies to the file with the URI in the argument. */
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
  /** Whether it is a custom rule of the file's configuration. */
  readonly custom: boolean;
}

/** Information for bug reports: numbers and settings, but no names, paths or content of the user. */
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
  /** How long it took to read the workspace, in milliseconds; `undefined` until that is done. */
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
 * The maximum time between a keystroke and an automatic request for suggestions, in milliseconds. The request does not
 * tell whether it is automatic, but a user cannot press the key for suggestions that fast.
 */
export const unaskedWithin = 150;
