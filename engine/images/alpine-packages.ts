/** Alpine's name of a Debian package that has the same in it; undefined where none is known. */
export function alpinePackage(debianPackage: string): string | undefined {
  return same.has(debianPackage) ? debianPackage : undefined;
}

const same: ReadonlySet<string> = new Set([
  "bash",
  "ca-certificates",
  "curl",
  "git",
  "jq",
  "openssl",
  "tzdata",
  "unzip",
  "wget",
]);
