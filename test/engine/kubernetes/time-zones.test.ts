import { expect, test } from "vitest";
import { timeZoneProblem } from "../../../engine/kubernetes/time-zones.ts";

test.each([
  "Europe/Berlin",
  "America/New_York",
  "UTC",
  "Etc/UTC",
  "Asia/Calcutta",
  "EST",
  "PST8PDT",
  "Europe/Kyiv",
])("%s is one", (name) => {
  expect(timeZoneProblem(name)).toBeUndefined();
});

test.each([
  ["europe/berlin", "Europe/Berlin"],
  ["Berlin", "Europe/Berlin"],
  ["New York", "America/New_York"],
  ["Local", undefined],
  ["+02:00", undefined],
  ["Europe/Berlinn", undefined],
  ["", undefined],
  ["PST", undefined],
  ["IST", undefined],
  ["BST", undefined],
  ["gmt", "GMT"],
  ["US/Pacific-New", undefined],
  ["SystemV/EST5", undefined],
])("%s is not a time zone", (name, instead) => {
  expect(timeZoneProblem(name)).toEqual({ instead });
});
