/** Whether a minor version such as `1.36` is equal to or later than another one. */
export function isAtLeast(version: string, least: string): boolean {
  const minor = (text: string) => Number(text.split(".")[1]);
  return minor(least) <= minor(version);
}
