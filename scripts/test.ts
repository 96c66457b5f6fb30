/** `npm test`: every test that needs only Node.js. Lists skipped tests by name, with the reason. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "kubewright-test-"));
const report = join(folder, "report.json");
const { status } = spawnSync(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { stdio: "inherit" },
);

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly status: string;
      readonly ancestorTitles: readonly string[];
      readonly title: string;
    }[];
  }[];
}

try {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
  const skipped = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter((test) => test.status === "skipped" || test.status === "pending" || test.status === "todo");
  const groups = new Map<string, string[]>();
  for (const { ancestorTitles, title } of skipped) {
    const group = ancestorTitles[0] ?? title;
    groups.set(group, [...(groups.get(group) ?? []), title]);
  }
  // The title of a single test contains the reason for skipping it; several tests share one in their group.
  for (const [group, titles] of groups)
    console.log(
      `skipped: ${titles.length === 1 ? `${group}: ${titles[0]}` : `${group} (${titles.length} tests)`}`,
    );
  console.log(
    "skipped here, run with `npm run test:editor`: the suite inside a real VS Code (needs a desktop VS Code, or Chromium)",
  );
  console.log(
    "skipped here, run with `npm run test:api-server`: the suites that use a real API server (need Go, or a kube-apiserver that was built earlier)",
  );
  console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${skipped.length} skipped`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(status ?? 1);
