import { timeZoneNames } from "./time-zone-names.ts";

/** What is wrong with the name of a time zone. */
export interface TimeZoneProblem {
  /** The zone that is meant, where that can be told. */
  readonly instead: string | undefined;
}

/**
 * Why the API server does not know a time zone; `undefined` where it does. It wants a name of the time zone database with
 * its upper and lower case; abbreviations such as PST and offsets are no names of it.
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones
 */
export function timeZoneProblem(name: string): TimeZoneProblem | undefined {
  const zones = timeZoneNames();
  const lower = name.trim().toLowerCase().replaceAll(" ", "_");
  const sameLetters = zones.get(lower);
  if (sameLetters !== undefined) return sameLetters === name ? undefined : { instead: sameLetters };
  if (lower === "") return { instead: undefined };
  const cities = [...zones].filter(([zone]) => zone.endsWith(`/${lower}`));
  return { instead: cities.length === 1 ? cities[0]![1] : undefined };
}
