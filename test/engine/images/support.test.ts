import { expect, it } from "vitest";
import { newestSuccessor } from "../../../engine/images/newest.ts";
import { supportedSuccessor } from "../../../engine/images/successor.ts";
import { supportOf } from "../../../engine/images/support.ts";
import { known } from "./known.ts";

/** Checked by hand against docker-library/official-images at the commit in data/README.md. */
it.each([
  ["nginx", "supported"],
  ["nginx:1.31.2", "superseded"],
  ["nginx:1.25.3", "line-ended"],
  ["nginx:1.27", "line-ended"],
  ["nginx:alpine3.17", "variant-ended"],
  ["postgres:16.3", "superseded"],
  ["postgres:16.3-bullseye", "variant-ended"],
  ["postgres:9", "line-ended"],
  ["postgres:9.6", "line-ended"],
  ["postgres:13.4", "line-ended"],
  ["python:3.12.1", "superseded"],
  ["python:3.8", "line-ended"],
  ["python:3-buster", "variant-ended"],
  ["python:2.7", "line-ended"],
  ["node:22.1", "superseded"],
  ["node:22.1.0-alpine3.19", "variant-ended"],
  ["node:20", "line-ended"],
  ["node:argon", "line-ended"],
  ["node:lts-buster", "variant-ended"],
  ["golang:1.21", "line-ended"],
  ["golang:1.26.1", "superseded"],
  ["mysql:8.4.0", "superseded"],
  ["mysql:8.0", "line-ended"],
  ["redis:7.4.1", "superseded"],
  ["redis:7.0", "line-ended"],
  ["redis:6.0", "line-ended"],
  ["mariadb:10.5", "line-ended"],
  ["mongo:4.4", "line-ended"],
  ["mongo:7.0.1", "superseded"],
  ["php:7", "line-ended"],
  ["php:8.1-fpm", "line-ended"],
  ["ruby:onbuild", "variant-ended"],
  ["mongo:latest", "alias-missing"],
  ["mongo:8", "alias-missing"],
  ["mongo:noble", "alias-missing"],
  ["docker:rc", "alias-missing"],
  ["elasticsearch:latest", "alias-ended"],
  ["elasticsearch:alpine", "variant-ended"],
  ["debian:buster", "line-ended"],
  ["debian:bookworm-20230904", "superseded"],
  ["debian:buster-20230109", "line-ended"],
  ["ubuntu:bionic", "line-ended"],
  ["ubuntu:24.10", "line-ended"],
  ["alpine:3.14.2", "line-ended"],
  ["eclipse-temurin:17.0.5_8-jre", "superseded"],
  ["eclipse-temurin:19", "line-ended"],
  ["openjdk:17", "line-ended"],
  ["java:8", "image-ended"],
  ["centos:7", "image-ended"],
  ["nginx:99", "unknown"],
])("%s is %s", (text, support) => {
  const { image, tag } = known(text);
  expect(supportOf(image, tag)).toBe(support);
});

it.each([
  ["nginx:1.25.3", "1.30.4", "line"],
  ["nginx:1.25", "1.30", "line"],
  ["nginx:1.31.2", "1.31.4", "patch"],
  ["nginx:1.27-alpine", "1.30-alpine", "line"],
  ["nginx:1.27.0-alpine3.19", "1.30.4-alpine3.24", "line"],
  ["nginx:alpine3.17", "alpine3.24", "release"],
  ["postgres:9", "14", "major"],
  ["postgres:9.6", "14", "major"],
  ["postgres:9.6-alpine", "14-alpine", "major"],
  ["postgres:9.6.24", "14.24", "major"],
  ["postgres:16.3", "16.15", "patch"],
  ["postgres:12.4-alpine", "14.24-alpine", "major"],
  ["python:2", "3", "major"],
  ["python:2.7", "3.10", "major"],
  ["python:2.7.18", "3.10.21", "major"],
  ["python:3.8", "3.10", "line"],
  ["python:3.9-buster", "3.10-bookworm", "line"],
  ["python:3.9-slim-buster", "3.10-slim-bookworm", "line"],
  ["python:3.7.4-alpine3.10", "3.10.21-alpine3.23", "line"],
  ["python:buster", "bookworm", "release"],
  ["node:18", "22", "major"],
  ["node:18.20", "22.23", "major"],
  ["node:18.20.1", "22.23.2", "major"],
  ["node:22.1.0", "22.23.2", "minor"],
  ["node:boron", "jod", "major"],
  ["node:argon-slim", "jod-slim", "major"],
  ["node:lts-buster", "lts-bullseye", "release"],
  ["node:10-jessie", "22-bullseye", "major"],
  ["mysql:5", "8", "major"],
  ["mysql:5.7", "8.4", "major"],
  ["mysql:8.0.36", "8.4.11", "line"],
  ["redis:5", "6", "major"],
  ["redis:7.0", "7.2", "line"],
  ["redis:7.4.1", "7.4.11", "patch"],
  ["golang:1.20", "1.26", "line"],
  ["golang:1.22rc1", "1.26.7", "line"],
  ["php:7", "8", "major"],
  ["php:7.4-fpm-alpine", "8.2-fpm-alpine", "major"],
  ["php:7.4.33-apache", "8.2.33-apache", "major"],
  ["ruby:2.7.3-slim-buster", "3.3.12-slim-bookworm", "major"],
  ["debian:buster", "bullseye", "major"],
  ["debian:10.3", "11.11", "major"],
  ["debian:buster-20230109", "bullseye-20260803", "major"],
  ["debian:bookworm-20230904", "bookworm-20260803", "patch"],
  ["ubuntu:18.04", "22.04", "major"],
  ["ubuntu:bionic", "jammy", "major"],
  ["ubuntu:bionic-20180526", "jammy-20260810", "major"],
  ["alpine:3.14", "3.21", "line"],
  ["mongo:4.4", "7.0", "major"],
  ["eclipse-temurin:17.0.5_8-jre", "17.0.20_8-jre", "patch"],
  ["eclipse-temurin:17-jre-focal", "17-jre-jammy", "release"],
  ["traefik:v1.7", "v2.11", "major"],
  ["traefik:1.7", "2.11", "major"],
  ["rabbitmq:3.8-management", "4.0-management", "major"],
  ["httpd:2.2", "2.4", "line"],
  ["elasticsearch:6.8.23", "8.19.20", "major"],
  ["mariadb:10.5.8", "10.6.28", "line"],
  ["tomcat:8.5", "9.0", "major"],
  ["maven:3.8.6-eclipse-temurin-17", "3.9.16-eclipse-temurin-17", "line"],
  ["wordpress:5.9-php7.4-apache", "7.1-php8.2-apache", "major"],
  ["maven:3.8-openjdk-17", "3.9-eclipse-temurin-17", "line"],
  ["maven:3-openjdk-11-slim", "3-eclipse-temurin-11", "release"],
  ["maven:3-jdk-11", "3-eclipse-temurin-11", "release"],
  ["tomcat:9.0-jdk11-openjdk-slim", "9.0-jdk11", "release"],
  ["tomcat:9.0.50-jdk11-openjdk", "9.0.121-jdk11", "patch"],
  ["php:8.2.22", "8.2.33", "patch"],
  ["elixir:1.12-otp-24", "1.16-otp-24", "line"],
])("what follows %s is %s, a %s upgrade", (text, successor, upgrade) => {
  const { image, tag } = known(text);
  expect(supportedSuccessor(image, tag)).toEqual({ tag: successor, upgrade });
  expect(supportOf(image, successor)).toBe("supported");
});

it.each([
  ["nginx:1.31", "is supported"],
  ["nginx:99", "is unknown"],
  ["centos:7", "is of an image without supported tags"],
  ["openjdk:17", "is above all supported tags that are no early access builds"],
  ["maven:3.6-jdk-14", "has a JDK that is gone"],
  ["ruby:onbuild", "has a flavor that is gone"],
])("nothing follows %s, which %s", (text) => {
  const { image, tag } = known(text);
  expect(supportedSuccessor(image, tag)).toBeUndefined();
});

it.each([
  ["node:18-slim", "24.19.0-slim", "major"],
  ["python:3.9-slim", "3.14.7-slim", "line"],
  ["golang:1.22", "1.27.0", "line"],
  ["alpine:3.12", "3.24.1", "line"],
  ["nginx:1.20.0", "1.31.4", "line"],
  // Only one line, and a line with a name.
  ["registry:2", undefined, undefined],
  ["debian:buster", undefined, undefined],
  // The longest supported line is an older one.
  ["node:25", undefined, undefined],
])("the newest line for %s is at %s", (text, tag, upgrade) => {
  const { image, tag: own = "latest" } = known(text);
  expect(newestSuccessor(image, own)?.tag).toBe(tag);
  expect(newestSuccessor(image, own)?.upgrade).toBe(upgrade);
});
