import { expect, it } from "vitest";
import { judgeTag } from "../../../engine/images/typos.ts";
import { known } from "./known.ts";

it.each([
  ["nginx:1.27-apline", "1.27-alpine"],
  ["nginx:mainline-apline", "mainline-alpine"],
  ["nginx:1.27alpine", "1.27-alpine"],
  ["nginx:1.27_alpine", "1.27-alpine"],
  ["nginx:1.31-Alpine", "1.31-alpine"],
  ["nginx:v1.27", "1.27"],
  ["nginx:latset", "latest"],
  ["nginx:lastest", "latest"],
  ["nginx:alpline", "alpine"],
  ["nginx:1.31.2-slim", "1.31.2"],
  ["node:lts-alpin", "lts-alpine"],
  ["node:v22", "22"],
  ["node:22-slim-bookworm", "22-bookworm-slim"],
  ["node:22-bookwrom-slim", "22-bookworm-slim"],
  ["node:22-bulseye", "22-bullseye"],
  ["python:3.12-bookworm-slim", "3.12-slim-bookworm"],
  ["python:3.12slim", "3.12-slim"],
  ["python:3.12-silm", "3.12-slim"],
  ["postgres:16-alpin", "16-alpine"],
  ["postgres:v16", "16"],
  ["postgres:16-alpine-3.24", "16-alpine3.24"],
  ["postgres:16.2-slim", "16.2"],
  ["redis:alpine-7", "7-alpine"],
  ["redis:7-alphine", "7-alpine"],
  ["eclipse-temurin:17-alpine-jre", "17-jre-alpine"],
  ["eclipse-temurin:17-jre-alpine3.23", "17-jre-alpine-3.23"],
  ["openjdk:17jdk", "17-jdk"],
  ["openjdk:17-jre", "17"],
  ["openjdk:8-jer", "8-jre"],
  ["golang:1.22-apline3.20", "1.22-alpine3.20"],
  ["php:8.2-alpine-fpm", "8.2-fpm-alpine"],
  ["php:8.2-fmp", "8.2-fpm"],
  ["rabbitmq:4-mangement-alpine", "4-management-alpine"],
  ["debian:bookworm-20240102", "bookworm-20231218"],
  ["ubuntu:jamy", "jammy"],
  ["busybox:muls", "musl"],
  ["centos:7-slim", "7"],
])("%s never existed, and may be meant as %s", (text, meant) => {
  const { image, tag } = known(text);
  const { kind, suggestions } = judgeTag(image, tag);
  expect({ kind, best: suggestions[0] }).toEqual({ kind: "typo", best: meant });
  expect(suggestions.length).toBeLessThanOrEqual(3);
  for (const suggestion of suggestions) expect(image.everHad(suggestion), suggestion).toBe(true);
});

it.each([
  ["node:99", "a new major version"],
  ["node:28-alpine", "a new major version"],
  ["node:lts-lithium", "a new line"],
  ["nginx:1.31.5", "a new patch"],
  ["nginx:1.32", "a new minor version"],
  ["nginx:1.25.9", "a patch above those of an old line"],
  ["nginx:1.31-alpine3.25", "a new Alpine"],
  ["nginx:1.31-slim", "a flavor that other images have"],
  ["nginx:1.27.4-slim", "a flavor of an old line that may come back"],
  ["nginx:1-27", "another grammar"],
  ["postgres:16.99", "a new patch"],
  ["postgres:19.1", "a patch of a version that is a beta"],
  ["postgres:16-duke", "a new Debian"],
  ["python:3.15-alpine3.25", "a version and an Alpine, both new"],
  ["python:3.13-slim-forky", "a new Debian"],
  ["php:8.6-fpm", "a new minor version"],
  ["debian:14", "a new release"],
  ["debian:bookworm-20270101", "a later day"],
  ["ubuntu:28.04", "a new release"],
  ["mysql:8.4-alpine", "a flavor that other images have"],
  ["traefik:v4", "a new major version"],
  ["alpine:3.25", "a new minor version"],
  ["clojure:lein-slim-trixie", "a name in another order"],
  ["golang:1.27.1-alpine", "a new patch"],
  ["maven:3-jdk-26", "a new Java"],
])("%s is not called wrong: %s", (text) => {
  const { image, tag } = known(text);
  expect(judgeTag(image, tag).kind).toBe("unknown");
});

it.each([
  ["postgres:16.99", "16.15"],
  ["nginx:1.31.5", "1.31.4"],
  ["python:3.12.99-alpine", "3.12.14-alpine"],
  ["postgres:16-slim", "16"],
])("for %s, which may be newer, the nearest is %s", (text, nearest) => {
  const { image, tag } = known(text);
  expect(judgeTag(image, tag).suggestions[0]).toBe(nearest);
});

it.each(["nginx:1.27", "nginx:latest", "postgres:9.6-alpine", "debian:bookworm-20230904"])(
  "%s existed, so there is nothing to suggest",
  (text) => {
    const { image, tag } = known(text);
    expect(judgeTag(image, tag)).toEqual({ kind: "known", suggestions: [] });
  },
);
