/**
 * The paths in one object that are missing in another one, such as `spec.replicas`. Zero values are left out,
 * because Go does not print them.
 */
export function missingPaths(written: unknown, decoded: unknown, path = ""): readonly string[] {
  if (written === null || written === false || written === 0 || written === "") return [];
  if (typeof written !== "object") return decoded === undefined ? [path] : [];
  const entries = Object.entries(written);
  if (entries.length === 0) return [];
  if (typeof decoded !== "object" || decoded === null) return [path];
  const there = new Map(Object.entries(decoded));
  return entries.flatMap(([key, value]) =>
    missingPaths(value, there.get(key), path ? `${path}.${key}` : key),
  );
}
