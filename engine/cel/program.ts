import { type ASTNode, TypeError as CheckError, ParseError } from "@marcbachmann/cel-js";
import type { Language } from "./language.ts";
import { type Meter, TooCostly } from "./meter.ts";
import { ownMatches } from "./texts.ts";

/** An expression that can be evaluated. */
export interface Program {
  /** The variables that it uses. */
  readonly names: ReadonlySet<string>;
  /** The names that it reads as `variables.NAME`. */
  readonly members: ReadonlySet<string>;
  /** Evaluates it within the language's budget. Never throws. */
  readonly evaluate: (variables: Readonly<Record<string, unknown>>) => Outcome;
}

export type Outcome = { readonly value: unknown } | { readonly error: string };

/** Why an expression is invalid, with an offset into its text. */
export interface ExpressionProblem {
  readonly problem: string;
  readonly offset: number;
}

export type ResultType = "bool" | "string" | "any";

/** Longer expressions are programs, and belong elsewhere. */
const longest = 16_384;

/** Parses and checks an expression. Never throws. */
export function compileExpression(
  text: string,
  { environment, meter }: Language,
  expected: ResultType,
): Program | ExpressionProblem {
  if (text.length > longest) return { problem: `is longer than ${longest} characters`, offset: 0 };
  try {
    const parsed = environment.parse(text);
    const nodes = nodesOf(parsed.ast);
    for (const node of nodes) takeOverMatches(node);
    const checked = parsed.check();
    if (!checked.valid) return problemOf(checked.error);
    if (expected !== "any" && checked.type !== "dyn" && checked.type !== expected)
      return { problem: `must give a ${expected}, not a ${checked.type}`, offset: 0 };
    // Expanded macros exist only after the check.
    for (const node of nodesOf(parsed.ast)) metered(node, meter);
    const names = new Set(nodes.flatMap(({ op, args }) => (op === "id" ? [args as string] : [])));
    const members = new Set(nodes.flatMap(memberOf));
    return { names, members, evaluate: (variables) => evaluated(parsed, variables, meter, expected) };
  } catch (error) {
    return problemOf(error);
  }
}

function evaluated(
  run: (variables: Record<string, unknown>) => unknown,
  variables: Readonly<Record<string, unknown>>,
  meter: Meter,
  expected: ResultType,
): Outcome {
  try {
    const value = run({ ...variables });
    if (meter.isEmpty) return { error: tooMuch };
    if (expected === "string" && typeof value !== "string") return { error: "it gives no string" };
    if (expected === "bool" && typeof value !== "boolean")
      return { error: "it gives neither true nor false" };
    return { value };
  } catch (error) {
    if (meter.isEmpty || error instanceof TooCostly) return { error: tooMuch };
    return { error: sentence(error) };
  }
}

const tooMuch = "it takes too many steps";

function problemOf(error: unknown): ExpressionProblem {
  const offset = error instanceof ParseError || error instanceof CheckError ? (error.range?.start ?? 0) : 0;
  return { problem: `cannot be understood: ${sentence(error)}`, offset };
}

/** The problem in one line: the library adds a drawing of the expression. */
function sentence(error: unknown): string {
  const text =
    error instanceof Error ? ((error as { summary?: string }).summary ?? error.message) : String(error);
  return text
    .split("\n")[0]!
    .trim()
    .replaceAll(ownMatches, "matches")
    .replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());
}

/** Undeclared parts of the library's syntax tree. */
type Node = ASTNode & {
  readonly meta: {
    readonly macro?: { readonly evaluate: Evaluate };
    readonly alternate?: Node;
    readonly evaluate: Evaluate;
  };
  evaluate: Evaluate;
};
type Evaluate = (evaluator: unknown, node: unknown, context: unknown) => unknown;

/** All nodes of a tree, including expanded macros. */
function nodesOf(root: ASTNode): readonly Node[] {
  const found = new Set<Node>();
  const seen = new Set<unknown>();
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one !== "object" || one === null || seen.has(one)) continue;
    seen.add(one);
    if (Array.isArray(one)) waiting.push(...one);
    else if (one instanceof root.constructor) {
      const node = one as Node;
      found.add(node);
      waiting.push(node.args, node.meta.alternate, node.meta.macro);
    } else if (Object.getPrototypeOf(one) === Object.prototype) waiting.push(...Object.values(one));
  }
  return [...found];
}

function memberOf({ op, args }: Node): readonly string[] {
  if (op !== "." && op !== ".?") return [];
  const [owner, name] = args;
  return owner.op === "id" && owner.args === "variables" && typeof name === "string" ? [name] : [];
}

/** The library uses JavaScript's regular expressions, which can take exponential time for some patterns. */
function takeOverMatches({ op, args }: Node): void {
  if ((op === "call" || op === "rcall") && args[0] === "matches") (args as unknown[])[0] = ownMatches;
}

/** Operators that read their operands as a whole. */
const looking: ReadonlySet<string> = new Set(["==", "!=", "in", "call", "rcall", "+"]);

/** Makes every evaluation of a node use the meter. */
function metered(node: Node, meter: Meter): void {
  const operands = looking.has(node.op) && !node.meta.macro && !node.meta.alternate ? operandsOf(node) : [];
  charged(node, meter.touch, meter);
  for (const operand of operands) charged(operand, meter.look, meter);
}

function operandsOf({ op, args }: Node): readonly Node[] {
  const parts = op === "call" || op === "rcall" ? (args as unknown[]).slice(1).flat() : args;
  return parts as readonly Node[];
}

function charged(node: Node, charge: (value: unknown) => void, meter: Meter): void {
  const { macro, alternate, evaluate } = node.meta;
  const own = Object.hasOwn(node, "evaluate") ? node.evaluate : undefined;
  const original: Evaluate =
    own ??
    (alternate
      ? (evaluator, _, context) => alternate.evaluate(evaluator, alternate, context)
      : macro
        ? (evaluator, _, context) => macro.evaluate(evaluator, macro, context)
        : evaluate);
  node.evaluate = (evaluator, self, context) => {
    let value: unknown;
    try {
      value = original(evaluator, self, context);
    } catch (error) {
      // Loops continue after an error, and creating one is expensive.
      if (!(error instanceof TooCostly)) meter.spend(errorCost);
      throw error;
    }
    charge(value);
    return value;
  };
}

/** The cost of an error, in steps, on each node that it passes through. */
const errorCost = 100;
