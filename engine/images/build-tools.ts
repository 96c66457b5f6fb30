import { toolsOnAlpine } from "./caveats.ts";

/** A smaller kind of an official image. */
export type SmallKind = "alpine" | "slim";

/**
 * Programs that an official image has, or may have, and one of its smaller kinds has not; `name` is without registry
 * and `library/`. Most images build on `buildpack-deps`, from which these are; what an image adds to its slim kind is
 * not known, so a program of the list may be there all the same.
 * Source: https://github.com/docker-library/buildpack-deps
 */
export function toolsMissingOn(kind: SmallKind, name: string): readonly string[] {
  const own = name === "pypy" ? "python" : name;
  const there = kind === "alpine" ? toolsOnAlpine(name) : [];
  return [...BOTH, ...(kind === "alpine" ? ALPINE : SLIM), ...installersOn(kind, own)].filter(
    (tool) => !tool.startsWith(own) && !there.includes(tool),
  );
}

/** Where a text names one of the programs, as a word of its own. */
export function mentionsOf(text: string, programs: readonly string[]): readonly RegExpExecArray[] {
  if (programs.length === 0) return [];
  const names = programs.map((program) => program.replaceAll("+", "\\+")).join("|");
  // `git.example.com` and `make-dir` are no calls, `python3.12` is one.
  return [...text.matchAll(new RegExp(`(?<![\\w.-])(?:${names})(?![\\w-]|\\.[a-z])`, "g"))];
}

/** What calling a program says against Alpine, as a note on the place. */
export function againstAlpine(program: string): string {
  return PYTHON_INSTALLERS.includes(program)
    ? `Calls ${program}, which finds fewer ready-made wheels for Alpine`
    : `Needs ${program}, which the Alpine variant lacks`;
}

const BOTH = "autoconf automake c++ cc curl g++ gcc git gpg hg make python python3 scp ssh svn".split(" ");
/** BusyBox stands in for these on Alpine. */
const SLIM = "pgrep pkill ps unzip wget".split(" ");
/** Debian has it even in its smallest images. */
const ALPINE = ["perl"];
const PYTHON_INSTALLERS = "pip pip3 pipenv poetry uv".split(" ");

/** What installs packages for a language, where that may need a compiler or, on Alpine, the other C library. */
function installersOn(kind: SmallKind, name: string): readonly string[] {
  if (name === "python") return kind === "alpine" ? PYTHON_INSTALLERS : [];
  if (name === "ruby") return ["bundle", "bundler", "gem"];
  return name === "perl" ? ["cpan", "cpanm"] : [];
}
