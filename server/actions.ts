import { CodeActionKind } from "vscode-languageserver/node";
import {
  type FileEdits,
  type Finding,
  type FixAllRequest,
  type HardenScope,
  rulesOfFinding,
} from "../engine/index.ts";
import { gravestFirst } from "./convert/diagnostic.ts";
import type { CreatedFile, EngineEdit } from "./convert/edit.ts";
import { fixAllKind } from "./methods/initialize.ts";
import type { Held, Session } from "./session.ts";

/** Identifies the edit of an action when the client resolves it. Sent as the `data` of the action. */
export type ActionKey =
  | {
      readonly do: "fix";
      readonly rule: string;
      readonly start: number;
      readonly end: number;
      readonly at: number;
    }
  | { readonly do: "fix-rule"; readonly rule: string }
  | { readonly do: "ignore"; readonly rules: readonly string[]; readonly start: number }
  | { readonly do: "harden"; readonly offset: number; readonly scope: HardenScope }
  | { readonly do: "fix-all" }
  | { readonly do: "explain"; readonly rules: readonly string[] };

/** An entry of the light bulb menu, before its edit is computed. */
export interface Action {
  readonly title: string;
  readonly kind: CodeActionKind;
  readonly preferred: boolean;
  /** The findings that it fixes or is about. */
  readonly findings: readonly Finding[];
  readonly key: ActionKey;
  /** URI of a file that it creates, to show to the user. */
  readonly creates?: string | undefined;
}

/** A longer menu is hard to choose from. */
const maxActions = 8;

/** With more rules than this at one place, a single entry ignores all of them, and another one explains them. */
const maxSeparate = 2;

/** The actions for a range: the fixes of each finding, then fixes for more than one finding, then suppressions. */
export function actionsAt(
  session: Session,
  held: Held,
  range: { readonly start: number; readonly end: number },
  wants: (kind: CodeActionKind) => boolean,
): readonly Action[] {
  const all = session.findingsOf(held);
  const here = gravestFirst(all.filter(({ start, end }) => start <= range.end && range.start <= end));
  const isWanted = ({ kind }: Action) => wants(kind);
  const hardening = hardeningAt(session, held, range.start, here, wants).filter(isWanted);
  const wider = wants(CodeActionKind.QuickFix) ? widerActions(session, held, all, here) : [];
  const left = maxActions - hardening.length - wider.length;
  const fixes = wants(CodeActionKind.QuickFix) ? fixesOf(session, held, here).slice(0, left) : [];
  const key: ActionKey = { do: "fix-all" };
  const title = "Apply all safe fixes (Kubewright)";
  const fixAll: Action = { title, kind: fixAllKind, preferred: false, findings: [], key };
  return [...fixes, ...hardening, ...wider, ...(wants(fixAllKind) ? [fixAll] : [])];
}

/** The first fix of each finding, then the second ones and so on, with preferred fixes first. Each title appears once. */
function fixesOf(session: Session, { key: file }: Held, here: readonly Finding[]): readonly Action[] {
  const ranked = here.flatMap((finding) =>
    session.linter.fixes(finding, file).map((fix, at) => ({ finding, fix, at })),
  );
  ranked.sort((a, b) => a.at - b.at);
  const byTitle = new Map<string, Action>();
  for (const { finding, fix, at } of ranked) {
    const { rule, start, end } = finding;
    const before = byTitle.get(fix.title);
    byTitle.set(fix.title, {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      preferred: before?.preferred ?? (at === 0 && fix.class === "safe"),
      findings: [...(before?.findings ?? []), finding],
      key: before?.key ?? { do: "fix", rule, start, end, at },
      creates: before ? before.creates : fix.created[0]?.uri,
    });
  }
  return [...byTitle.values()].sort((a, b) => Number(b.preferred) - Number(a.preferred));
}

/**
 * Hardening: offered for a pod where it or one of its containers starts, and for a container also at its findings.
 */
function hardeningAt(
  session: Session,
  { key: file }: Held,
  offset: number,
  here: readonly Finding[],
  wants: (kind: CodeActionKind) => boolean,
): readonly Action[] {
  // Editors sort actions without a diagnostic last, so the hardening refers to a finding that it fixes.
  const gap = wants(CodeActionKind.QuickFix)
    ? here.find(({ rule }) => session.rule(rule, file)?.hardens !== undefined)
    : undefined;
  const kind = gap === undefined ? CodeActionKind.RefactorRewrite : CodeActionKind.QuickFix;
  if (!wants(kind)) return [];
  const heads = session.linter.headsAt(file, offset);
  const scopes: HardenScope[] = [];
  if (heads.container || gap) scopes.push("container");
  if (heads.container || heads.pod) scopes.push("pod");
  const byEdits = new Map<string, Action>();
  for (const { scope, title, edits } of session.linter.hardening(file, offset, scopes)) {
    // For a pod with one container, both hardenings are often the same.
    const same = JSON.stringify(edits);
    if (byEdits.has(same)) continue;
    const key: ActionKey = { do: "harden", offset, scope };
    byEdits.set(same, { title, kind, preferred: false, findings: gap ? [gap] : [], key });
  }
  return [...byEdits.values()];
}

/** Fix all findings of a rule, if there are several; ignore; explain. */
function widerActions(
  session: Session,
  held: Held,
  all: readonly Finding[],
  here: readonly Finding[],
): readonly Action[] {
  const byRule = new Map([...here].reverse().map((finding) => [finding.rule, finding]));
  const rules = [...new Set(here.map(({ rule }) => rule))];
  const offer = (title: string, about: readonly string[], key: ActionKey): Action => {
    const findings = here.filter(({ rule }) => about.includes(rule));
    return { title, kind: CodeActionKind.QuickFix, preferred: false, findings, key };
  };
  const actions: Action[] = [];
  const repeated = rules.find((rule) => {
    const isFixable = () =>
      session.linter.fixes(byRule.get(rule)!, held.key).some((fix) => fix.class !== "template");
    return all.filter((other) => other.rule === rule).length > 1 && isFixable();
  });
  if (repeated !== undefined) {
    const title = `Fix all ${repeated} findings in this file`;
    actions.push(offer(title, [repeated], { do: "fix-rule", rule: repeated }));
  }
  const where = isJson(held) ? "in this resource" : "here";
  const groups = (ids: readonly string[]) =>
    ids.length > maxSeparate ? [ids] : ids.map((id) => [id] as const);
  for (const group of groups(rules.filter((rule) => canIgnore(session, held, byRule.get(rule)!)))) {
    const [first] = group;
    const what = group.length === 1 ? first : `all ${group.length} rules`;
    const ignored = group.flatMap((rule) => rulesOfFinding(byRule.get(rule)!));
    const key: ActionKey = { do: "ignore", rules: ignored, start: byRule.get(first!)!.start };
    actions.push(offer(`Ignore ${what} ${where}, with a reason`, group, key));
  }
  const explainable = rules.filter(
    (rule) => session.rule(rule, held.key)?.custom || session.page(rule, held.key) !== undefined,
  );
  // Without a client command, the user cannot choose among several rules.
  const explained =
    explainable.length > maxSeparate && session.options.explainCommand === undefined
      ? explainable.slice(0, 1)
      : explainable;
  for (const group of groups(explained)) {
    const title = group.length === 1 ? `Explain ${group[0]}` : `Explain one of ${group.length} rules…`;
    actions.push(offer(title, group, { do: "explain", rules: group }));
  }
  return actions;
}

/** JSON has no comments, and an annotation needs a resource. */
function canIgnore(session: Session, held: Held, finding: Finding): boolean {
  return !isJson(held) || session.linter.ignoringResource(finding, [finding.rule]) !== undefined;
}

/** The annotation of edits that can change what runs. */
export const reviewAnnotation = "review";

/** Edits of the current file, and of other files that belong to the same fix. */
export interface ActionEdits {
  readonly edits: readonly EngineEdit[];
  readonly elsewhere: readonly FileEdits[];
  readonly created: readonly CreatedFile[];
}

/** The edits for a key; `undefined` if the finding no longer exists in the text. */
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

/** The edits of an action that changes only its file. */
function ownEdits(
  session: Session,
  held: Held,
  key: Exclude<ActionKey, { readonly do: "fix" | "fix-rule" | "fix-all" }>,
): readonly EngineEdit[] | undefined {
  const { linter } = session;
  switch (key.do) {
    case "ignore": {
      if (!isJson(held)) return [ignoreEdit(held, key)];
      const finding = session
        .findingsOf(held)
        .find(({ rule, start }) => rule === key.rules[0] && start === key.start);
      return finding && linter.ignoringResource(finding, key.rules);
    }
    case "harden":
      return linter.hardening(held.key, key.offset, [key.scope])[0]?.edits;
    case "explain":
      return undefined;
  }
}

/**
 * All safe and review fixes of a file, or those of the requested classes. Review fixes are annotated.
 *
 * @param more additional conditions
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
    // A new file always changes what runs.
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

/** A comment on its own line above the finding, with the same indentation. */
function ignoreEdit(
  { text, lines }: Held,
  { rules, start }: { readonly rules: readonly string[]; readonly start: number },
): EngineEdit {
  const { line } = lines.positionAt(start);
  const at = lines.offsetAt({ line, character: 0 });
  const [indentation] = /^\uFEFF?[ \t]*/.exec(text.slice(at))!;
  const behindMark = indentation.startsWith("\uFEFF") ? 1 : 0;
  const comment = `${indentation.slice(behindMark)}# kubewright-ignore ${rules.join(", ")}: `;
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
