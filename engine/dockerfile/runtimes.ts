import type { TextEdit } from "../text/range.ts";
import type { Dockerfile, Stage } from "./dockerfile.ts";
import type { Instruction } from "./instructions.ts";

/** A final stage that does nothing but copy files and start one program. */
export interface FinalStage {
  readonly dockerfile: Dockerfile;
  readonly stage: Stage;
  /** The name of an official image without `library/`: `alpine`, `node`. */
  readonly repository: string;
  readonly tag: string;
  readonly copies: readonly Instruction[];
  readonly entrypoint: Instruction | undefined;
  readonly command: Instruction | undefined;
}

/** The result for a runtime: the image's name without tag, the reason, and edits besides that of FROM. */
interface RuntimeBase {
  readonly name: string;
  readonly why: string;
  readonly edits: readonly TextEdit[];
}

// The images, their entry points and Python's version: https://github.com/GoogleContainerTools/distroless (August 2026).
// Those on Debian 12 are out of support: https://github.com/GoogleContainerTools/distroless/blob/main/SUPPORT_POLICY.md
const JAVA = /^(17|21|25)(?=[.\-_+]|$)/;
const NODE = /^(22|24|26)(?=[.-]|$)/;
const PYTHON = /^3\.13(?=[.-]|$)/;

/** A Go program that is built without cgo in another stage. */
export function goBase(final: FinalStage): RuntimeBase | undefined {
  if (!/^(?:alpine|debian|ubuntu|busybox)$/.test(final.repository)) return undefined;
  const program = (final.entrypoint ?? final.command)?.exec?.[0]?.text ?? "";
  if (!program.includes("/")) return undefined;
  const isBuilt = final.copies.some((copy) => {
    const builder = builderOf(final, copy);
    return builder !== undefined && copiesTo(copy, program) && isStaticGo(final.dockerfile, builder);
  });
  if (!isBuilt) return undefined;
  return {
    name: "static-debian13",
    why: "The final stage runs only a Go program built without cgo.",
    edits: [],
  };
}

/** A jar; the program of these images is `java -jar`. */
export function javaBase({ repository, tag, entrypoint, command }: FinalStage): RuntimeBase | undefined {
  const version = JAVA.exec(tag)?.[1];
  if (!/^(?:eclipse-temurin|openjdk|amazoncorretto)$/.test(repository) || !version) return undefined;
  const [first, second] = (entrypoint ?? command)?.exec ?? [];
  const words = [...(entrypoint?.exec ?? []), ...(command?.exec ?? [])].map(({ text }) => text);
  if (first?.text !== "java" || !words.includes("-jar")) return undefined;
  if (!entrypoint && second?.text !== "-jar") return undefined;
  const edits = entrypoint ? [] : withoutWords(command, 2);
  return edits && { name: `java${version}-debian13`, why: "The final stage runs only a JAR file.", edits };
}

/** A script of Node.js. The program is `/nodejs/bin/node`, which is not on the path. */
export function nodeBase(final: FinalStage): RuntimeBase | undefined {
  const { repository, tag, entrypoint, command } = final;
  const version = NODE.exec(tag)?.[1];
  // Native modules of an Alpine stage are linked against musl.
  if (repository !== "node" || !version || tag.includes("alpine") || copiesFromAlpine(final))
    return undefined;
  const [first] = (entrypoint ?? command)?.exec ?? [];
  const isScript = /\.[cm]?js$/.test(first?.text ?? "");
  if (!first || (first.text !== "node" && (entrypoint || !isScript))) return undefined;
  const dropped = isScript ? [] : withoutWords(command, 1);
  const edits = entrypoint ? [{ ...first.range, text: "/nodejs/bin/node" }] : dropped;
  return (
    edits && { name: `nodejs${version}-debian13`, why: "The final stage runs only a Node.js script.", edits }
  );
}

/** A script of Python, without packages that were installed for another interpreter. */
export function pythonBase(final: FinalStage): RuntimeBase | undefined {
  const { repository, tag, entrypoint, command, stage, dockerfile } = final;
  if (repository !== "python" || !PYTHON.test(tag) || tag.includes("alpine") || copiesFromAlpine(final))
    return undefined;
  const first = (entrypoint ?? command)?.exec?.[0]?.text;
  if (first !== "python" && first !== "python3") return undefined;
  const code = stage.instructions
    .map(({ range }) => dockerfile.source.code.slice(range.start, range.end))
    .join("\n");
  if (/venv|site-packages|\/usr\/local|\/root\b/.test(code)) return undefined;
  const edits = entrypoint ? [] : withoutWords(command, 1);
  return edits && { name: "python3-debian13", why: "The final stage runs only a Python 3.13 script.", edits };
}

/** The stage that a COPY copies files from. */
function builderOf({ dockerfile }: FinalStage, { flags }: Instruction): Stage | undefined {
  const from = flags.find(({ name }) => name === "from")?.value.toLowerCase();
  if (from === undefined) return undefined;
  const named = dockerfile.stages.find(({ name }) => name?.toLowerCase() === from);
  return named ?? (/^\d+$/.test(from) ? dockerfile.stages[Number(from)] : undefined);
}

/** Whether the program is one of the copied files, by its path or by its name in a copied folder. */
function copiesTo({ words }: Instruction, program: string): boolean {
  const name = program.slice(program.lastIndexOf("/") + 1);
  const paths = words.map(({ text }) => text);
  return (
    paths.at(-1) === program || paths.slice(0, -1).some((path) => path === name || path.endsWith(`/${name}`))
  );
}

function isStaticGo(dockerfile: Dockerfile, stage: Stage): boolean {
  const stages = lineage(dockerfile, stage);
  const base = stages.at(-1)?.image?.reference;
  const code = stages.flatMap(({ instructions }) =>
    instructions.map(({ range }) => dockerfile.source.code.slice(range.start, range.end)),
  );
  return (
    base?.kind === "image" &&
    base.repository === "library/golang" &&
    code.some((each) => /\bCGO_ENABLED[= ]["']?0/.test(each)) &&
    !code.some((each) => /\bCGO_ENABLED[= ]["']?1|\s-race\b/.test(each))
  );
}

function copiesFromAlpine(final: FinalStage): boolean {
  return final.copies.some((copy) => {
    const builder = builderOf(final, copy);
    if (!builder) return copy.flags.some(({ name }) => name === "from");
    const base = lineage(final.dockerfile, builder).at(-1)?.image?.reference;
    return base?.kind !== "image" || /alpine/.test(`${base.repository}:${base.tag}`);
  });
}

/** A stage and its parents, down to the one with an image. */
function lineage({ stages }: Dockerfile, stage: Stage): readonly Stage[] {
  const found = [stage];
  for (let at = stage.parent; at !== undefined; at = stages[at]?.parent) found.push(stages[at]!);
  return found;
}

/** Edits that remove the first words of the exec form; undefined if nothing else would remain. */
function withoutWords(instruction: Instruction | undefined, count: number): readonly TextEdit[] | undefined {
  const [first, kept] = [instruction?.exec?.[0], instruction?.exec?.[count]];
  // The ranges exclude the quotes.
  return first && kept && [{ start: first.range.start - 1, end: kept.range.start - 1, text: "" }];
}
