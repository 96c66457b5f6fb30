/** Reads a rule's page: prose and fenced examples with marks. */

/** One example of a page: YAML, JSON or a Dockerfile. */
export interface Example {
  readonly role: "report" | "clean";
  /** From `file=`, or `Dockerfile` or `example.yaml`, depending on the language of the fence. */
  readonly file: string;
  /** Whether the fence has `file=`, so that it can share a workspace with its neighbors. */
  readonly isNamed: boolean;
  /** The text without marks. */
  readonly text: string;
  /** The ranges between `⟦…⟧` as offsets into `text`, in order of their starts. */
  readonly marks: readonly { readonly start: number; readonly end: number }[];
  readonly options: Readonly<Record<string, unknown>> | undefined;
  /** Settings in the form of `.kubewright.yaml`. */
  readonly settings: Readonly<Record<string, unknown>> | undefined;
  /** The minor version of Kubernetes, such as `1.34`. */
  readonly kubernetes: string | undefined;
  /** The preset that sets the rule's options; `all` by default. */
  readonly preset: string | undefined;
  /** The answers of registries, by image in the form of `questionKey`. */
  readonly answers: Readonly<Record<string, unknown>> | undefined;
  /** The line of the fence on the page, from 1. */
  readonly line: number;
}

/** Examples in one workspace: consecutive fences with `file=`, or a single fence. */
export interface Scene {
  readonly examples: readonly Example[];
  /** The generated block below, if there is one, and its range on the page. */
  readonly findings: { readonly text: string; readonly start: number; readonly end: number } | undefined;
  /** The end of the last example's fence on the page. */
  readonly end: number;
}

export interface Page {
  readonly title: string;
  /** Everything outside of the fences. */
  readonly prose: string;
  readonly scenes: readonly Scene[];
}

const fence = /^```(\w+)[ ]*([^\n]*)\n([\s\S]*?)^```[ ]*$/gm;

export function readPage(text: string): Page {
  const scenes: Scene[] = [];
  for (const match of text.matchAll(fence)) {
    const [whole, language, info, body] = match as unknown as [string, string, string, string];
    const end = match.index + whole.length;
    const last = scenes.at(-1);
    if (language === "diff" && info.startsWith("findings")) {
      if (!last) throw new Error("a findings block must follow an example");
      scenes[scenes.length - 1] = { ...last, findings: { text: body, start: match.index, end } };
      continue;
    }
    if (language !== "yaml" && language !== "json" && language !== "dockerfile") continue;
    const example = readExample(language, info, body, text.slice(0, match.index).split("\n").length);
    if (!example) continue;
    const joins =
      last &&
      last.findings === undefined &&
      example.isNamed &&
      last.examples[0]!.isNamed &&
      /^\s*$/.test(text.slice(last.end, match.index));
    if (joins) scenes[scenes.length - 1] = { ...last, examples: [...last.examples, example], end };
    else scenes.push({ examples: [example], findings: undefined, end });
  }
  return { title: /^# (.+)$/m.exec(text)?.[1] ?? "", prose: text.replace(fence, ""), scenes };
}

function readExample(language: string, info: string, body: string, line: number): Example | undefined {
  const role = /^(report|clean)\b/.exec(info)?.[1] as Example["role"] | undefined;
  if (!role) return undefined;
  const { text, marks } = unmark(body);
  const file = /\bfile=(\S+)/.exec(info)?.[1];
  return {
    role,
    text,
    marks,
    file: file ?? (language === "dockerfile" ? "Dockerfile" : "example.yaml"),
    isNamed: file !== undefined,
    options: json(info, "options"),
    settings: json(info, "settings"),
    kubernetes: /\bkubernetes=(\S+)/.exec(info)?.[1],
    preset: /\bpreset=(\S+)/.exec(info)?.[1],
    answers: json(info, "answers"),
    line,
  };
}

function json(info: string, key: string): Readonly<Record<string, unknown>> | undefined {
  const at = info.indexOf(`${key}=`);
  if (at === -1) return undefined;
  let depth = 0;
  for (let end = at + key.length + 1; end < info.length; end++) {
    if (info[end] === "{") depth++;
    if (info[end] === "}" && --depth === 0)
      return JSON.parse(info.slice(at + key.length + 1, end + 1)) as Readonly<Record<string, unknown>>;
  }
  throw new Error(`unreadable ${key} in: ${info}`);
}

/** Removes the marks from a text. */
function unmark(marked: string): {
  readonly text: string;
  readonly marks: readonly { start: number; end: number }[];
} {
  const marks: { start: number; end: number }[] = [];
  const open: number[] = [];
  let text = "";
  for (const character of marked) {
    if (character === "⟦") open.push(text.length);
    else if (character === "⟧") marks.push({ start: open.pop()!, end: text.length });
    else text += character;
  }
  return { text, marks: marks.sort((a, b) => a.start - b.start || a.end - b.end) };
}
