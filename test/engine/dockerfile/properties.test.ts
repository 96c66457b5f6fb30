import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apkRewrites } from "../../../engine/dockerfile/apk.ts";
import { aptInstalls } from "../../../engine/dockerfile/apt.ts";
import { distrolessFor } from "../../../engine/dockerfile/distroless.ts";
import { missingOnAlpine } from "../../../engine/dockerfile/missing-on-alpine.ts";
import { missingTools } from "../../../engine/dockerfile/missing-tools.ts";
import { readDockerfile } from "../../../engine/dockerfile/read.ts";
import { applyEdits } from "../../../engine/text/range.ts";
import { growth, linear } from "../../growth.ts";
import { runs } from "../../seed.ts";

/** Pieces that matter in a Dockerfile's grammar. */
const pieces = fc.constantFrom(
  ...[
    "FROM ",
    "from",
    "ARG V=1",
    "ARG ",
    "RUN ",
    "COPY --from=",
    "ONBUILD ",
    "CMD [",
    '"a", ',
    "]",
    " AS b",
    "nginx:1.27",
  ],
  ...[
    "\n",
    "\r\n",
    "\r",
    "\\\n",
    "\\ \n",
    "`\n",
    "# c\n",
    "# escape=`\n",
    "# syntax=docker/dockerfile:1\n",
    "\uFEFF",
  ],
  ...[
    "$V",
    "${V",
    "${V:-",
    "${V:+x}",
    "}",
    "'",
    '"',
    "\\",
    "$",
    "<<EOF",
    "<<-'EOF'",
    "EOF\n",
    "--",
    "--mount=from=",
    ",",
    "=",
    " ",
    "\t",
    "é😀",
  ],
);
const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.array(pieces, { maxLength: 40 }).map((each) => each.join("")),
);

const whole = `# syntax=docker/dockerfile:1
ARG NODE=22-bookworm
FROM --platform=$BUILDPLATFORM node:\${NODE} AS build
RUN --mount=type=bind,from=acme/tools:1,target=/t <<EOF
apt-get update # now
EOF
RUN apt-get update \\
    # what it needs
 && apt-get install -y \\
      git
FROM nginx:1.27
COPY --from=build "/a b" /srv
COPY --from=quay.io/acme/site:3 /x /y
CMD ["nginx", "-g", "daemon off;"]
`;

const runPieces = fc.constantFrom(
  ...[
    "apt-get update",
    "apt-get install -y ",
    "git ",
    "curl ",
    "git=1 ",
    "apt-get clean",
    "rm -rf /var/lib/apt/lists/*",
  ],
  ...[
    " && ",
    "; ",
    " || ",
    " | ",
    "\n",
    " \\\n",
    " \\\n  # c\n  ",
    "make",
    "<<EOF\n",
    "\nEOF\n",
    "(",
    ")",
    "'",
    '"',
    "$(",
    "#",
    "\\",
  ],
  ...[
    "RUN ",
    "\nRUN ",
    "\nFROM alpine\n",
    "SHELL [",
    '"bash"',
    "]",
    "CMD bash",
    "#!/bin/bash\n",
    "if true; then ",
    "; fi",
  ],
);
const scripts = fc
  .array(runPieces, { maxLength: 25 })
  .map((each) => `FROM debian AS a\nRUN ${each.join("")}`);

describe("any script", () => {
  it("contains no apt after the rewrite, and everything else that it contained", () => {
    fc.assert(
      fc.property(scripts, (text) => {
        const dockerfile = readDockerfile(text);
        const stage = dockerfile.stages[0]!;
        const edits = apkRewrites(dockerfile, stage, (name) =>
          /^(?:git|curl)$/.test(name) ? name : undefined,
        );
        if (!edits) return;
        const after = applyEdits(text, edits);
        const again = readDockerfile(after);
        expect(aptInstalls(again, again.stages[0]!)).toEqual([]);
        expect(again.stages).toHaveLength(dockerfile.stages.length);
        for (const kept of ["make", "# c", "bash", "git", "curl", "EOF"]) {
          expect(after.split(kept)).toHaveLength(text.split(kept).length);
        }
      }),
      { numRuns: runs(3000) },
    );
  });

  it.each([
    ["commands", "RUN a", " && a"],
    ["installs", "RUN true", " && apt-get install -y git"],
    ["packages", "RUN apt-get install", " git"],
    ["continued lines", "RUN apt-get install", " \\\n"],
    ["open substitutions", "RUN a ", "$("],
    ["open quotes", "RUN a ", "'\\\"`"],
    ["empty gaps", "RUN apt-get clean", "   \\\n ; "],
    ["stages", "", "FROM a AS a\nRUN apt-get update\n"],
  ])("costs no more than its length: %s", (_, start, repeated) => {
    const work = (count: number) => {
      const dockerfile = readDockerfile(`FROM debian\n${start}${repeated.repeat(count)}`);
      const stage = dockerfile.stages[0]!;
      apkRewrites(dockerfile, stage, (name) => name);
      missingOnAlpine(dockerfile, stage);
      missingTools(dockerfile, stage, ["git", "g++"]);
      distrolessFor(dockerfile);
    };
    expect(growth(work, Math.ceil(5000 / repeated.length))).toBeLessThan(linear);
  });
});

describe("any text", () => {
  it("is read without an exception, and every range is correct", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const dockerfile = readDockerfile(text);
        const { stages, copied, source } = dockerfile;
        distrolessFor(dockerfile);
        for (const stage of stages) missingOnAlpine(dockerfile, stage);
        expect(source.code).toHaveLength(text.length);
        const images = [...stages.flatMap(({ image }) => image ?? []), ...copied.map(({ image }) => image)];
        for (const image of images) {
          expect(text.slice(image.range.start, image.range.end)).toBe(image.text);
          if (image.reference.kind !== "image") continue;
          for (const part of ["tag", "digest"] as const) {
            const range = image.ranges[part];
            if (range) expect(text.slice(range.start, range.end)).toBe(image.reference[part]);
          }
        }
        for (const { from, instructions } of stages) {
          for (const { range, keywordRange, keyword, words, exec = [] } of [from, ...instructions]) {
            const written = text.slice(keywordRange.start, keywordRange.end);
            if (!/[\\`]/.test(written)) expect(written.toUpperCase()).toBe(keyword);
            for (const word of [...words, ...exec]) {
              expect(range.start <= word.range.start && word.range.end <= range.end).toBe(true);
            }
          }
        }
      }),
      { numRuns: runs(2000) },
    );
  });

  it("is read with other line breaks, a byte order mark, and truncated anywhere", () => {
    const summary = (text: string) => {
      const { stages, copied } = readDockerfile(text);
      return {
        images: [...stages.map(({ image }) => image), ...copied.map(({ image }) => image)].map(
          (image) => image?.resolved?.text,
        ),
        keywords: stages.map(({ instructions }) => instructions.map(({ keyword }) => keyword)),
      };
    };
    const expected = summary(whole);
    expect(expected.images).toEqual([
      "node:22-bookworm",
      "nginx:1.27",
      "acme/tools:1",
      "quay.io/acme/site:3",
    ]);
    expect(summary(`\uFEFF${whole}`)).toEqual(expected);
    expect(summary(whole.replaceAll("\n", "\r\n"))).toEqual(expected);
    expect(summary(`\uFEFF# escape=\`\r\n${whole.replaceAll("\\\n", "`\r\n")}`)).toEqual(expected);
    for (let end = 0; end < whole.length; end++) {
      expect(summary(whole.slice(0, end)).images.length).toBeLessThanOrEqual(4);
    }
  });

  it.each([
    ["comments between stages", "", "FROM a\n# b\n"],
    ["flags", "FROM a\nRUN ", "--a "],
    ["copies", "FROM a\n", "COPY --from=b c d\n"],
    ["continued lines", "FROM a\nRUN ", "\\\n"],
    ["variables", "FROM ", "${a:-"],
    ["values of values", "", "ARG A=$A$A$A\n"],
    ["empty values of values", "ARG A=\n", "ARG A=$A$A$A\n"],
    ["an open quote", "ARG A=' ", "x "],
    ["heredocs", "FROM a\nRUN ", "<<A "],
    ["open heredocs", "FROM a\n", "RUN <<A\n"],
    ["mounts", "FROM a\nRUN ", "--mount=from=b,"],
    ["strings", "FROM a\nCMD [", '"a", '],
    ["stages of one ARG", "ARG V=1\n", "FROM a:$V\n"],
    ["escapes", "FROM ", "\\ "],
    ["spaces", "FROM a", "   "],
  ])("costs no more than its length: %s", (_, start, repeated) => {
    const work = (count: number) => void readDockerfile(start + repeated.repeat(count));
    expect(growth(work, Math.ceil(5000 / repeated.length))).toBeLessThan(linear);
  });
});
