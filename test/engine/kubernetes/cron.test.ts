import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cronProblem } from "../../../engine/kubernetes/cron.ts";
import { runs } from "../../seed.ts";

describe("cronProblem", () => {
  test.each([
    "* * * * *",
    "*/15 * * * *",
    "0 3 * * MON-fri",
    "0 0 1 jan ?",
    "5/10 * * * *",
    "0 0,12 1-15/2 * 0",
    "  0   3  * * * ",
    "0 3 ? * *",
    "1,,2 * * * *",
    "@daily",
    "@midnight",
    "@every 1h30m",
    "@every 1.5h",
  ])("takes %s", (schedule) => {
    expect(cronProblem(schedule)).toBeUndefined();
  });

  test.each([
    ["", "it is empty", undefined],
    ["0 3 * *", "it has 4 fields instead of 5", undefined],
    ["0 0 3 * * *", "it has 6 fields instead of 5", "0 3 * * *"],
    ["0 0 3 ? * MON-FRI", "it has 6 fields instead of 5", "0 3 ? * MON-FRI"],
    ["30 0 3 * * *", "it has 6 fields instead of 5", undefined],
    ["60 3 * * *", "the minute must be 0–59, not 60", undefined],
    ["0 24 * * *", "the hour must be 0–23, not 24", undefined],
    ["0 3 0 * *", "the day of the month must be 1–31, not 0", undefined],
    ["0 3 L * *", '"L" is not a valid day of the month', undefined],
    ["0 3 * 13 *", "the month must be 1–12, not 13", undefined],
    ["0 3 * * 7", "the day of the week must be 0–6, not 7", "0 3 * * 0"],
    ["0 3 * * 1-7", "the day of the week must be 0–6, not 7", "0 3 * * *"],
    ["0 3 * * 5-7", "the day of the week must be 0–6, not 7", undefined],
    ["0 3 * * FRI#2", '"FRI#2" is not a valid day of the week', undefined],
    ["0 3 * * fri-mon", "the range fri-mon ends before it starts", undefined],
    ["*/0 * * * *", "a step must be at least 1", undefined],
    ["*/x * * * *", '"x" is not a valid step', undefined],
    ["1/2/3 * * * *", '"1/2/3" is not a valid minute', undefined],
    ["-5 * * * *", '"-5" is not a valid minute', undefined],
    ["@Daily", "@Daily is not a valid macro", "@daily"],
    ["@reboot", "@reboot is not a valid macro", undefined],
    ["@every 1d", '"1d" is not a duration such as 1h30m', undefined],
    ["CRON_TZ=UTC 0 3 * *", "the time zone must be set in timeZone", undefined],
  ])("refuses %s", (schedule, reason, instead) => {
    expect(cronProblem(schedule)).toEqual({ reason, ...(instead !== undefined && { instead }) });
  });

  test("separates a time zone", () => {
    const reason = "the time zone must be set in timeZone";
    expect(cronProblem("TZ=Europe/Berlin 0 3 * * *")).toEqual({
      reason,
      instead: "0 3 * * *",
      zone: "Europe/Berlin",
    });
  });

  test("has an answer for any text, and proposes only valid schedules", () => {
    const words = fc.constantFrom(
      "*",
      "0",
      "7",
      "60",
      "-",
      "/",
      ",",
      "?",
      "L",
      "#",
      "mon",
      "TZ=a",
      "@every ",
      "1h",
      " ",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((all) => all.join("")),
        ),
        (text) => {
          const instead = cronProblem(text)?.instead;
          if (instead !== undefined) expect(cronProblem(instead)).toBeUndefined();
        },
      ),
      { numRuns: runs(2000) },
    );
  });

  test("rejects text that is too long", () => {
    expect(cronProblem("TZ=a ".repeat(200_000))).toEqual({ reason: "it is too long" });
  });
});
