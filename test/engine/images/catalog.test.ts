import { describe, expect, it } from "vitest";
import { tagStatus } from "../../../engine/images/catalog.ts";
import { fullVersionOf } from "../../../engine/images/pinning.ts";
import { known, official } from "./known.ts";

/** Expectations below are from docker-library/official-images at the commit in data/README.md. */

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
