import { describe, expect, it } from "vitest";
import type { DockerfileImage } from "../../../engine/dockerfile/dockerfile.ts";
import { readDockerfile } from "../../../engine/dockerfile/read.ts";
import type { Range } from "../../../engine/text/range.ts";

const SHA256 = `sha256:${"0123456789abcdef".repeat(4)}`;

function at(text: string, range: Range | undefined): string | undefined {
  return range && text.slice(range.start, range.end);
}

/** The parts of an image with their positions, as `line:text`. */
function parts(text: string, image: DockerfileImage | undefined) {
  const place = (range: Range | undefined) =>
    range && `${text.slice(0, range.start).split("\n").length}:${at(text, range)}`;
  const { registry, repository, tag, digest } = image?.ranges ?? {};
  return [registry, repository, tag, digest].map(place);
}

describe("the stages of a Dockerfile", () => {
  const text = `# syntax=docker/dockerfile:1
ARG REGISTRY=ghcr.io
FROM --platform=$BUILDPLATFORM golang:1.23-bookworm AS build
COPY . .
RUN go build -o /app .

FROM build AS test
RUN go test ./...

# The one that ships.
from scratch
COPY --from=build /app /app
ENTRYPOINT ["/app"]
`;
  const { stages } = readDockerfile(text);

  it("have names, and the stages that they are built on", () => {
    expect(
      stages.map(({ name, parent, isScratch, isFinal }) => ({ name, parent, isScratch, isFinal })),
    ).toEqual([
      { name: "build", parent: undefined, isScratch: false, isFinal: false },
      { name: "test", parent: 0, isScratch: false, isFinal: false },
      { name: undefined, parent: undefined, isScratch: true, isFinal: true },
    ]);
    expect(at(text, stages[1]?.nameRange)).toBe("test");
    expect(stages[0]?.platform).toBe("$BUILDPLATFORM");
  });

  it("have the instructions up to the next FROM", () => {
    expect(stages.map(({ instructions }) => instructions.map(({ keyword }) => keyword))).toEqual([
      ["COPY", "RUN"],
      ["RUN"],
      ["COPY", "ENTRYPOINT"],
    ]);
    expect(at(text, stages[2]?.from.range)).toBe("from scratch");
    const entrypoint = stages[2]?.instructions[1];
    expect(entrypoint?.exec?.map(({ range }) => at(text, range))).toEqual(["/app"]);
  });

  it("are read in any case, and names refer only to stages above", () => {
    const [first, second] = readDockerfile("FROM alpine AS Alpine\nFROM ALPINE\n").stages;
    expect([first?.parent, second?.parent]).toEqual([undefined, 0]);
  });

  it.each([
    ["FROM", undefined, undefined],
    ["FROM ", undefined, undefined],
    ["FROM nginx AS", "nginx", undefined],
    ["FROM nginx AS \\\n  web", "nginx", "web"],
    ["FROM \\\n # hello\n nginx", "nginx", undefined],
    ["FROM --platform=linux/amd64", undefined, undefined],
    ["FROM acme/a--b:1 AS x", "acme/a--b:1", "x"],
  ])("are read half-typed: %j", (half, image, name) => {
    const [stage] = readDockerfile(half).stages;
    expect(stage?.image?.text).toBe(image);
    expect(stage?.name).toBe(name);
  });
});

describe("the positions of an image's parts", () => {
  it.each([
    ["FROM nginx", [undefined, "1:nginx", undefined, undefined]],
    ["\uFEFFFROM nginx:1.27", [undefined, "1:nginx", "1:1.27", undefined]],
    ["FROM 'nginx:1.27'", [undefined, "1:nginx", "1:1.27", undefined]],
    [`FROM ghcr.io:443/acme/api:1@${SHA256} AS x`, ["1:ghcr.io:443", "1:acme/api", "1:1", `1:${SHA256}`]],
    ["# escape=`\r\nFROM `\r\n  acme/web:2\r\n", [undefined, "3:acme/web", "3:2", undefined]],
    ["ARG V=22-bookworm\nFROM node:${V}", [undefined, "2:node", "1:22-bookworm", undefined]],
    ['ARG V="22-bookworm"\nFROM node:$V', [undefined, "2:node", "1:22-bookworm", undefined]],
    ["ARG V=22\nFROM node:${V}-slim", [undefined, "2:node", undefined, undefined]],
    ["ARG IMAGE=quay.io/acme/api:1\nFROM $IMAGE", ["1:quay.io", "1:acme/api", "1:1", undefined]],
    ["ARG R=ghcr.io\nARG V\nFROM ${R}/a/b:${V:-3.1}", ["1:ghcr.io", "3:a/b", "3:3.1", undefined]],
    ["FROM node:${V:-22}", [undefined, "1:node", "1:22", undefined]],
    ["ARG A=2 B=3\nARG B=4\nFROM a:${B}", [undefined, "3:a", "2:4", undefined]],
    ["ARG A=2\nARG B=$A\nFROM a:${B}", [undefined, "3:a", "1:2", undefined]],
    ["ARG S=-slim\nFROM a:1${S:+.0}", [undefined, "2:a", undefined, undefined]],
    ["FROM node:22\\\n-slim", [undefined, "1:node", undefined, undefined]],
  ])("%j", (text, expected) => {
    const image = readDockerfile(text).stages[0]?.image;
    expect(image?.reference.kind).toBe("image");
    expect(parts(text, image)).toEqual(expected);
  });

  it("are those after the defaults are expanded", () => {
    const resolved = (text: string) => readDockerfile(text).stages[0]?.image?.resolved;
    expect(resolved("FROM node:22")).toEqual({ text: "node:22", exact: true });
    expect(resolved("ARG V=22\nFROM node:${V}-slim")).toEqual({ text: "node:22-slim", exact: false });
    expect(resolved("ARG V\nFROM node:${V}")).toBeUndefined();
    expect(resolved("FROM node:${TARGETARCH:-x}")).toBeUndefined();
    expect(resolved("FROM node:${V#v}")).toBeUndefined();
    expect(resolved("FROM node:${V")).toBeUndefined();
    expect(resolved("ARG V=22\nFROM 'node:$V'")?.text).toBe("node:$V");
    expect(resolved("FROM node:22\\\n# why\n-slim")?.text).toBe("node:22-slim");
    expect(resolved("ARG V=\nFROM node:${V:-22}")?.text).toBe("node:22");
    expect(resolved("ARG V='a b'\nFROM ${V}")?.text).toBe("a b");
  });

  it("ignore the ARGs of a stage", () => {
    const { stages } = readDockerfile("FROM a\nARG V=1\nFROM b:${V}");
    expect(stages[1]?.image).toMatchObject({ resolved: undefined, reference: { kind: "templated" } });
  });

  it("include other uses of an ARG", () => {
    const shared = (text: string) => readDockerfile(text).stages[0]?.image?.arguments;
    expect(shared("ARG V=1\nFROM a:$V")).toEqual([{ name: "V", isShared: false }]);
    expect(shared("ARG V=1\nFROM a:$V\nFROM b:$V")).toEqual([{ name: "V", isShared: true }]);
    expect(shared("ARG V=1\nFROM a:$V\nARG V\nENV V=$V")).toEqual([{ name: "V", isShared: true }]);
    expect(shared("ARG V=1\nFROM a:$V\n# not $V\nRUN echo $VV")).toEqual([{ name: "V", isShared: false }]);
    expect(shared("ARG B=1\nARG V=$B\nFROM a:$V")?.map(({ name }) => name)).toEqual(["V", "B"]);
  });
});

describe("copied images", () => {
  it("are those that are not stages", () => {
    const text = `FROM golang AS build
FROM alpine
COPY --from=build /a /a
COPY --from=0 /a /a
COPY --chown=1:1 --from=nginx:1.27 /etc/nginx /etc/nginx
COPY --from=BUILD /a /a
RUN --mount=type=cache,target=/x --mount=type=bind,from=quay.io/acme/tools:2,source=/bin,target=/t /t/make
RUN --mount=type=bind,from=build,target=/t true
RUN echo --from=redis COPY --from=redis
ONBUILD COPY --from=mysql /a /a
COPY --from=\${X} /a /a
COPY --from= /a /a
`;
    const { copied } = readDockerfile(text);
    expect(copied.map(({ image, stage }) => [stage, image.text, image.reference.kind])).toEqual([
      [1, "nginx:1.27", "image"],
      [1, "quay.io/acme/tools:2", "image"],
      [1, "${X}", "templated"],
    ]);
    expect(parts(text, copied[1]?.image)).toEqual(["7:quay.io", "7:acme/tools", "7:2", undefined]);
  });
});

describe("text that is not an instruction", () => {
  it("is in heredocs, comments and continued lines", () => {
    const text = `FROM a
RUN <<EOF
FROM b
# FROM c
EOF
COPY <<-"one" <<'two' /etc/
FROM d
\tone
FROM e
two
RUN echo \\
  # FROM f

  FROM g
# FROM h
FROM i
`;
    expect(readDockerfile(text).stages.map(({ image }) => image?.text)).toEqual(["a", "i"]);
  });

  it("is any text beyond a megabyte", () => {
    expect(readDockerfile(`FROM a\n${"#".repeat(1_000_000)}`).stages).toEqual([]);
  });
});
