import { timeZoneNames } from "./time-zone-names.ts";

/** What is wrong with the name of a time zone. */
export interface TimeZoneProblem {
  /** The zone that was probably meant. */
  readonly instead: string | undefined;
}

/**
 * Why the API server rejects a time zone; `undefined` if it is valid. It accepts only names of the time zone database
 * with their exact case, not abbreviations such as PST or offsets. Source:
 * https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones
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
