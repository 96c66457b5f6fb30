/**
 * `npm run release -- 0.2.0`: everything except the upload. Sets the version, dates the changelog, tests, packs the
 * extension and the npm package, and commits and tags the result. `--dry-run` changes no files and only reports what is
 * missing.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** The changelog with the unreleased entries under the new version. @throws if there are no unreleased entries */
export function releasedChangelog(changelog: string, version: string, date: string): string {
  const heading = /^## Unreleased\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(changelog);
  if (!heading?.[1]?.trim()) throw new Error("CHANGELOG.md has nothing under Unreleased");
  return changelog.replace("## Unreleased\n", `## ${version} - ${date}\n`);
}

/** Whether a version can follow another. Both consist of three numbers. */
export function follows(version: string, current: string): boolean {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return false;
  const [next, now] = [version, current].map((text) => text.split(".").map(Number));
  const at = next!.findIndex((number, index) => number !== now![index]);
  return at >= 0 && next![at]! > now![at]!;
}

function release(version: string | undefined, isDry: boolean): void {
  const { version: current } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  if (!version || !follows(version, current))
    throw new Error(`usage: npm run release -- VERSION [--dry-run], with a version after ${current}`);
  if (output("git", ["status", "--porcelain"]) !== "")
    throw new Error("the checkout has uncommitted changes");
  if (output("git", ["tag", "--list", `v${version}`]) !== "") throw new Error(`v${version} exists already`);
  const date = new Date().toISOString().slice(0, 10);
  const changelog = releasedChangelog(readFileSync("CHANGELOG.md", "utf8"), version, date);
  if (isDry) {
    console.log(`${version} can be released.`);
    return;
  }
  writeFileSync("CHANGELOG.md", changelog);
  run("npm", ["version", version, "--no-git-tag-version"]);
  run("npm", ["run", "generate"]);
  run("npm", ["run", "check"]);
  run("npm", ["test"]);
  run("npm", ["run", "package"]);
  run("npm", ["pack"]);
  run("git", ["commit", "--all", "--message", `Release ${version}`]);
  run("git", ["tag", `v${version}`]);
  console.log(`
Now upload it:
  git push --follow-tags origin main v${version}
  npm publish kubewright-${version}.tgz
  npx vsce publish --packagePath kubewright.vsix
  npx ovsx publish kubewright.vsix`);
}

function output(command: string, args: readonly string[]): string {
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed`);
  return stdout.trim();
}

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [version] = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
  try {
    release(version, process.argv.includes("--dry-run"));
  } catch (error) {
    console.error(`release: ${(error as Error).message}`);
    process.exit(1);
  }
}
