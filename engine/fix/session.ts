import { readFile, type SourceFile } from "../lint/file.ts";
import type { Files } from "../lint/files.ts";
import type { Finding, FixEdit, NewFile } from "../lint/finding.ts";
import type { FixRun } from "../lint/run.ts";
import type { FixClass, Severity } from "../rule/rule.ts";
import { applyEdits, type TextEdit } from "../text/range.ts";
import type { FileRecord } from "../workspace/index.ts";
import type { Reach } from "./companions.ts";
import { composeEdits } from "./compose.ts";
import { toFixEdits } from "./plan.ts";
import { fixAllRound, isAppliedUnasked } from "./round.ts";

/** Which fixes to apply. */
export interface FixRequest {
  readonly classes: readonly FixClass[];
  /** Only findings of these rules, including hints. Absent means all rules. */
  readonly rules?: readonly string[];
}

/** A file that fixes change or create. */
export interface FixedFile {
  readonly uri: string;
  /** `undefined` for a new file. */
  readonly before: string | undefined;
  /** The text after all fixes. */
  readonly text: string;
  /** The same as edits of `before`. */
  readonly edits: readonly FixEdit[];
  /** The number of fixed findings of this file, including those that only a new file fixes. */
  readonly fixed: number;
  /** URIs of new files that the fixes of this file depend on. */
  readonly needs: readonly string[];
}

/** The result of fixing some files. */
export interface FixedFiles {
  /** New files first, because others refer to them. */
  readonly files: readonly FixedFile[];
  /** Files in which an internal error occurred. They keep what was fixed before it. */
  readonly failed: readonly { readonly uri: string; readonly error: unknown }[];
}

/** The tools that a session uses to compute findings and fixes. */
export interface FixTools {
  readonly files: Files;
  findingsOf(file: SourceFile, textOf: (uri: string) => string | undefined): readonly Finding[];
  runOf(uri: string, reach: Reach): FixRun;
}

/** A file with the fixes so far. */
interface Draft {
  readonly before: string | undefined;
  text: string;
  /** Edits of `before`; none for a new file. */
  edits: readonly TextEdit[];
  record: FileRecord;
  fixed: number;
  readonly needs: Set<string>;
}

/** A fix can enable others in its file. If more rounds are needed, the fixes probably undo each other. */
const maxRounds = 10;

/** A fix in one file can enable others in different files. */
const maxPasses = 5;

/** Parsed drafts take many times as much memory as their texts. */
const maxParsed = 100;

/** Each step repeats the changes of earlier ones, so it fixes enough files to amortize that cost. */
const leastInStep = 4;
const draftsForOne = 4;

/**
 * Applies fixes to files until nothing changes, in memory. All changes are in drafts: the linter's files and facts are
 * the same before and after each step.
 */
export class FixSession {
  readonly #tools: FixTools;
  readonly #requests: readonly FixRequest[];
  readonly #drafts = new Map<string, Draft>();
  /** Drafts, and files that were parsed for the current one. */
  readonly #parsed = new Map<string, SourceFile>();
  readonly #failed = new Map<string, unknown>();
  readonly #reach: Reach;
  #changes = 0;

  constructor(tools: FixTools, requests: readonly FixRequest[]) {
    this.#tools = tools;
    this.#requests = requests;
    this.#reach = {
      fileOf: (uri) => this.#fileOf(uri),
      isFree: (uri) => !this.#drafts.has(uri) && tools.files.isFree(uri),
    };
  }

  /**
   * Fixes files one after another, in as many passes as needed. Between two steps, the caller can change the files or
   * abandon the session.
   *
   * @yields the number of files that are finished in the current pass
   */
  *run(uris: Iterable<string>): Generator<number, FixedFiles> {
    const allUris = new Set(uris);
    for (let pass = 0; pass < maxPasses; pass++) {
      const changes = this.#changes;
      const queue = [...allUris];
      while (queue.length > 0) {
        const batch = queue.splice(0, Math.max(leastInStep, this.#drafts.size / draftsForOne));
        this.#tools.files.index.rehearse(() => {
          this.#resume();
          for (const uri of batch) this.#fix(uri);
        });
        yield allUris.size - queue.length;
      }
      for (const [uri, { before }] of this.#drafts) if (before === undefined) allUris.add(uri);
      if (this.#changes === changes) break;
    }
    return this.#result();
  }

  /** Enters the drafts again, except those whose file has changed since. */
  #resume(): void {
    const { files } = this.#tools;
    for (const [uri, { before, record }] of this.#drafts) {
      const heldFile = files.held(uri);
      if (heldFile && heldFile.text !== before) {
        this.#drafts.delete(uri);
        this.#parsed.delete(uri);
      } else {
        files.index.set(uri, record);
      }
    }
  }

  /** An error must not prevent fixes of other files. */
  #fix(uri: string): void {
    const isFull = maxParsed < this.#parsed.size;
    for (const parsedUri of this.#parsed.keys())
      if (isFull || !this.#drafts.has(parsedUri)) this.#parsed.delete(parsedUri);
    try {
      for (const request of this.#requests) this.#converge(uri, request);
    } catch (error) {
      this.#failed.set(uri, error);
    }
  }

  #converge(uri: string, { classes, rules }: FixRequest): void {
    const isWanted = (severity: Severity, fix: FixClass) =>
      classes.includes(fix) && (rules !== undefined || isAppliedUnasked(severity, fix));
    for (let round = 0; round < maxRounds; round++) {
      const file = this.#fileOf(uri);
      if (!file) return;
      const findings = this.#tools
        .findingsOf(file, (otherUri) => this.#textOf(otherUri))
        .filter(({ rule }) => rules?.includes(rule) ?? true);
      const run = this.#tools.runOf(uri, this.#reach);
      const { edits, created, listed, fixed } = fixAllRound(file, findings, isWanted, run, this.#reach);
      if (edits.length + created.length === 0) return;
      const needs = created.map((newFile) => newFile.uri);
      for (const newFile of created) this.#create(newFile);
      this.#change(file, edits, needs).fixed += fixed;
      for (const kustomization of listed)
        this.#change(this.#fileOf(kustomization.uri)!, kustomization.edits, needs);
    }
  }

  #create({ uri, text }: NewFile): void {
    const record = this.#enter(readFile(uri, text), undefined);
    this.#drafts.set(uri, draftOf(undefined, text, record));
  }

  #change({ uri, text }: SourceFile, edits: readonly TextEdit[], needs: readonly string[]): Draft {
    const file = readFile(uri, applyEdits(text, edits), this.#fileOf(uri));
    const record = this.#enter(file, text);
    const draft = this.#drafts.get(uri) ?? draftOf(text, text, record);
    if (draft.before !== undefined) draft.edits = composeEdits(draft.before, draft.edits, edits);
    draft.text = file.text;
    draft.record = record;
    for (const need of needs) draft.needs.add(need);
    this.#drafts.set(uri, draft);
    return draft;
  }

  #enter(file: SourceFile, before: string | undefined): FileRecord {
    const { files } = this.#tools;
    this.#parsed.set(file.uri, file);
    this.#changes++;
    const record = files.recordOf(file);
    files.enter(file, record, before);
    return record;
  }

  #fileOf(uri: string): SourceFile | undefined {
    const { files } = this.#tools;
    const draft = this.#drafts.get(uri);
    const file = this.#parsed.get(uri) ?? (draft ? readFile(uri, draft.text) : files.read(uri));
    if (file) this.#parsed.set(uri, file);
    return file;
  }

  #textOf(uri: string): string | undefined {
    return this.#drafts.get(uri)?.text ?? this.#tools.files.textOf(uri);
  }

  #result(): FixedFiles {
    const files = [...this.#drafts].map(([uri, { before, text, edits, fixed, needs }]) => ({
      uri,
      before,
      text,
      edits: toFixEdits(edits, 0),
      fixed,
      needs: [...needs],
    }));
    const isNew = ({ before }: FixedFile) => Number(before === undefined);
    return {
      files: files.sort((a, b) => isNew(b) - isNew(a)),
      failed: [...this.#failed].map(([uri, error]) => ({ uri, error })),
    };
  }
}

function draftOf(before: string | undefined, text: string, record: FileRecord): Draft {
  return { before, text, edits: [], record, fixed: 0, needs: new Set() };
}
