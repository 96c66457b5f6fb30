import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cronProblem } from "../../../engine/kubernetes/cron.ts";

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
    ["", "it has 0 fields and not 5", undefined],
    ["0 3 * *", "it has 4 fields and not 5", undefined],
    ["0 0 3 * * *", "it has 6 fields and not 5", "0 3 * * *"],
    ["0 0 3 ? * MON-FRI", "it has 6 fields and not 5", "0 3 ? * MON-FRI"],
    ["30 0 3 * * *", "it has 6 fields and not 5", undefined],
    ["60 3 * * *", "the minute is at most 59, not 60", undefined],
    ["0 24 * * *", "the hour is at most 23, not 24", undefined],
    ["0 3 0 * *", "the day of the month is at least 1, not 0", undefined],
    ["0 3 L * *", '"L" is no day of the month', undefined],
    ["0 3 * 13 *", "the month is at most 12, not 13", undefined],
    ["0 3 * * 7", "the day of the week is at most 6, not 7", "0 3 * * 0"],
    ["0 3 * * 1-7", "the day of the week is at most 6, not 7", "0 3 * * *"],
    ["0 3 * * 5-7", "the day of the week is at most 6, not 7", undefined],
    ["0 3 * * FRI#2", '"FRI#2" is no day of the week', undefined],
    ["0 3 * * fri-mon", "fri-mon ends before it begins", undefined],
    ["*/0 * * * *", "a step must be more than 0", undefined],
    ["*/x * * * *", '"x" is no step', undefined],
    ["1/2/3 * * * *", '"1/2/3" is no minute', undefined],
    ["-5 * * * *", '"-5" is no minute', undefined],
    ["@Daily", "there is no @Daily", "@daily"],
    ["@reboot", "there is no @reboot", undefined],
    ["@every 1d", '"1d" is no duration such as 1h30m', undefined],
    ["CRON_TZ=UTC 0 3 * *", "the time zone belongs into timeZone", undefined],
  ])("refuses %s", (schedule, reason, instead) => {
    expect(cronProblem(schedule)).toEqual({ reason, ...(instead !== undefined && { instead }) });
  });

  test("takes a time zone apart", () => {
    const reason = "the time zone belongs into timeZone";
    expect(cronProblem("TZ=Europe/Berlin 0 3 * * *")).toEqual({
      reason,
      instead: "0 3 * * *",
      zone: "Europe/Berlin",
    });
  });

  test("answers for any text, and what it proposes is a schedule", () => {
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
      { numRuns: 2000 },
    );
  });

  test("reads nothing that is too long", () => {
    expect(cronProblem("TZ=a ".repeat(200_000))).toEqual({ reason: "it is too long" });
  });
});
