import type { Range } from "../text/range.ts";
import type { CopiedImage, Dockerfile, Stage } from "./dockerfile.ts";
import { type GlobalArguments, globalArguments, imageAt } from "./image.ts";
import { type Instruction, readInstructions, type Source } from "./instructions.ts";

/**
 * Reads a Dockerfile. Never throws; half-typed instructions are left out. A text beyond a megabyte has no stages, and
 * neither has a template, whose lines another tool writes. Linear in the text's length.
 */
export function readDockerfile(text: string): Dockerfile {
  const { source, instructions: all } = readInstructions(text);
  const instructions = all.some(({ keyword }) => /^(?:\{\{|\{%|<%)/.test(keyword)) ? [] : all;
  const variables = globalArguments(source, instructions);
  const stages = readStages(text, source, instructions, variables);
  return { text, source, stages, copied: copiedImages(text, source, stages, variables) };
}

function readStages(
  text: string,
  source: Source,
  instructions: readonly Instruction[],
  variables: GlobalArguments,
): readonly Stage[] {
  const starts = instructions.flatMap(({ keyword }, index) => (keyword === "FROM" ? [index] : []));
  const names = new Map<string, number>();
  return starts.map((start, index) => {
    const from = instructions[start]!;
    const [base, as, alias] = from.words;
    const name = as?.text.toUpperCase() === "AS" ? alias : undefined;
    const image = base && imageAt(text, source, base.range, variables);
    const parent = image?.resolved && names.get(image.resolved.text.toLowerCase());
    if (name) names.set(name.text.toLowerCase(), index);
    return {
      index,
      name: name?.text,
      nameRange: name?.range,
      image,
      platform: from.flags.find((flag) => flag.name === "platform")?.value,
      parent,
      isScratch: parent === undefined && image?.resolved?.text === "scratch",
      isFinal: index === starts.length - 1,
      from,
      instructions: instructions.slice(start + 1, starts[index + 1]),
    };
  });
}

function copiedImages(
  text: string,
  source: Source,
  stages: readonly Stage[],
  variables: GlobalArguments,
): readonly CopiedImage[] {
  const names = new Set(stages.flatMap(({ name }) => name?.toLowerCase() ?? []));
  // `--from` does not expand variables.
  const without: GlobalArguments = { ...variables, lookUp: () => "unknown" };
  return stages.flatMap((stage) =>
    stage.instructions.flatMap((instruction) =>
      fromRanges(instruction, source).flatMap((range) => {
        const written = text.slice(range.start, range.end).replace(/^"|"$/g, "").toLowerCase();
        if (written === "" || /^\d+$/.test(written) || written === "scratch" || names.has(written)) return [];
        return [{ image: imageAt(text, source, range, without), stage: stage.index }];
      }),
    ),
  );
}

function fromRanges({ keyword, flags }: Instruction, { code }: Source): readonly Range[] {
  if (keyword === "COPY") return flags.flatMap(({ name, range }) => (name === "from" ? [range] : []));
  if (keyword !== "RUN") return [];
  return flags.flatMap(({ name, range }) => {
    if (name !== "mount") return [];
    const from = /(?:^|,)from=([^,"]*)/.exec(code.slice(range.start, range.end));
    if (!from) return [];
    const end = range.start + from.index + from[0].length;
    return [{ start: end - from[1]!.length, end }];
  });
}
