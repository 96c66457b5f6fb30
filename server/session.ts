import { createHash } from "node:crypto";
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { Connection, Diagnostic } from "vscode-languageserver/node";
import { TextDocuments } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import {
  createLinter,
  documentStarts,
  type Finding,
  type LineTable,
  type Linter,
  lineTable,
  parseConfig,
  type RelatedPlace,
  type Rule,
  rules,
} from "../engine/index.ts";
import { uriOf } from "../host/uri.ts";
import type { InitializationOptions } from "../protocol/messages.ts";
import type { Client } from "./client.ts";
import {
  type DiagnosticContext,
  type PlacedDiagnostic,
  placedConfigDiagnostic,
  placedDiagnostic,
  toDiagnostic,
} from "./convert/diagnostic.ts";
import type { DocumentEdits, EngineEdit } from "./convert/edit.ts";
import { toRange } from "./convert/position.ts";
import { keyOf, pathOf } from "./paths.ts";
import { Settings } from "./settings.ts";
import { Typing } from "./typing.ts";
import { isConfigFile, maxLiveLength, Workspace } from "./workspace.ts";

/** An open document in the linter. */
export interface Held {
  readonly uri: string;
  /** Its key in the linter. */
  readonly key: string;
  readonly version: number;
  readonly text: string;
  readonly lines: LineTable;
}

/** The diagnostics of one file. `id` changes only if they change. */
export interface Report {
  readonly id: string;
  readonly items: readonly Diagnostic[];
}

/** The session of one client: its documents, settings, workspace and linter. */
export class Session {
  readonly connection: Connection;
  readonly client: Client;
  readonly documents = new TextDocuments(TextDocument);
  readonly settings = new Settings();
  readonly linter: Linter;
  readonly workspace: Workspace;
  readonly typing = new Typing<PlacedDiagnostic>();
  /** Whether the workspace is still being read, so that rules across files cannot run yet. */
  busy = false;
  /** How long it took to read the workspace, in milliseconds. */
  readIn: number | undefined;
  /** Whether a command requested the findings of all files, regardless of the settings. */
  lintAll = false;
  options: InitializationOptions;

  /** Open documents by key, as last passed to the linter. */
  readonly #held = new Map<string, Held>();
  readonly #dirty = new Set<string>();
  /** Reports of files that are not open, with the state that they were computed for. */
  readonly #closed = new Map<string, Report & { readonly stamp: string }>();
  readonly #rules = new Map<string, Rule>(rules.map((rule) => [rule.id, rule]));
  /** Incremented when the configuration or the environment of the linter changes. */
  #epoch = 0;

  constructor(connection: Connection, client: Client, options: InitializationOptions) {
    this.connection = connection;
    this.client = client;
    this.options = options;
    this.linter = createLinter((key) => this.settings.configOf(key), {
      textOf: (key) => this.workspace.read(key),
      isFree: (key) => this.client.createsFiles && !this.#held.has(key) && this.workspace.isFree(key),
      isReported: (key) => this.workspace.leftOut(key) === undefined,
      isMissing: (key) => !this.#held.has(key) && this.workspace.isMissing(key),
    });
    this.workspace = new Workspace(
      this.linter,
      this.settings,
      (key) => this.#held.has(key),
      (key, error) => this.#failed(key, error),
    );
  }

  /** A document was opened or changed. The linter reads it at the next request, so fast typing costs nothing. */
  changed(document: TextDocument): void {
    if (!isOurs(document)) return;
    this.#dirty.add(document.uri);
    const text = document.getText();
    if (text.length <= maxLiveLength) this.typing.changed(keyOf(document.uri), text);
    else this.typing.closed(keyOf(document.uri));
  }

  /** A document was opened or saved. Documents that are too long to be read at every keystroke are read now. */
  settled(document: TextDocument): void {
    if (isOurs(document)) this.#hold(document);
  }

  closed(document: TextDocument): void {
    const key = keyOf(document.uri);
    this.#dirty.delete(document.uri);
    this.typing.closed(key);
    if (!this.#held.delete(key)) return;
    this.#closed.delete(key);
    this.workspace.release(key);
  }

  /** Passes all pending changes to the linter. */
  sync(): void {
    for (const uri of this.#dirty) {
      const document = this.documents.get(uri);
      if (document && document.getText().length <= maxLiveLength) this.#hold(document);
    }
    this.#dirty.clear();
  }

  /** Drops everything that depends on the configuration or on the environment of the linter. */
  invalidate(): void {
    this.#epoch++;
  }

  /** A file that is not open changed on disk. */
  forgetReport(key: string): void {
    this.#closed.delete(key);
  }

  /** The open documents in the linter. */
  held(): readonly Held[] {
    this.sync();
    return [...this.#held.values()];
  }

  isOpen(key: string): boolean {
    return this.#held.has(key);
  }

  /** An open document in its current version; `undefined` if it is not handled here, or too long to be up to date. */
  current(uri: string): Held | undefined {
    this.sync();
    const held = this.#held.get(keyOf(uri));
    return held && held.version === this.documents.get(held.uri)?.version ? held : undefined;
  }

  /** The findings of a file in the linter, except those that another extension reports or that are not reliable yet. */
  findings(key: string, language: string | undefined): readonly Finding[] {
    if (this.workspace.leftOut(key)) return [];
    const quiet = language !== undefined && this.options.syntaxElsewhere?.includes(language) === true;
    return this.linter.findings(key).filter((finding) => {
      const rule = this.rule(finding.rule, key);
      if (quiet && rule?.category === "syntax") return false;
      return !(this.busy && rule?.on.inWorkspace === true);
    });
  }

  findingsOf(held: Held): readonly Finding[] {
    return this.findings(held.key, this.documents.get(held.uri)?.languageId);
  }

  /** The diagnostics of an open document; none if it is not handled here. While the user types, no new ones appear. */
  report(uri: string): Report {
    this.sync();
    const held = this.#held.get(keyOf(uri));
    if (!held) return emptyReport;
    const steady = this.typing.steady(held.key, this.#placed(held));
    return asReport(steady.map((placed) => ({ ...placed.diagnostic, range: toRange(held.lines, placed) })));
  }

  /** The diagnostics of a file that is not open; `undefined` if it cannot be read. */
  closedReport(key: string): Report | undefined {
    const stamp = `${this.linter.factsVersion} ${this.#epoch}`;
    const known = this.#closed.get(key);
    if (known?.stamp === stamp) return known;
    const text = this.workspace.read(key);
    if (text === undefined || maxLiveLength < text.length) return undefined;
    const context = this.#context(key, lineTable(text));
    const findings = this.peek(key, text, () => this.findings(key, undefined));
    const report = asReport(findings.map((finding) => toDiagnostic(finding, context)));
    this.#closed.set(key, { ...report, stamp: `${this.linter.factsVersion} ${this.#epoch}` });
    return report;
  }

  /** Loads a file that is not open into the linter while `ask` runs. */
  peek<Answer>(key: string, text: string, ask: () => Answer): Answer {
    this.linter.setFile(key, text);
    try {
      return ask();
    } finally {
      this.linter.releaseFile(key);
    }
  }

  /** Edits of a file, open or not, ready to be sent; `undefined` if its text cannot be read. */
  documentEdits(key: string, edits: readonly EngineEdit[]): DocumentEdits | undefined {
    const held = this.#held.get(key);
    if (held) return { uri: held.uri, version: held.version, text: held.text, lines: held.lines, edits };
    const text = this.workspace.read(key);
    return text === undefined ? undefined : { uri: key, version: null, text, lines: lineTable(text), edits };
  }

  /** Whether a document is a `.kubewright.yaml` for which no other extension provides completion through our schema. */
  explainsConfig({ uri }: Held): boolean {
    const language = this.documents.get(uri)?.languageId;
    const elsewhere = language !== undefined && this.options.syntaxElsewhere?.includes(language) === true;
    return !elsewhere && /\/\.kubewright\.ya?ml$/.test(uri);
  }

  /** Every rule that applies to a file. */
  rulesOf(key: string): readonly Rule[] {
    return [...this.settings.configOf(key).customRules, ...rules];
  }

  /** A built-in rule, or a custom rule of a file's configuration. */
  rule(id: string, key: string): Rule | undefined {
    return this.#rules.get(id) ?? this.settings.configOf(key).customRules.find((rule) => rule.id === id);
  }

  /**
   * URI of the explanation of a rule: its page in the client, or else in the package if it exists. For a custom rule, the
   * line of its definition.
   */
  page(rule: string, key: string): string | undefined {
    const custom = this.rule(rule, key)?.custom;
    if (custom) return custom.place && `${custom.place.uri}#L${custom.place.start.line + 1}`;
    if (this.options.rulePage !== undefined) return this.options.rulePage.replace("{rule}", rule);
    return packagedPage(rule);
  }

  #hold(document: TextDocument): void {
    const key = keyOf(document.uri);
    const text = document.getText();
    this.#dirty.delete(document.uri);
    this.#held.set(key, { uri: document.uri, key, version: document.version, text, lines: lineTable(text) });
    if (isConfigFile(document.uri)) return;
    try {
      this.linter.setFile(key, text);
    } catch (error) {
      this.linter.deleteFile(key);
      this.#failed(key, error);
    }
  }

  #failed(key: string, error: unknown): void {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.connection.console.error(`Internal error in ${key}: ${reason}`);
  }

  /** All findings of the current version of an open document. */
  #placed(held: Held): readonly PlacedDiagnostic[] {
    if (!isConfigFile(held.uri)) {
      const context = this.#context(held.key, held.lines);
      return this.findingsOf(held).map((finding) => placedDiagnostic(finding, context));
    }
    const path = pathOf(held.uri);
    const { problems } = path === undefined ? parseConfig(held.text) : this.settings.parse(held.text, path);
    return problems.map((problem) => placedConfigDiagnostic(problem, held.lines));
  }

  #context(key: string, lines: LineTable): DiagnosticContext {
    return {
      lines,
      page: (rule) => this.page(rule, key),
      locate: (place) => (this.client.relatedInformation ? this.#locate(place) : undefined),
    };
  }

  #locate({ uri, document, start, end }: RelatedPlace) {
    const held = this.#held.get(uri);
    const text = held?.text ?? this.linter.text(uri) ?? this.workspace.read(uri);
    const offset = text === undefined ? undefined : documentStarts(text)[document];
    if (text === undefined || offset === undefined) return undefined;
    const lines = held?.lines ?? lineTable(text);
    return {
      uri: held?.uri ?? uri,
      range: toRange(lines, { start: start + offset, end: end + offset }),
    };
  }
}

const emptyReport: Report = { id: "", items: [] };

function asReport(items: readonly Diagnostic[]): Report {
  if (items.length === 0) return emptyReport;
  return { id: createHash("sha1").update(JSON.stringify(items)).digest("base64"), items };
}

/** Manifests are YAML or JSON, and some clients use dialects such as `yaml.kubernetes`. Dockerfiles are handled too. */
function isOurs({ languageId }: TextDocument): boolean {
  return /^(?:yaml|jsonc?|dockerfile)(?:\.|$)/.test(languageId);
}

const pages = new Map<string, string | undefined>();

function packagedPage(rule: string): string | undefined {
  if (!pages.has(rule)) {
    const path = join(packageFolder(), "docs", "rules", `${rule}.md`);
    pages.set(rule, existsSync(path) ? uriOf(path) : undefined);
  }
  return pages.get(rule);
}

/** The bundle is in `dist` and the source in `server`, so in both cases the package is one folder up. */
function packageFolder(): string {
  const program = process.argv[1];
  return program === undefined ? "." : join(realpathSync(program), "..", "..");
}
