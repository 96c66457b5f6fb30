import { mentionsOf } from "../images/build-tools.ts";
import type { Range } from "../text/range.ts";
import { aptInstalls } from "./apt.ts";
import type { Dockerfile, Stage } from "./dockerfile.ts";
import { stagesOn } from "./stages.ts";

/** A place that mentions a program that a smaller base might not have. */
export interface NamedTool {
  readonly program: string;
  readonly range: Range;
}

const RUNNING = new Set(["RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"]);

/** Where a stage, or one built on it, mentions one of the programs without having installed it. */
export function missingTools(
  dockerfile: Dockerfile,
  stage: Stage,
  programs: readonly string[],
): readonly NamedTool[] {
  const installed = installedPrograms(dockerfile, stage);
  const wanted = programs.filter((program) => !installed.has(program));
  return stagesOn(dockerfile, stage).flatMap(({ instructions }) =>
    instructions
      .filter(({ keyword }) => RUNNING.has(keyword))
      .flatMap(({ range }) =>
        mentionsOf(dockerfile.source.code.slice(range.start, range.end), wanted).map(
          ({ 0: program, index }) => {
            const start = range.start + index;
            return { program, range: { start, end: start + program.length } };
          },
        ),
      ),
  );
}

/** The programs of Debian packages with a different name. */
const BROUGHT: Readonly<Record<string, readonly string[]>> = {
  "build-essential": ["c++", "cc", "g++", "gcc", "make"],
  "g++": ["c++", "cc", "gcc"],
  gcc: ["cc"],
  gnupg: ["gpg"],
  mercurial: ["hg"],
  "openssh-client": ["scp", "ssh"],
  procps: ["pgrep", "pkill", "ps"],
  subversion: ["svn"],
};

function installedPrograms(dockerfile: Dockerfile, stage: Stage): ReadonlySet<string> {
  const packages = aptInstalls(dockerfile, stage).flatMap(({ commands }) =>
    (commands ?? []).flatMap((command) => command.packages.map(({ text }) => text)),
  );
  return new Set(
    packages.flatMap((name) => [name, ...(Object.hasOwn(BROUGHT, name) ? (BROUGHT[name] ?? []) : [])]),
  );
}
