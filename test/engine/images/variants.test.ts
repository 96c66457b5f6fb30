import { describe, expect, it } from "vitest";
import { variantOf } from "../../../engine/images/variants.ts";
import { known } from "./known.ts";

/** Checked by hand against docker-library/official-images at the commit in data/README.md. */
describe("the Alpine variant", () => {
  it.each([
    // A floating tag stays floating.
    ["nginx", "alpine"],
    ["nginx:latest", "alpine"],
    ["nginx:stable", "stable-alpine"],
    ["nginx:1.31", "1.31-alpine"],
    ["nginx:1.31-perl", "1.31-alpine-perl"],
    ["nginx:1.31-otel", "1.31-alpine-otel"],
    ["nginx:mainline-perl", "mainline-alpine-perl"],
    ["node:lts", "lts-alpine"],
    ["node:jod", "jod-alpine"],
    ["node:22-slim", "22-alpine"],
    ["node:22.23.2", "22.23.2-alpine"],
    ["python:3", "3-alpine"],
    ["python:3.12-slim", "3.12-alpine"],
    ["php:8.2", "8.2-alpine"],
    ["php:8.2-fpm", "8.2-fpm-alpine"],
    ["php:8.2-zts", "8.2-zts-alpine"],
    ["postgres:16.15", "16.15-alpine"],
    ["redis:8", "8-alpine"],
    ["golang:1.26", "1.26-alpine"],
    ["rust:slim", "alpine"],
    ["memcached:1.6", "1.6-alpine"],
    ["haproxy:3.0", "3.0-alpine"],
    ["rabbitmq:4.3-management", "4.3-management-alpine"],
    ["eclipse-temurin:17-jre", "17-jre-alpine"],
    ["eclipse-temurin:21-jdk", "21-jdk-alpine"],
    ["eclipse-temurin:17.0.20_8-jre", "17.0.20_8-jre-alpine"],
    ["amazoncorretto:17", "17-alpine"],
    ["sapmachine:17-jdk-ubuntu", "17-jdk-alpine"],
    ["maven:3-eclipse-temurin-17", "3-eclipse-temurin-17-alpine"],
    ["gradle:8-jdk17", "8-jdk17-alpine"],
    ["gradle:8-jdk17-ubi", "8-jdk17-alpine"],
    ["tomee:10-jre17-Temurin-ubuntu", "10-jre17-Temurin-alpine"],
    ["jetty:12-jdk21-amazoncorretto", "12-jdk21-alpine-amazoncorretto"],
    ["groovy:4-jdk17", "4-jdk17-alpine"],
    ["clojure:temurin-21-lein", "temurin-21-lein-alpine"],
    ["elixir:1.17-otp-27-slim", "1.17-otp-27-alpine"],
    ["erlang:27-slim", "27-alpine"],
    ["wordpress:7-fpm", "7-fpm-alpine"],
    ["wordpress:7-php8.4-fpm", "7-php8.4-fpm-alpine"],
    ["nextcloud:32-fpm", "32-fpm-alpine"],
    ["joomla:5-php8.3-fpm", "5-php8.3-fpm-alpine"],
    ["matomo:5-fpm", "5-fpm-alpine"],
    ["phpmyadmin:5-fpm", "5-fpm-alpine"],
    ["ghost:6", "6-alpine"],
    ["influxdb:2.8", "2.8-alpine"],
    ["influxdb:1.12-data", "1.12-data-alpine"],
    ["telegraf:1.38", "1.38-alpine"],
    // A patch that was superseded since belongs to a line that continues.
    ["redis:8.8.0", "8.8.0-alpine"],
    // A tag that is pinned to a release stays pinned, to the newest Alpine for this version.
    ["nginx:1.31-trixie", "1.31-alpine3.24"],
    ["nginx:1.31-trixie-perl", "1.31-alpine3.24-perl"],
    ["node:22-bookworm", "22-alpine3.24"],
    ["node:22-bookworm-slim", "22-alpine3.24"],
    ["node:24-bullseye-slim", "24-alpine3.24"],
    ["node:lts-trixie", "lts-alpine3.24"],
    ["node:bookworm", "alpine3.24"],
    ["python:3.12-slim-bookworm", "3.12-alpine3.24"],
    ["php:8.2-fpm-bookworm", "8.2-fpm-alpine3.24"],
    ["postgres:16-bookworm", "16-alpine3.24"],
    ["redis:7.4-bookworm", "7.4-alpine3.21"],
    ["golang:tip-trixie", "tip-alpine3.24"],
    ["rust:1.98-slim-bookworm", "1.98-alpine3.24"],
    ["httpd:2.4-trixie", "2.4-alpine3.24"],
    ["haproxy:3.0-trixie", "3.0-alpine3.24"],
    ["eclipse-temurin:17-jre-ubi9-minimal", "17-jre-alpine-3.24"],
    ["eclipse-temurin:8u502-b07-jdk-noble", "8u502-b07-jdk-alpine-3.24"],
    ["amazoncorretto:17-al2-full", "17-alpine3.24-full"],
    ["sapmachine:17-jdk-ubuntu-24.04", "17-jdk-alpine-3.23"],
    ["ghost:6-bookworm", "6-alpine3.23"],
    ["redmine:6.0-bookworm", "6.0-alpine3.24"],
    ["irssi:1.4-trixie", "1.4-alpine3.23"],
    // If no pinned tag is listed, the floating one is used.
    ["maven:3-amazoncorretto-17-debian-trixie", "3-amazoncorretto-17-alpine"],
    ["gradle:8-jdk17-noble", "8-jdk17-alpine"],
  ])("of %s is %s", (text, sibling) => {
    const { image, tag } = known(text);
    expect(variantOf(image, tag, "alpine")).toBe(sibling);
  });

  it.each([
    ["nginx:1.27-alpine", "is that already"],
    ["docker:dind", "is that already by another name"],
    ["docker:20.10", "was that by another name"],
    ["caddy:2.6", "was that by another name"],
    ["kong:3.0", "was that by another name"],
    ["mongo-express:1.0.2", "was that by another name"],
    ["bash:4.4", "is that already by another name"],
    ["nats:2", "is built from scratch, which is smaller"],
    ["traefik:v1.7", "was built from scratch, which is smaller"],
    ["php:8.2-apache", "has none with Apache"],
    ["wordpress:7", "has none with Apache"],
    ["nextcloud:32", "has none with Apache"],
    ["amazoncorretto:17-headless", "has none without a display"],
    ["gradle:8-jdk17-corretto", "has one of another JDK only"],
    ["julia:1.10-bookworm", "has none"],
    ["perl:5.40", "has none"],
    ["mongo:7", "has none"],
    ["mysql:8.4", "has none"],
    ["debian:bookworm", "is another distribution"],
    ["golang:1.22-windowsservercore", "runs on Windows"],
    ["eclipse-temurin:17-nanoserver", "runs on Windows"],
    ["tomcat:9", "is listed, the sibling no longer"],
    ["postgres:9.6", "is of a line that has ended"],
    ["openjdk:8", "is an image that has ended"],
    ["python:3.13-bullseye", "is a flavor that has ended"],
    ["nginx:99.1", "is unknown"],
  ])("of %s is not given, for it %s", (text) => {
    const { image, tag } = known(text);
    expect(variantOf(image, tag, "alpine")).toBeUndefined();
  });
});

describe("the slim variant", () => {
  it.each([
    ["python:3.12", "3.12-slim"],
    ["python:3.12-bookworm", "3.12-slim-bookworm"],
    ["node:22-bookworm", "22-bookworm-slim"],
    ["debian:bookworm", "bookworm-slim"],
    ["node:22.1.0", "22.1.0-slim"],
    ["openjdk:11-jre", undefined],
    ["node:0.10.40", undefined],
    ["ruby:3.3", "3.3-slim"],
    ["perl:5.40", "5.40-slim"],
    ["haskell:9", "9-slim"],
    ["swift:6.0-noble", "6.0-noble-slim"],
    ["oraclelinux:9", "9-slim"],
    ["node:22-slim", undefined],
    ["python:3.12-alpine", undefined],
    ["nginx:1.31", undefined],
    ["open-liberty:20.0.0.11-kernel-java8-openj9", undefined],
  ])("of %s is %s", (text, sibling) => {
    const { image, tag } = known(text);
    expect(variantOf(image, tag, "slim")).toBe(sibling);
  });
});
