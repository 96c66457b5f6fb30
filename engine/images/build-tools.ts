import { toolsOnAlpine } from "./caveats.ts";

/** A smaller variant of an official image. */
export type SmallKind = "alpine" | "slim";

/**
 * Programs that an official image has, or might have, and that one of its smaller variants lacks; `name` is without
 * registry and `library/`. The list is from `buildpack-deps`, the base of most images. What an image adds to its slim
 * variant is not recorded, so a program of the list might exist there after all.
 * Source: https://github.com/docker-library/buildpack-deps
 */
export function toolsMissingOn(kind: SmallKind, name: string): readonly string[] {
  const language = name === "pypy" ? "python" : name;
  const present = kind === "alpine" ? toolsOnAlpine(name) : [];
  return [...BOTH, ...(kind === "alpine" ? ALPINE : SLIM), ...installersOn(kind, language)].filter(
    (tool) => !tool.startsWith(language) && !present.includes(tool),
  );
}

/** Where a text mentions one of the programs as a separate word. */
export function mentionsOf(text: string, programs: readonly string[]): readonly RegExpExecArray[] {
  if (programs.length === 0) return [];
  const names = programs.map((program) => program.replaceAll("+", "\\+")).join("|");
  // `git.example.com` and `make-dir` are not calls, but `python3.12` is.
  return [...text.matchAll(new RegExp(`(?<![\\w.-])(?:${names})(?![\\w-]|\\.[a-z])`, "g"))];
}

/** Why calling a program rules out Alpine, as a note on the place. */
export function againstAlpine(program: string): string {
  return PYTHON_INSTALLERS.includes(program)
    ? `Runs ${program}, which finds fewer prebuilt wheels for Alpine`
    : `Needs ${program}, which the Alpine variant lacks`;
}

const BOTH = "autoconf automake c++ cc curl g++ gcc git gpg hg make python python3 scp ssh svn".split(" ");
/** On Alpine, BusyBox provides these. */
const SLIM = "pgrep pkill ps unzip wget".split(" ");
/** Debian has it even in its smallest images. */
const ALPINE = ["perl"];
const PYTHON_INSTALLERS = "pip pip3 pipenv poetry uv".split(" ");

/** Package installers of a language, which might need a compiler or, on Alpine, packages built for musl. */
function installersOn(kind: SmallKind, name: string): readonly string[] {
  if (name === "python") return kind === "alpine" ? PYTHON_INSTALLERS : [];
  if (name === "ruby") return ["bundle", "bundler", "gem"];
  return name === "perl" ? ["cpan", "cpanm"] : [];
}
