import { describe, expect, it } from "vitest";
import { apkRewrites } from "../../../engine/dockerfile/apk.ts";
import { aptInstalls } from "../../../engine/dockerfile/apt.ts";
import { missingOnAlpine } from "../../../engine/dockerfile/missing-on-alpine.ts";
import { missingTools } from "../../../engine/dockerfile/missing-tools.ts";
import { readDockerfile } from "../../../engine/dockerfile/read.ts";
import { applyEdits } from "../../../engine/text/range.ts";

const known = new Map([
  ["git", "git"],
  ["curl", "curl"],
  ["ca-certificates", "ca-certificates"],
  ["build-essential", "build-base"],
  ["libpq-dev", "libpq-dev"],
  ["g++", "g++"],
]);

/** The text after the packages of the first stage are installed with apk. */
function rewritten(text: string): string | undefined {
  const dockerfile = readDockerfile(text);
  const edits = apkRewrites(dockerfile, dockerfile.stages[0]!, (name) => known.get(name));
  return edits && applyEdits(text, edits);
}

describe("apt becomes apk", () => {
  it.each([
    ["apt-get update && apt-get install -y git curl", "apk add --no-cache git curl"],
    ["apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*", "apk add --no-cache git"],
    ["apt-get update -qq && apt-get install -yq --no-install-recommends g++", "apk add --no-cache g++"],
    ["apt update; apt install git -y; apt clean", "apk add --no-cache git"],
    ["apt-get -y update && DEBIAN_FRONTEND=noninteractive apt-get -y install git", "apk add --no-cache git"],
    ["apt-get install -y build-essential && make && apt-get clean", "apk add --no-cache build-base && make"],
    [
      "set -eux; apt-get update; curl x | sh; apt-get install -y git",
      "set -eux; curl x | sh; apk add --no-cache git",
    ],
    [
      "apt-get update && apt-get install -y git && apt-get install -y curl && pip install x",
      "apk add --no-cache git && apk add --no-cache curl && pip install x",
    ],
    ["apt-get update", "apk update"],
    [
      "--mount=type=cache,target=/var/cache/apt \\\n apt-get update && apt-get install -y git",
      "--mount=type=cache,target=/var/cache/apt \\\n apk add --no-cache git",
    ],
    ["<<EOF\napt-get update\napt-get install -y git\nEOF", "<<EOF\napk add --no-cache git\nEOF"],
    [
      "<<-'EOF'\n\tset -e\n\tapt-get update && apt-get install -y \\\n\t\tgit curl\n\t# done\n\trm -rf /var/lib/apt/lists/*\n\tmake\n\tEOF",
      "<<-'EOF'\n\tset -e\n\tapk add --no-cache \\\n\t\tgit curl\n\t# done\n\tmake\n\tEOF",
    ],
    [
      "apt-get update \\\n    && apt-get install -y --no-install-recommends \\\n        ca-certificates \\\n        # for the build\n        build-essential \\\n    && apt-get clean \\\n    && rm -rf /var/lib/apt/lists/*",
      "apk add --no-cache \\\n        ca-certificates \\\n        # for the build\n        build-base",
    ],
    [
      "apt-get update && \\\r\n    apt-get install -y \\\r\n      git && \\\r\n    rm -rf /var/lib/apt/lists/* && \\\r\n    git clone x",
      "apk add --no-cache \\\r\n      git && \\\r\n    git clone x",
    ],
  ])("%j", (before, after) => {
    expect(rewritten(`FROM debian\nRUN ${before}\nRUN true\n`)).toBe(`FROM debian\nRUN ${after}\nRUN true\n`);
  });

  it("in every RUN of the stage and of the stages built on it, or in none", () => {
    const text =
      "FROM debian AS base\nRUN apt-get update\nFROM redis\nRUN apt-get upgrade\nFROM base\nRUN apt-get install -y git\n";
    expect(rewritten(text)).toBe(
      "FROM debian AS base\nRUN apk update\nFROM redis\nRUN apt-get upgrade\nFROM base\nRUN apk add --no-cache git\n",
    );
    expect(rewritten(text.replace("-y git", "-y git=1"))).toBeUndefined();
    expect(rewritten(text.replace("redis", "base"))).toBeUndefined();
  });

  it.each([
    "apt-get update && apt-get install -y unknown",
    "apt-get update && apt-get install -y git=1:2.39",
    "apt-get update && apt-get install -y git/stable",
    "apt-get update && apt-get install -y $PACKAGES",
    "apt-get update && apt-get install -y git*",
    "apt-get update && apt-get install -y -t bookworm-backports git",
    "apt-get update && apt-get install -y ./git.deb",
    "apt-get update || true && apt-get install -y git",
    "apt-get update && apt-get upgrade -y && apt-get install -y git",
    "apt-get update && apt-get install -y git && apt-get purge -y curl",
    "apt-get update && apt-get install -y git > /dev/null",
    "if true; then apt-get install -y git; fi",
    "(apt-get update && apt-get install -y git)",
    "sudo apt-get install -y git",
    "apt-get update && apt-get install -y git && dpkg -i x.deb",
    "apt-get install -y git && echo deb x > /etc/apt/sources.list",
    'apt-get install -y git && arch="$(dpkg --print-architecture)"',
    "apt-get update && apt-get install -y",
    "<<EOF bash\napt-get update\napt-get install -y git\nEOF",
    "cat <<EOF && apt-get install -y git\napt-get update\nEOF",
    "<<EOF\napt-get update\nif true; then\napt-get install -y git\nfi\nEOF",
    "<<EOF\napt-get update\napt-get install -y git",
    '["apt-get", "install", "-y", "git"]',
  ])("not where more is done than to install: %j", (run) => {
    expect(rewritten(`FROM debian\nRUN ${run}\n`)).toBeUndefined();
  });

  it("if nothing is installed, nothing changes", () => {
    expect(
      rewritten("FROM debian\nRUN rm -rf /var/lib/apt/lists/* && echo adapt\n# apt-get\nCMD apt-get\n"),
    ).toBe("FROM debian\nRUN rm -rf /var/lib/apt/lists/* && echo adapt\n# apt-get\nCMD apt-get\n");
  });
});

describe("obstacles for Alpine", () => {
  it("are RUNs that use apt and dpkg", () => {
    const text =
      "FROM debian\nRUN apt-get update\nRUN x=1 dpkg -i y\nRUN adapt-get\nRUN <<E\napt install -y a\nE\n";
    const dockerfile = readDockerfile(text);
    const found = aptInstalls(dockerfile, dockerfile.stages[0]!);
    expect(found.map(({ run }) => text.slice(0, run.range.start).split("\n").length)).toEqual([2, 3, 5]);
  });

  it("are calls of missing programs", () => {
    const text = `FROM debian AS base
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN make && exec bash x.sh && echo bash
RUN groupadd -r app && A=1 useradd -r -g app app
RUN bash-completion; ./bash; cat bash
FROM base
RUN <<EOF
#!/usr/bin/env bash
true
EOF
CMD ["bash", "-c", "run"]
ENTRYPOINT /bin/bash run.sh
`;
    const dockerfile = readDockerfile(text);
    const found = missingOnAlpine(dockerfile, dockerfile.stages[0]!).map(
      ({ range }) => `${text.slice(0, range.start).split("\n").length}:${text.slice(range.start, range.end)}`,
    );
    expect(found).toEqual([
      "2:/bin/bash",
      "3:bash",
      "4:groupadd",
      "4:useradd",
      "8:bash",
      "11:bash",
      "12:/bin/bash",
    ]);
  });

  it("are tools that are used but not installed", () => {
    const text = `FROM node AS base
RUN apt-get update && apt-get install -y build-essential && make && g++ a.cc
RUN git clone https://git.example.com/acme/shop && npx make-dir /usr/bin/curl
FROM base
HEALTHCHECK CMD curl --fail http://localhost
COPY git /git
# git
`;
    const dockerfile = readDockerfile(text);
    const found = missingTools(dockerfile, dockerfile.stages[0]!, ["git", "make", "g++", "curl"]).map(
      ({ range }) => `${text.slice(0, range.start).split("\n").length}:${text.slice(range.start, range.end)}`,
    );
    expect(found).toEqual(["3:git", "3:curl", "5:curl"]);
  });
});
