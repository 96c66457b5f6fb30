/** What is wrong with the name of a time zone. */
export interface TimeZoneProblem {
  /** The one that is meant, where that can be told. */
  readonly instead: string | undefined;
}

/**
 * Why a name is no time zone of the IANA database as the API server reads it, with upper and lower case; `undefined`
 * where it is one.
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones
 */
export function timeZoneProblem(name: string): TimeZoneProblem | undefined {
  const known = resolved(name);
  if (known !== undefined) {
    const isOtherCase = known !== name && known.toLowerCase() === name.toLowerCase();
    return isOtherCase ? { instead: known } : undefined;
  }
  const city = name.trim().toLowerCase().replaceAll(" ", "_");
  const meant = Intl.supportedValuesOf("timeZone").filter((zone) => {
    const lower = zone.toLowerCase();
    return lower === city || lower.endsWith(`/${city}`);
  });
  return { instead: meant.length === 1 ? meant[0] : undefined };
}

function resolved(name: string): string | undefined {
  // Offsets are no names.
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
