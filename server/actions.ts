import { CodeActionKind } from "vscode-languageserver/node";
import type { FileEdits, Finding, FixAllRequest } from "../engine/index.ts";
import { gravestFirst } from "./convert/diagnostic.ts";
import type { CreatedFile, EngineEdit } from "./convert/edit.ts";
import { fixAllKind } from "./methods/initialize.ts";
import type { Held, Session } from "./session.ts";

/** How an action's edit is found again when it is asked for; travels with the action as its `data`. */
export type ActionKey =
  | {
      readonly do: "fix";
      readonly rule: string;
      readonly start: number;
      readonly end: number;
      readonly at: number;
    }
  | { readonly do: "fix-rule"; readonly rule: string }
  | { readonly do: "ignore"; readonly rule: string; readonly start: number }
  | { readonly do: "harden"; readonly offset: number; readonly at: number }
  | { readonly do: "fix-all" }
  | { readonly do: "explain"; readonly rule: string };

/** Something that the light bulb offers, before its edit is made. */
export interface Action {
  readonly title: string;
  readonly kind: CodeActionKind;
  readonly preferred: boolean;
  /** The finding that it is about. */
  readonly finding: Finding | undefined;
  readonly key: ActionKey;
}

/** What is offered for a range: the fixes of each finding, then what is wider, then how to silence it. */
export function* actionsAt(
  session: Session,
  held: Held,
  range: { readonly start: number; readonly end: number },
  wants: (kind: CodeActionKind) => boolean,
): Generator<Action> {
  const all = session.findingsOf(held);
  const here = gravestFirst(all.filter(({ start, end }) => start <= range.end && range.start <= end));
  if (wants(CodeActionKind.QuickFix)) {
    for (const finding of here) yield* fixesOf(session, held, finding);
  }
  // Editors put what is about no finding last, so the hardening names the one that it mends among others.
  const gap = wants(CodeActionKind.QuickFix)
    ? here.find(({ rule }) => session.rule(rule, held.key)?.hardens !== undefined)
    : undefined;
  const kind = gap === undefined ? CodeActionKind.RefactorRewrite : CodeActionKind.QuickFix;
  if (wants(kind)) {
    const seen = new Set<string>();
    for (const [at, { title, edits }] of session.linter.hardening(held.key, range.start).entries()) {
      // A pod with one container often needs nothing more than its container does.
      const same = JSON.stringify(edits);
      if (seen.has(same)) continue;
      seen.add(same);
      const key: ActionKey = { do: "harden", offset: range.start, at };
      yield { title, kind, preferred: false, finding: gap, key };
    }
  }
  if (wants(CodeActionKind.QuickFix)) yield* widerActions(session, held, all, here);
  if (wants(fixAllKind)) {
    const key: ActionKey = { do: "fix-all" };
    const title = "Fix all safe findings with Kubewright";
    yield { title, kind: fixAllKind, preferred: false, finding: undefined, key };
  }
}

function* fixesOf(session: Session, { key: file }: Held, finding: Finding): Generator<Action> {
  const { rule, start, end } = finding;
  for (const [at, fix] of session.linter.fixes(finding, file).entries()) {
    const key: ActionKey = { do: "fix", rule, start, end, at };
    const preferred = at === 0 && fix.class === "safe";
    yield { title: fix.title, kind: CodeActionKind.QuickFix, preferred, finding, key };
  }
}

/** Fix all of a kind where there are several that can be; ignore here, where comments can be. */
function* widerActions(
  session: Session,
  held: Held,
  all: readonly Finding[],
  here: readonly Finding[],
): Generator<Action> {
  const kind = CodeActionKind.QuickFix;
  const byRule = new Map(here.map((finding) => [finding.rule, finding]));
  for (const [rule, finding] of byRule) {
    const several = all.filter((other) => other.rule === rule).length > 1;
    const mendable = session.linter.fixes(finding, held.key).some((fix) => fix.class !== "template");
    if (!several || !mendable) continue;
    const title = `Fix all of this kind in the file (${rule})`;
    yield { title, kind, preferred: false, finding, key: { do: "fix-rule", rule } };
  }
  for (const [rule, finding] of isJson(held) ? [] : byRule) {
    const title = `Ignore here, with a reason (${rule})`;
    const key: ActionKey = { do: "ignore", rule, start: finding.start };
    yield { title, kind, preferred: false, finding, key };
  }
  for (const [rule, finding] of byRule) {
    if (!session.rule(rule, held.key)?.custom && session.page(rule, held.key) === undefined) continue;
    yield { title: `Explain ${rule}`, kind, preferred: false, finding, key: { do: "explain", rule } };
  }
}

/** Annotation of edits after which what runs may change. */
export const reviewAnnotation = "review";

/** Edits of the file at hand, and what goes with them. */
export interface ActionEdits {
  readonly edits: readonly EngineEdit[];
  readonly elsewhere: readonly FileEdits[];
  readonly created: readonly CreatedFile[];
}

/** The edits that a key stands for; `undefined` when the text no longer has what it is about. */
export function editsFor(session: Session, held: Held, key: ActionKey): ActionEdits | undefined {
  if (key.do === "fix") {
    const finding = session
      .findingsOf(held)
      .find(({ rule, start, end }) => rule === key.rule && start === key.start && end === key.end);
    return finding && session.linter.fixes(finding, held.key)[key.at];
  }
  if (key.do === "fix-rule") return reviewedAll(session, held.key, { rules: [key.rule] });
  if (key.do === "fix-all") return session.linter.fixAll(held.key, { classes: ["safe"] });
  const edits = ownEdits(session, held, key);
  return edits && { edits, elsewhere: [], created: [] };
}

/** The edits of an action that stays in its file. */
function ownEdits(
  session: Session,
  held: Held,
  key: Exclude<ActionKey, { readonly do: "fix" | "fix-rule" | "fix-all" }>,
): readonly EngineEdit[] | undefined {
  const { linter } = session;
  switch (key.do) {
    case "ignore":
      return [ignoreEdit(held, key)];
    case "harden":
      return linter.hardening(held.key, key.offset)[key.at]?.edits;
    case "explain":
      return undefined;
  }
}

/**
 * All safe and review fixes of a file, or those of the classes that are asked for. What is not safe is marked.
 *
 * @param more what else is asked of them
 */
export function reviewedAll(
  { linter }: Session,
  key: string,
  { classes = ["safe", "review"], ...more }: Partial<FixAllRequest> = {},
): ActionEdits & { readonly fixed: number } {
  const all = linter.fixAll(key, { ...more, classes });
  const safe = linter.fixAll(key, { ...more, classes: ["safe"] });
  const known = new Set(safe.edits.map(identity));
  return {
    ...all,
    edits: all.edits.map((edit) => (known.has(identity(edit)) ? edit : marked(edit))),
    // What is made beside a file is always new to what runs.
    elsewhere: all.elsewhere.map(({ uri, edits }) => ({ uri, edits: edits.map(marked) })),
    created: all.created.map(marked),
  };
}

function marked<Edit>(edit: Edit): Edit & { readonly annotation: string } {
  return { ...edit, annotation: reviewAnnotation };
}

function identity({ start, end, text }: EngineEdit): string {
  return `${start} ${end} ${text}`;
}

/** A comment in a line of its own above the finding, as deep as the finding's line. */
function ignoreEdit(
  { text, lines }: Held,
  { rule, start }: { readonly rule: string; readonly start: number },
): EngineEdit {
  const { line } = lines.positionAt(start);
  const at = lines.offsetAt({ line, character: 0 });
  const [indentation] = /^\uFEFF?[ \t]*/.exec(text.slice(at))!;
  const behindMark = indentation.startsWith("\uFEFF") ? 1 : 0;
  const comment = `${indentation.slice(behindMark)}# kubewright-ignore ${rule}: `;
  const lineEnd =
    text.slice(0, at).endsWith("\r\n") || (line === 0 && /^[^\n]*\r\n/.test(text)) ? "\r\n" : "\n";
  return {
    start: at + behindMark,
    end: at + behindMark,
    text: `${comment}give the reason here${lineEnd}`,
    snippet: `${comment}\${1:give the reason here}${lineEnd}`,
  };
}

function isJson({ uri, text }: Held): boolean {
  return /\.jsonc?$/i.test(uri) || /^\uFEFF?\s*\{/.test(text);
}
