import fc from "fast-check";
import { expect, it } from "vitest";
import { lineDepths } from "../../../data/lines.ts";
import { lineOf } from "../../../engine/images/lines.ts";
import { compareVersions, extendsVersion } from "../../../engine/images/versions.ts";
import { seed } from "../../seed.ts";
import { known } from "./known.ts";

it.each([
  ["1.9", "1.10"],
  ["1.31", "1.31.4"],
  ["3.15-rc", "3.15"],
  ["3.15.0a7", "3.15.0b1"],
  ["3.15.0rc2", "3.15.0rc10"],
  ["19beta3", "19"],
  ["18.6", "19beta3"],
  ["v2.11.55", "v3.0"],
  ["8u482-b08", "8u502-b07"],
  ["8u502-b07", "11.0.32_9"],
  ["17.0.20_8", "17.0.20_10"],
  ["9.0.0-M22", "9.0.1"],
  ["20260803", "20260816.1"],
])("%s is older than %s", (older, newer) => {
  expect(compareVersions(older, newer)).toBeLessThan(0);
  expect(compareVersions(newer, older)).toBeGreaterThan(0);
});

it("orders any two versions the same way from both sides", () => {
  const version = fc.stringMatching(/^v?\d{1,3}([._]\d{1,3}){0,3}(rc\d?|-M\d|beta)?$/);
  fc.assert(
    fc.property(version, version, (a, b) => {
      expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
      expect(compareVersions(a, a)).toBe(0);
    }),
    { seed },
  );
});

it.each([
  ["1.31.4", "1.31", true],
  ["8u482-b08", "8", true],
  ["17.0.20_8", "17.0.20", true],
  ["1.31", "1.3", false],
  ["8.2.22RC1", "8.2.22", false],
  ["1.31", "1.31", false],
])("whether %s extends %s: %s", (longer, version, does) => {
  expect(extendsVersion(longer, version)).toBe(does);
});

it.each([
  ["postgres:16.3", "16"],
  ["postgres:9.6.24", "9.6"],
  ["python:3.12.1", "3.12"],
  ["node:22.1.0", "22"],
  ["golang:1.26.1", "1.26"],
  ["mysql:8.4.3", "8.4"],
  ["redis:7.4.1", "7.4"],
  ["eclipse-temurin:17.0.20_8", "17"],
  ["eclipse-temurin:8u482-b08", "8"],
  ["traefik:v2.11.3", "2.11"],
  ["ubuntu:24.04", "24.04"],
])("the line of %s is %s", (text, line) => {
  const { image, tag } = known(text);
  expect(lineOf(image, tag)).toBe(line);
});

it("counts the numbers of a line from tags that were listed at the same time", () => {
  const both = ["9.6.24", "9.6", "9.5.25", "9.5", "9", "16.3", "16", "15.2", "15"];
  expect(lineDepths([both, both, both, both])).toBe("9");
  expect(lineDepths([both])).toBe("");
  const lag = ["22.2.0", "22.2", "22.1.0", "22"];
  expect(lineDepths([lag, lag, lag, lag])).toBe("22");
  const patchLag = ["3.4.1", "3.4.0", "3.4", "3"];
  expect(lineDepths([patchLag, patchLag, patchLag, patchLag])).toBe("");
  const full = ["24.04", "24.10"];
  expect(lineDepths([full, full, full, full])).toBe("24");
  const deep = ["26.0.0.3-kernel", "26.0.0.8-kernel"];
  expect(lineDepths([deep, deep, deep, deep])).toBe("26:4");
});
