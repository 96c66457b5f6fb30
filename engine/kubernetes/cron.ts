/** What a schedule of a CronJob means, in the dialect of the API server: https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format */

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Names in order, the first one for `least`. */
  readonly names?: readonly string[];
}

const fields: readonly Field[] = [
  { name: "minute", least: 0, most: 59 },
  { name: "hour", least: 0, most: 23 },
  { name: "day of the month", least: 1, most: 31 },
  {
    name: "month",
    least: 1,
    most: 12,
    names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  },
  {
    name: "day of the week",
    least: 0,
    most: 6,
    names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
  },
];

const descriptors: ReadonlySet<string> = new Set([
  "@yearly",
  "@annually",
  "@monthly",
  "@weekly",
  "@daily",
  "@midnight",
  "@hourly",
]);

/** Source: https://pkg.go.dev/time#ParseDuration */
const duration = /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

/** The prefix of a schedule that sets a time zone. */
const zone = /^(?:CRON_)?TZ=(\S*)\s+/;

/** Schedules are short; longer texts are not read. */
const longest = 1000;

export interface CronProblem {
  /** Why the API server rejects it, as a clause in parentheses. */
  readonly reason: string;
  /** The schedule that was probably meant. */
  readonly instead?: string;
  /** The time zone prefix, which `instead` does not contain. */
  readonly zone?: string;
}

/** Why a schedule is invalid; `undefined` if it is valid. */
export function cronProblem(schedule: string): CronProblem | undefined {
  const text = schedule.trim();
  if (text.length > longest) return { reason: "it is too long" };
  const zoned = zone.exec(text);
  if (zoned) {
    const reason = "the time zone must be set in timeZone";
    const rest = text.slice(zoned[0].length);
    return cronProblem(rest) ? { reason } : { reason, instead: rest, zone: zoned[1]! };
  }
  if (text.startsWith("@")) return descriptorProblem(text);
  const parts = text.split(/\s+/).filter((part) => part !== "");
  if (parts.length !== fields.length) return countProblem(parts);
  for (const [at, field] of fields.entries()) {
    const reason = fieldProblem(parts[at]!, field);
    if (reason === undefined) continue;
    const instead = at === 4 ? withSunday(parts) : undefined;
    return { reason, ...(instead !== undefined && { instead }) };
  }
  return undefined;
}

function descriptorProblem(text: string): CronProblem | undefined {
  if (descriptors.has(text)) return undefined;
  const every = /^@every (.*)$/s.exec(text)?.[1];
  if (every !== undefined) {
    return duration.test(every) ? undefined : { reason: `"${every}" is not a duration such as 1h30m` };
  }
  const lower = text.toLowerCase();
  return { reason: `${text} is not a valid macro`, ...(descriptors.has(lower) && { instead: lower }) };
}

function countProblem(parts: readonly string[]): CronProblem {
  const count = `${parts.length} field${parts.length === 1 ? "" : "s"}`;
  const reason = parts.length === 0 ? "it is empty" : `it has ${count} instead of ${fields.length}`;
  // Other schedulers have seconds as the first field.
  const rest = parts.slice(1).join(" ");
  const isQuartz = parts.length === fields.length + 1 && parts[0] === "0";
  return { reason, ...(isQuartz && !cronProblem(rest) && { instead: rest }) };
}

/** Other schedulers accept 7 for Sunday. */
function withSunday(parts: readonly string[]): string | undefined {
  const days = parts[4]!;
  const fixed = days === "7" ? "0" : days === "1-7" || days === "0-7" ? "*" : undefined;
  const instead = fixed && [...parts.slice(0, 4), fixed].join(" ");
  return instead !== undefined && !cronProblem(instead) ? instead : undefined;
}

function fieldProblem(text: string, field: Field): string | undefined {
  for (const part of text.split(",")) {
    // An empty part between two commas is valid.
    const reason = part === "" ? undefined : rangeProblem(part, field);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function rangeProblem(text: string, field: Field): string | undefined {
  const [range = "", step, ...steps] = text.split("/");
  const [from = "", to, ...tos] = range.split("-");
  if (steps.length > 0 || tos.length > 0) return `"${text}" is not a valid ${field.name}`;
  const fault = step === undefined ? undefined : stepProblem(step);
  if (fault !== undefined) return fault;
  if (from === "*" || from === "?") return undefined;
  const [start, end] = [from, to ?? from].map((value) => valueIn(value, field));
  if (start === undefined || end === undefined) return `"${range}" is not a valid ${field.name}`;
  const allowed = `the ${field.name} must be ${field.least}–${field.most}`;
  if (start < field.least) return `${allowed}, not ${start}`;
  const last = to === undefined && step !== undefined ? field.most : end;
  if (last > field.most) return `${allowed}, not ${last}`;
  return start <= last ? undefined : `the range ${range} ends before it starts`;
}

function stepProblem(step: string): string | undefined {
  if (!/^\+?\d{1,9}$/.test(step)) return `"${step}" is not a valid step`;
  return Number(step) === 0 ? "a step must be at least 1" : undefined;
}

function valueIn(text: string, { names = [], least }: Field): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  if (named !== -1) return named + least;
  return /^\+?\d{1,9}$/.test(text) ? Number(text) : undefined;
}
