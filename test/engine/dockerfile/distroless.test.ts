import { describe, expect, it } from "vitest";
import { distrolessFor } from "../../../engine/dockerfile/distroless.ts";
import { readDockerfile } from "../../../engine/dockerfile/read.ts";
import { applyEdits } from "../../../engine/text/range.ts";

function onDistroless(text: string): string | undefined {
  const base = distrolessFor(readDockerfile(text));
  return base && applyEdits(text, base.edits);
}

const goBuild = "FROM golang:1.23 AS build\nRUN CGO_ENABLED=0 go build -o /out/app .\n\n";
const goRun = 'FROM alpine:3.20\nCOPY --from=build /out/app /app\nENTRYPOINT ["/app"]\n';

describe("a final stage that needs no distribution", () => {
  it("runs a Go program without cgo", () => {
    const expected = goRun.replace("alpine:3.20", "gcr.io/distroless/static-debian13:nonroot");
    expect(onDistroless(goBuild + goRun)).toBe(goBuild + expected);
    const byNumber = (text: string) => text.replace("--from=build", "--from=0").replace("/app\n", "/\n");
    expect(onDistroless(byNumber(goBuild + goRun))).toBe(byNumber(goBuild + expected));
    const inherited =
      "FROM golang AS base\nENV CGO_ENABLED 0\nFROM base AS build\nRUN go build -o /out/app\n";
    expect(onDistroless(inherited + goRun)).toBe(inherited + expected);
  });

  it("keeps root if it uses a privileged port", () => {
    expect(onDistroless(`${goBuild}${goRun}EXPOSE 80\n`)).toContain("static-debian13:latest\n");
    expect(onDistroless(`${goBuild}${goRun}EXPOSE 8080/tcp\n`)).toContain("static-debian13:nonroot\n");
    expect(onDistroless(`${goBuild}${goRun}EXPOSE 80\nUSER 1000\n`)).toContain("static-debian13:nonroot\n");
  });

  it.each([
    [
      'FROM eclipse-temurin:21-jre-alpine\nCOPY app.jar /app.jar\nENTRYPOINT ["java", "-Xmx64m", "-jar", "/app.jar"]\n',
      'FROM gcr.io/distroless/java21-debian13:nonroot\nCOPY app.jar /app.jar\nENTRYPOINT ["java", "-Xmx64m", "-jar", "/app.jar"]\n',
    ],
    [
      'FROM openjdk:17\nWORKDIR /srv\nCOPY app.jar .\nCMD ["java", "-jar", "app.jar", "x"]\n',
      'FROM gcr.io/distroless/java17-debian13:nonroot\nWORKDIR /srv\nCOPY app.jar .\nCMD ["app.jar", "x"]\n',
    ],
    [
      'FROM node:22-slim\nWORKDIR /srv\nCOPY --chown=node:node . .\nUSER node\nCMD [ "node", "server.js" ]\n',
      'FROM gcr.io/distroless/nodejs22-debian13:nonroot\nWORKDIR /srv\nCOPY --chown=nonroot:nonroot . .\nUSER nonroot\nCMD [ "server.js" ]\n',
    ],
    [
      'FROM node:24.1 AS build\nRUN npm ci\nFROM node:24.1-slim\nWORKDIR /srv\nCOPY --from=build /srv .\nENTRYPOINT ["node"]\nCMD ["server.js"]\n',
      'FROM node:24.1 AS build\nRUN npm ci\nFROM gcr.io/distroless/nodejs24-debian13:nonroot\nWORKDIR /srv\nCOPY --from=build /srv .\nENTRYPOINT ["/nodejs/bin/node"]\nCMD ["server.js"]\n',
    ],
    [
      'FROM node:26\nWORKDIR /srv\nCOPY . .\nCMD ["server.mjs"]\n',
      'FROM gcr.io/distroless/nodejs26-debian13:nonroot\nWORKDIR /srv\nCOPY . .\nCMD ["server.mjs"]\n',
    ],
    [
      'FROM python:3.13-slim\nCOPY main.py /srv/\nCMD ["python3", "/srv/main.py"]\n',
      'FROM gcr.io/distroless/python3-debian13:nonroot\nCOPY main.py /srv/\nCMD ["/srv/main.py"]\n',
    ],
  ])("runs one file: %j", (before, after) => expect(onDistroless(before)).toBe(after));

  it.each([
    ["C may be in it", goBuild.replace("CGO_ENABLED=0 ", "") + goRun],
    ["C is in it", `${goBuild.replace("CGO_ENABLED=0", "CGO_ENABLED=1")}ENV X=CGO_ENABLED=0\n${goRun}`],
    ["another program starts", goBuild + goRun.replace('"/app"', '"/bin/ls"')],
    ["a shell starts it", goBuild + goRun.replace('["/app"]', "/app")],
    ["a wrapper starts it", goBuild + goRun.replace('"/app"', '"tini", "/app"')],
    ["something runs in it", `${goBuild}${goRun}RUN true\n`],
    ["a health check runs in it", `${goBuild}${goRun}HEALTHCHECK CMD wget localhost\n`],
    ["a user is made elsewhere", `${goBuild}${goRun}USER app\n`],
    ["it is another team's image", goBuild + goRun.replace("alpine:3.20", "quay.io/acme/alpine:3.20")],
    ["a build argument chooses it", `ARG A=3.20\n${goBuild}${goRun.replace("3.20", "${A}")}`],
    ["it is built on a stage", `${goBuild}FROM alpine AS base\n${goRun.replace("alpine:3.20", "base")}`],
    ["nothing is copied", `${goBuild}FROM alpine\nENTRYPOINT ["/app"]\n`],
    ["the version is unknown", 'FROM node\nWORKDIR /srv\nCOPY . .\nCMD ["node", "x.js"]\n'],
    ["there is no such version", 'FROM node:20\nWORKDIR /srv\nCOPY . .\nCMD ["node", "x.js"]\n'],
    [
      "its modules are for musl",
      'FROM node:22-alpine AS b\nFROM node:22\nWORKDIR /srv\nCOPY --from=b /x .\nCMD ["x.js"]\n',
    ],
    ["npm starts it", 'FROM node:22\nWORKDIR /srv\nCOPY . .\nCMD ["npm", "start"]\n'],
    ["there is only the interpreter", 'FROM node:22\nWORKDIR /srv\nCOPY . .\nCMD ["node"]\n'],
    ["its directory is the image's own", 'FROM node:22\nCOPY . .\nCMD ["node", "x.js"]\n'],
    ["Python is another", 'FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD ["python", "x.py"]\n'],
    ["it has an environment", 'FROM python:3.13\nCOPY .venv /srv/.venv\nCMD ["python", "/srv/x.py"]\n'],
    ["java has options", 'FROM openjdk:21\nCOPY a.jar /\nCMD ["java", "-Xmx1g", "-jar", "/a.jar"]\n'],
    ["there is nothing", ""],
  ])("stays as it is where %s", (_, text) => expect(onDistroless(text)).toBeUndefined());
});
