import { expect, it } from "vitest";
import { officialImageNames } from "../../../engine/images/catalog.ts";
import { caveatsOf, toolsOnAlpine } from "../../../engine/images/caveats.ts";
import { replacementOf, replacementTag } from "../../../engine/images/replacements.ts";
import { known } from "./known.ts";

it.each([
  ["postgres", 999, 70],
  ["rabbitmq", 999, 100],
  ["httpd", 33, 82],
  ["php", 33, 82],
  ["wordpress", 33, 82],
])("the user of %s is %d on Debian and %d on Alpine", (name, debian, alpine) => {
  const caveat = caveatsOf(name).find(({ kind }) => kind === "user");
  expect(caveat?.ids).toEqual({ debian, alpine });
  expect(caveat?.text).toContain(`${alpine} instead of ${debian}`);
});

it.each(["nginx", "memcached", "node", "haproxy", "redis", "ruby"])(
  "the user of %s is the same on both",
  (name) => {
    expect(caveatsOf(name).filter(({ kind }) => kind === "user")).toEqual([]);
  },
);

it("mentions musl exactly once for every image, in specific words if there are better ones", () => {
  for (const name of officialImageNames()) {
    expect(
      caveatsOf(name).filter(({ kind }) => kind === "libc"),
      name,
    ).toHaveLength(1);
  }
  expect(caveatsOf("python")[0]?.text).toContain("musllinux");
  expect(caveatsOf("eclipse-temurin")[0]?.text).toContain("JNI");
  expect(caveatsOf("postgres")[0]?.kind).toBe("locale");
});

it("has a source for each clause, and clauses that continue after a comma", () => {
  for (const name of officialImageNames()) {
    for (const { text, source } of caveatsOf(name)) {
      expect(source, name).toMatch(/^https:\/\//);
      expect(text, name).not.toMatch(/^[A-Z](?!HP|NI|ode)|[.]$/);
    }
  }
});

it.each([
  ["postgres", true],
  ["rabbitmq", true],
  ["maven", true],
  ["nginx", false],
  ["node", false],
  ["gradle", false],
])("whether %s has bash on Alpine: %s", (name, has) => {
  expect(toolsOnAlpine(name).includes("bash")).toBe(has);
  expect(caveatsOf(name).some(({ kind }) => kind === "shell")).toBe(!has);
});

it.each([
  ["openjdk", ["eclipse-temurin", "amazoncorretto", "ibm-semeru-runtimes", "sapmachine"]],
  ["vault", ["hashicorp/vault"]],
  ["centos", []],
  ["piwik", ["matomo"]],
])("in place of %s comes one of %j", (name, images) => {
  const replacement = replacementOf(known(name).image);
  expect(replacement?.images).toEqual(images);
  expect(replacement?.source).toContain(`/${name}/deprecated.md`);
});

it("ignores maintained images", () => {
  expect(replacementOf(known("nginx").image)).toBeUndefined();
});

it.each([
  ["openjdk:17", "eclipse-temurin:17"],
  ["openjdk:17-jdk-slim", "eclipse-temurin:17-jdk"],
  ["openjdk:11-jre-slim-buster", "eclipse-temurin:11-jre"],
  ["openjdk:8-jdk-alpine3.9", "eclipse-temurin:8-jdk-alpine"],
  ["openjdk:8u342-jdk", "eclipse-temurin:8-jdk"],
  ["java:8-jre", "eclipse-temurin:8-jre"],
  ["adoptopenjdk:11-jre-hotspot", "eclipse-temurin:11-jre"],
  ["adoptopenjdk:11-jre-openj9", undefined],
  ["openjdk:14", undefined],
  ["openjdk:17-nanoserver", undefined],
  ["openjdk", undefined],
  ["vault:1.13.3", undefined],
])("in place of %s comes %s", (text, replacement) => {
  const { image, tag } = known(text);
  expect(replacementTag(image, tag)).toBe(replacement);
});
