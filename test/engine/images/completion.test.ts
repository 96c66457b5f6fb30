import { describe, expect, it } from "vitest";
import { officialImageNames, officialImageOf } from "../../../engine/images/catalog.ts";
import { completionTags } from "../../../engine/images/completion.ts";
import { variantsOf } from "../../../engine/images/variants.ts";
import { known } from "./known.ts";

function offered(name: string): readonly string[] {
  return completionTags(known(name).image).map(({ tag }) => tag);
}

describe("the tags offered", () => {
  it("start with the newest version: plain, Alpine, slim, others", () => {
    expect(offered("node").slice(0, 12)).toEqual([
      "26.7.0",
      "26.7.0-alpine",
      "26.7.0-alpine3.24",
      "26.7.0-alpine3.23",
      "26.7.0-slim",
      "26.7.0-trixie-slim",
      "26.7.0-bookworm-slim",
      "26.7.0-bullseye-slim",
      "26.7.0-trixie",
      "26.7.0-bookworm",
      "26.7.0-bullseye",
      "26.7",
    ]);
  });

  it.each([
    ["postgres", ["18.6", "14", "latest", "19beta3"]],
    ["haproxy", ["3.4.3", "2.6", "latest", "3.5-dev5"]],
    ["mariadb", ["12.3.2", "10.6", "lts", "13.0-rc"]],
    ["ubuntu", ["24.04", "22.04", "jammy", "jammy-20260810"]],
    ["golang", ["1.27.0", "1.26.7", "latest", "tip-20260815", "1.27.0-nanoserver"]],
    ["traefik", ["v3.7.11", "v2.11.55", "latest", "v3.7.11-nanoserver-ltsc2025"]],
  ])("of %s stand in this order: %j", (name, order) => {
    const tags = offered(name);
    const places = order.map((tag) => tags.indexOf(tag));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).not.toBe(-1);
  });

  it("are exactly the supported ones, with Alpine marked", () => {
    const { image } = known("eclipse-temurin");
    const tags = completionTags(image);
    expect(tags.map(({ tag }) => tag).sort()).toEqual([...image.builds.keys()].sort());
    expect(tags.find(({ tag }) => tag === "17-jre-alpine")?.alpine).toBe(true);
    expect(tags.find(({ tag }) => tag === "17-jre-noble")?.alpine).toBe(false);
  });
});

it("lists the images with supported tags first, each once", () => {
  const names = officialImageNames();
  const supported = names.map((name) => 0 < (officialImageOf(name)?.builds.size ?? 0));
  expect(supported.lastIndexOf(true)).toBeLessThan(supported.indexOf(false));
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain("nginx");
  expect(names).toContain("centos");
});

it.each([
  ["nginx:1.27.4-alpine", ["1.27.4", "1.27.4-alpine", "1.27.4-alpine3.21", "1.27.4-alpine-otel"]],
  ["nginx", ["1.31.4", "1.31.4-alpine", "1.31.4-alpine3.24", "1.31.4-alpine-otel"]],
  ["node:lts-alpine", ["24.19.0", "24.19.0-alpine", "24.19.0-alpine3.24", "24.19.0-alpine3.23"]],
  ["postgres:9.6", ["9.6", "9.6-alpine", "9.6-alpine3.15", "9.6-alpine3.14"]],
  ["python:3.12-slim", ["3.12", "3.12-alpine", "3.12-alpine3.24", "3.12-alpine3.23"]],
  ["debian:bookworm", ["bookworm-slim", "bookworm", "bookworm-backports"]],
  ["ubuntu:jammy", ["jammy"]],
  ["nginx:99", []],
])("the variants of %s begin with %j", (text, first) => {
  const { image, tag } = known(text);
  expect(
    variantsOf(image, tag)
      .map((variant) => variant.tag)
      .slice(0, 4),
  ).toEqual(first);
});

it("shows which variants are the same build, and which are no longer listed", () => {
  const { image } = known("nginx");
  const builds = new Map(variantsOf(image, "1.31.4").map(({ tag, build }) => [tag, build]));
  expect(builds.get("1.31.4-alpine")).toBe(builds.get("1.31.4-alpine3.24"));
  expect(builds.get("1.31.4")).not.toBe(builds.get("1.31.4-alpine"));
  expect(builds.get("1.31.4")).toBeTypeOf("number");
  expect(variantsOf(image, "1.27.4").every(({ build }) => build === undefined)).toBe(true);
});
