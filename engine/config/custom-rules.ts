import { type Language, makeLanguage } from "../cel/language.ts";
import { compileExpression, type Program, type ResultType } from "../cel/program.ts";
import { toCel } from "../cel/value.ts";
import { every, type FieldStep, parseFieldPath } from "../edits/field-path.ts";
import type { Value } from "../kubernetes/value.ts";
import type { CustomSource, Rule } from "../rule/rule.ts";
import type { LineTable } from "../text/lines.ts";
import { severities } from "./choices.ts";
import { readFix } from "./custom-fix.ts";
import { customRule, customVariables } from "./custom-rule.ts";
import { customRuleShapes } from "./keys.ts";
import { readSelector } from "./layer.ts";
import type { Reader } from "./reader.ts";

/** A limit, because every rule runs on every object. */
const mostRules = 200;

/** The text of a configuration, and its file, if any. */
export interface ConfigSource {
  readonly text: string;
  readonly lines: LineTable;
  readonly uri: string | undefined;
}

/**
 * Reads the custom rules of a configuration. A rule replaces the rule with the same id in an extended file. An invalid
 * rule is skipped and reported.
 *
 * @param below the rules of extended files
 * @param registry the built-in rules, whose ids cannot be used
 */
export function readCustomRules(
  list: Value | undefined,
  below: readonly Rule[],
  registry: readonly Rule[],
  source: ConfigSource,
  reader: Reader,
): readonly Rule[] {
  if (list === undefined || list.isNull) return below;
  if (!list.isSequence) reader.say(list, `${list.pathText} must be a list of rules`);
  const items = list.items();
  if (items.length > mostRules)
    reader.say(list, `A configuration can have at most ${mostRules} custom rules`);
  const rules = new Map<string, Rule>();
  let language: Language | undefined;
  for (const item of items.slice(0, mostRules)) {
    language ??= makeLanguage(customVariables);
    const rule = readRule(item, language, source, reader);
    if (!rule) continue;
    const id = item.at("id") ?? item;
    if (registry.some((builtIn) => builtIn.id === rule.id))
      reader.say(id, `"${rule.id}" is the id of a built-in rule; use a different id`);
    else if (rules.has(rule.id)) reader.say(id, `Two custom rules have the id "${rule.id}"`);
    else rules.set(rule.id, rule);
  }
  return [...below.filter(({ id }) => !rules.has(id)), ...rules.values()];
}

function readRule(map: Value, language: Language, source: ConfigSource, reader: Reader): Rule | undefined {
  reader.allow(map, Object.keys(customRuleShapes));
  if (!map.isMap) return undefined;
  // Lists and messages show this text on one line.
  const text = (name: string) => {
    const value = map.at(name);
    return value && reader.text(value)?.replace(/\s+/g, " ").trim();
  };
  const strings = (name: string) => {
    const value = map.at(name);
    return value && reader.strings(value);
  };
  const id = readId(map, reader);
  const expressions = readExpressions(map, language, reader);
  const severity = map.at("severity");
  const at = map.at("at");
  const summary = text("summary");
  const message = text("message") ?? summary;
  const examples = map.at("examples");
  const params = map.at("params");
  const rule = {
    where: {
      files: undefined,
      kinds: strings("kinds"),
      namespaces: strings("namespaces"),
      names: strings("names"),
      labels: readSelector(map.at("labels"), reader),
    },
    severity: (severity && reader.choice(severity, severities)) ?? "warning",
    why: text("why") ?? "",
    at: at && readPath(at, reader),
    fix: readFix(map.at("fix"), reader),
    source: { ...definitionOf(map, source), examples: readExamples(examples, reader) },
    params: params ? toCel(params) : null,
    meter: language.meter,
  };
  if (id === undefined || !expressions) return undefined;
  const fallback = message ?? `The expression of ${id} is false`;
  return customRule({ ...rule, ...expressions, id, summary: summary ?? fallback, message: fallback });
}

/** The text of the rule, and the position of its id. */
function definitionOf(map: Value, { text, lines, uri }: ConfigSource): Pick<CustomSource, "text" | "place"> {
  const { start, end } = map.node!;
  const indentation = lines.positionAt(start).character;
  const id = (map.at("id") ?? map).token;
  return {
    text: text.slice(start, end).replace(new RegExp(`\r?\n {0,${indentation}}`, "g"), "\n"),
    place:
      uri === undefined
        ? undefined
        : { uri, start: lines.positionAt(id.start), end: lines.positionAt(id.end) },
  };
}

function readId(map: Value, reader: Reader): string | undefined {
  const value = map.at("id");
  if (!value) reader.say(map, `${map.pathText} must have an id`);
  const id = value && reader.text(value);
  if (value === undefined || id === undefined) return undefined;
  if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id) && id.length <= 63) return id;
  reader.say(
    value,
    `${value.pathText} must be lowercase letters and digits separated by hyphens, such as replicas-too-few`,
  );
  return undefined;
}

interface Expressions {
  readonly variables: ReadonlyMap<string, Program>;
  readonly expression: Program;
  readonly messageExpression: Program | undefined;
}

function readExpressions(map: Value, language: Language, reader: Reader): Expressions | undefined {
  const variables = new Map<string, Program>();
  const definitions = map.at("variables");
  if (definitions && !definitions.isMap && !definitions.isNull)
    reader.say(definitions, `${definitions.pathText} must be a mapping`);
  let whole = true;
  for (const { name, value } of definitions?.entries() ?? []) {
    const program = readExpression(value, "any", variables, language, reader);
    if (program) variables.set(name, program);
    else whole = false;
  }
  const value = map.at("expression");
  if (!value) reader.say(map, `${map.pathText} must have an expression`);
  // An invalid variable is already reported; errors that follow from it are not.
  const usableVariables = whole ? variables : undefined;
  const expression = value && readExpression(value, "bool", usableVariables, language, reader);
  const message = map.at("messageExpression");
  const messageExpression = message && readExpression(message, "string", usableVariables, language, reader);
  return expression && whole ? { variables, expression, messageExpression } : undefined;
}

/** @param variables the variables that it can use; `undefined` skips the check of variables */
function readExpression(
  value: Value,
  expected: ResultType,
  variables: ReadonlyMap<string, Program> | undefined,
  language: Language,
  reader: Reader,
): Program | undefined {
  const text = reader.text(value);
  if (text === undefined) return undefined;
  const program = compileExpression(text, language, expected);
  if ("problem" in program) {
    const absent = /unknown variable: (request|authorizer)$/.exec(program.problem)?.[1];
    const hint = absent ? `; ${absent} is not available when files are checked` : "";
    reader.say(value, `${value.pathText} ${program.problem}${hint}`);
    return undefined;
  }
  const unknownName = variables && [...program.members].find((name) => !variables.has(name));
  if (unknownName === undefined) return program;
  reader.say(
    value,
    `${value.pathText} uses variables.${unknownName}, which is not defined or is defined later`,
  );
  return undefined;
}

function readPath(value: Value, reader: Reader): readonly FieldStep[] | undefined {
  const text = reader.text(value);
  const path = text === undefined ? undefined : parseFieldPath(text);
  if (text !== undefined && (!path || path.includes(every)))
    reader.say(
      value,
      `${value.pathText} must be the path of one field, such as spec.template.spec.containers[0].image`,
    );
  return path;
}

function readExamples(map: Value | undefined, reader: Reader) {
  reader.allow(map, Object.keys(customRuleShapes.examples.keys));
  const good = map?.at("good");
  const bad = map?.at("bad");
  return { good: good ? reader.strings(good) : [], bad: bad ? reader.strings(bad) : [] };
}
