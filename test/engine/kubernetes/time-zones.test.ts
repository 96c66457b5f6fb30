import { expect, test } from "vitest";
import { timeZoneProblem } from "../../../engine/kubernetes/time-zones.ts";

test.each(["Europe/Berlin", "America/New_York", "UTC", "Etc/UTC", "Asia/Calcutta"])("%s is one", (name) => {
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
])("%s is none", (name, instead) => {
  expect(timeZoneProblem(name)).toEqual({ instead });
});
