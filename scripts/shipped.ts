/** Fails if a bundled package has a license that does not allow bundling, or a known vulnerability. */
import { spawnSync } from "node:child_process";
import { bundledPackages } from "./generate/notice.ts";

/** Permissive licenses: they require a notice, which is in NOTICE. */
const accepted: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
]);

const packages = await bundledPackages(".");
const names = new Set(packages.map(({ name }) => name));
const problems = [...licenseProblems(), ...(advisories() ?? [])];
for (const problem of problems) console.error(problem);
console.log(`${packages.length} bundled packages, ${problems.length} problems with licenses and advisories`);
process.exit(problems.length === 0 ? 0 : 1);

function licenseProblems(): readonly string[] {
  return packages
    .filter(({ license }) => !isAccepted(license ?? ""))
    .map(
      ({ name, version, license }) =>
        `${name} ${version}: ${license ?? "no license"} does not allow bundling`,
    );
}

/** With OR, one accepted license is enough; with AND, each license must be accepted. */
function isAccepted(license: string): boolean {
  const choices = license.replace(/[()]/g, "").split(" OR ");
  return choices.some((choice) => choice.split(" AND ").every((part) => accepted.has(part.trim())));
}

/** The `npm audit` advisories for bundled packages; `undefined` if the registry does not respond. */
function advisories(): readonly string[] | undefined {
  const { stdout } = spawnSync("npm", ["audit", "--json"], { encoding: "utf8", timeout: 120_000 });
  const { vulnerabilities } = parsed(stdout);
  if (!vulnerabilities) {
    console.log("skipped: npm audit (the registry did not return advisories)");
    return undefined;
  }
  return Object.values(vulnerabilities)
    .filter(({ name }) => names.has(name))
    .map(({ name, severity }) => `${name}: npm audit reports a vulnerability (${severity})`);
}

interface Audit {
  readonly vulnerabilities?: Readonly<Record<string, { readonly name: string; readonly severity: string }>>;
}

function parsed(text: string): Audit {
  try {
    return JSON.parse(text) as Audit;
  } catch {
    return {};
  }
}
