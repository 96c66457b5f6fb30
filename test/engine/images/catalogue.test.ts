import { describe, expect, it } from "vitest";
import { officialImage, tagStatus } from "../../../engine/images/catalogue.ts";
import { fullVersionOf } from "../../../engine/images/pinning.ts";
import { parseImageReference } from "../../../engine/images/reference.ts";
import { variantOf } from "../../../engine/images/variants.ts";

/** Expectations below were read from docker-library/official-images at the commit that data/README.md names. */
function official(text: string) {
  const reference = parseImageReference(text);
  if (reference.kind !== "image") throw new Error(text);
  const image = officialImage(reference);
  return image && { image, tag: reference.tag };
}

function known(text: string) {
  const found = official(text);
  if (!found) throw new Error(`${text} is not in the catalogue`);
  return found;
}

it.each(["nginx", "docker.io/nginx", "library/nginx:1", "index.docker.io/library/nginx"])(
  "%s is official",
  (text) => {
    expect(official(text)?.image.name).toBe("nginx");
  },
);

it.each([
  "ghcr.io/library/nginx",
  "acme/nginx",
  "quay.io/nginx",
  "no-such-image",
  "constructor",
  "library/a/b",
])("%s is not official", (text) => {
  expect(official(text)).toBeUndefined();
});

it.each([
  ["nginx", "supported"],
  ["nginx:1.31", "supported"],
  ["nginx:1.27", "unsupported"],
  ["nginx:99.1", "unknown"],
  ["python:3.6-slim", "unsupported"],
  ["postgres:9.6", "unsupported"],
  ["debian:bookworm-20230904", "unsupported"],
  ["java:8", "unsupported"],
  ["centos:7", "unsupported"],
  ["openjdk:17-jdk-slim", "unsupported"],
  ["vault:latest", "unsupported"],
])("%s is %s", (text, status) => {
  const { image, tag } = known(text);
  expect(tagStatus(image, tag)).toBe(status);
});

describe("the Alpine sibling", () => {
  it.each([
    ["nginx", "alpine"],
    ["nginx:latest", "alpine"],
    ["nginx:1.27", "1.27-alpine"],
    ["nginx:1.27-perl", "1.27-alpine-perl"],
    ["php:8.2-fpm", "8.2-fpm-alpine"],
    ["python:3.12-bookworm", "3.12-alpine"],
    ["eclipse-temurin:17-jre", "17-jre-alpine"],
    ["eclipse-temurin:17-jre-ubi9-minimal", "17-jre-alpine"],
    ["rabbitmq:3.13-management", "3.13-management-alpine"],
    ["node:20-bullseye-slim", "20-alpine"],
    ["node:lts", "lts-alpine"],
    ["maven:3-eclipse-temurin-17", "3-eclipse-temurin-17-alpine"],
  ])("of %s is %s", (text, sibling) => {
    const { image, tag } = known(text);
    expect(variantOf(image, tag, "alpine")).toBe(sibling);
  });

  it.each([
    ["nginx:1.27-alpine", "is that already"],
    ["docker:dind", "is that already by another name"],
    ["php:8.2-apache", "has none"],
    ["mongo:7", "has none"],
    ["golang:1.22-windowsservercore", "runs on Windows"],
    ["eclipse-temurin:17-nanoserver", "runs on Windows"],
    ["tomcat:9", "is listed, the sibling no longer"],
    ["nginx:99.1", "is unknown"],
  ])("of %s is not given, for it %s", (text) => {
    const { image, tag } = known(text);
    expect(variantOf(image, tag, "alpine")).toBeUndefined();
  });
});

describe("the slim sibling", () => {
  it.each([
    ["python:3.12", "3.12-slim"],
    ["python:3.12-bookworm", "3.12-slim-bookworm"],
    ["node:22-bookworm", "22-bookworm-slim"],
    ["debian:bookworm", "bookworm-slim"],
    ["openjdk:11-jre", "11-jre-slim"],
    ["ruby:3.3", "3.3-slim"],
    ["node:22-slim", undefined],
    ["python:3.12-alpine", undefined],
    ["nginx:1.31", undefined],
  ])("of %s is %s", (text, sibling) => {
    const { image, tag } = known(text);
    expect(variantOf(image, tag, "slim")).toBe(sibling);
  });
});

describe("the full version", () => {
  it.each([
    ["nginx", "1.31.4"],
    ["nginx:1", "1.31.4"],
    ["nginx:1.30", "1.30.4"],
    ["nginx:stable-alpine", "1.30.4-alpine"],
    ["postgres:16-alpine", "16.15-alpine"],
    ["php:fpm", "8.5.9-fpm"],
    ["redis:7", "7.4.11"],
    ["eclipse-temurin:17", "17.0.20_8-jdk"],
    ["eclipse-temurin:17-jre", "17.0.20_8-jre"],
    ["rabbitmq:management", "4.3.5-management"],
    ["node:lts-alpine", "24.19.0-alpine"],
    ["debian:bookworm-slim", "bookworm-20260803-slim"],
    ["ubuntu", "26.04"],
    ["golang:1.26", "1.26.7"],
    ["traefik", "v3.7.11"],
  ])("of %s is %s", (text, full) => {
    const { image, tag } = known(text);
    expect(fullVersionOf(image, tag)).toBe(full);
  });

  it.each(["nginx:1.31.4", "postgres:16.15-alpine", "nginx:1.27", "nginx:99", "java:8"])(
    "of %s is not given",
    (text) => {
      const { image, tag } = known(text);
      expect(fullVersionOf(image, tag)).toBeUndefined();
    },
  );
});
