import { lineAbove, lineAt } from "./line.ts";
import type {
  AliasNode,
  MapNode,
  ScalarNode,
  SequenceNode,
  YamlNode,
  YamlProblem,
  YamlTree,
} from "./node.ts";
import { column, lineEnd, nextLine } from "./trivia.ts";

/**
 * What the API server's parser rejects although YAML 1.2 allows it: tabs in lines without content, the escape `\/`, and
 * question marks in plain text between brackets. Source: https://github.com/yaml/go-yaml/blob/v2.4.3/scannerc.go
 */
export function goYamlProblems(text: string, { root }: YamlTree): readonly YamlProblem[] {
  const tabs = text.includes("\t")
    ? [...text.matchAll(/^ *(?:(\t[ \t]*)(?:#.*)?\r?$|(?!---\s)-[ -]*(\t[ \t]*))/gm)]
    : [];
  if (!root || (tabs.length === 0 && !text.includes("\\/") && !text.includes("?"))) return [];
  const isJson = /^\s*[{[]/.test(text) && isValidJson(text);
  if (isJson) return [];
  const seen = survey(root);
  return [
    ...seen.scalars.flatMap(({ scalar, flow }) => scalarProblems(text, scalar, flow)),
    ...tabs.flatMap((match) =>
      tabProblem(text, match.index + match[0].indexOf("\t"), (match[1] ?? match[2]!).length, seen),
    ),
  ].sort((a, b) => a.start - b.start);
}

interface Survey {
  readonly scalars: { readonly scalar: ScalarNode; readonly flow: boolean }[];
  /** The outermost brackets and quoted strings, in which tabs are ordinary white space. */
  readonly lenient: YamlNode[];
}

function survey(root: YamlNode): Survey {
  const scalars: Survey["scalars"] = [];
  const lenient: YamlNode[] = [];
  const visit = (node: YamlNode, inFlow: boolean): void => {
    if (node.kind === "alias") return;
    if (isLenient(node, inFlow)) lenient.push(node);
    if (node.kind === "scalar") scalars.push({ scalar: node, flow: inFlow });
    else for (const child of childrenOf(node)) visit(child, inFlow || node.flow);
  };
  visit(root, false);
  return { scalars, lenient };
}

function isLenient(node: Exclude<YamlNode, AliasNode>, inFlow: boolean): boolean {
  return node.kind === "scalar" ? node.style === "single" || node.style === "double" : node.flow && !inFlow;
}

function childrenOf(node: MapNode | SequenceNode): readonly YamlNode[] {
  if (node.kind === "sequence") return node.items;
  return node.pairs.flatMap(({ key, value }) => (value ? [key, value] : [key]));
}

function scalarProblems(
  text: string,
  { style, start, end }: ScalarNode,
  flow: boolean,
): readonly YamlProblem[] {
  const source = () => text.slice(start, end);
  if (style === "double")
    return [...source().matchAll(/\\(?:[^/]|(\/))/gs)].flatMap(({ 1: slash, index }) => {
      if (slash === undefined) return [];
      const at = start + index;
      const edits = [{ start: at, end: at + 1, text: "" }];
      const message = 'The escape "\\/" does not exist in YAML 1.1';
      return [
        { code: "syntax", start: at, end: at + 2, message, remedy: { title: "Remove the backslash", edits } },
      ];
    });
  if (style !== "plain" || !flow) return [];
  const mark = source().indexOf("?");
  if (mark === -1) return [];
  const isSimple = !/[\n"\\]/.test(source());
  const remedy = {
    title: "Put the value in quotes",
    edits: [
      { start, end: start, text: '"' },
      { start: end, end, text: '"' },
    ],
  };
  const message = "A question mark inside brackets must be in quotes";
  return [
    { code: "syntax", start: start + mark, end: start + mark + 1, message, ...(isSimple && { remedy }) },
  ];
}

/** A tab after a dash, or on a line with nothing else but a comment, unless text could continue there. */
function tabProblem(
  text: string,
  at: number,
  length: number,
  { scalars, lenient }: Survey,
): readonly YamlProblem[] {
  if (lenient.some(({ start, end }) => start < at && at < end)) return [];
  const above = scalars.findLast(({ scalar }) => scalar.start < at)?.scalar;
  const isNext = above && /^[ \t\r\n]*$/.test(text.slice(Math.min(above.end, at), at));
  if (above && (above.style === "literal" || above.style === "folded") && (isNext || at < above.end)) {
    if (blockIndent(text, above) <= column(text, at)) return [];
  } else if (above?.style === "plain" && isNext && above.start < above.end) {
    if (plainIndent(text, above) < column(text, at)) return [];
  } else if (above && at < above.end) return [];
  const message = "A tab is used as indentation, but YAML allows only spaces";
  return [{ code: "tab-indentation", start: at, end: at + length, message }];
}

/** The indentation of a block scalar's text; unknown if it is empty. */
function blockIndent(text: string, { start, end }: ScalarNode): number {
  for (let at = nextLine(text, start); at < end; at = nextLine(text, at)) {
    const indent = /^ *(?=[^ \r\n\t])/.exec(text.slice(at, lineEnd(text, at)))?.[0].length;
    if (indent !== undefined) return indent;
  }
  return 0;
}

/** The column of the mapping or list that a plain scalar is a value of. */
function plainIndent(text: string, { start }: ScalarNode): number {
  const line = lineAt(text, start);
  const isValue = line.content < start;
  if (isValue) return line.content - line.start;
  // An item of a list, or text below its key.
  if (line.start + line.indent < line.content) return line.indent;
  return lineAbove(text, line)?.indent ?? 0;
}

function isValidJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
