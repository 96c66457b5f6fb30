import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { bundles } from "../bundles.ts";

type Emit = (path: string, text: string) => void;

const ownNotice = (): string => `Kubewright
Copyright 2026 The Kubewright Authors

data/: tag names of official images are facts read from docker-library/official-images (Apache-2.0).

data/crds/: the structure of custom kinds, without descriptions, is derived from the CustomResourceDefinitions of these projects, each at the commit that its file names (Apache-2.0): ${crdSources().join(", ")}.
`;

/** The repositories whose definitions of custom kinds ship with the package. */
function crdSources(): readonly string[] {
  const folder = new URL("../../data/crds/", import.meta.url);
  const files = readdirSync(folder).filter((file) => file !== "index.json");
  return files
    .map((file) => (JSON.parse(readFileSync(new URL(file, folder), "utf8")) as { source: string }).source)
    .sort();
}

/** NOTICE: the packages in the bundles, with their licenses. */
export async function writeNotice(emit: Emit, root: string): Promise<void> {
  const parts = (await bundledPackages(root)).map(({ folder, name, license }) => {
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text =
      file && existsSync(join(root, folder, file)) ? readFileSync(join(root, folder, file), "utf8") : license;
    return `${name} (${license})\n\n${text.replaceAll("\r\n", "\n").trim()}\n`;
  });
  // Two versions of one package have the same license.
  const unique = [...new Set(parts)];
  emit(
    "NOTICE",
    [ownNotice(), "The bundles in dist/ contain these libraries:\n", ...unique].join(
      `\n${"-".repeat(72)}\n\n`,
    ),
  );
}

interface BundledPackage {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** The packages whose code is in the bundles, in order of their folders. */
export async function bundledPackages(root: string): Promise<readonly BundledPackage[]> {
  const results = await Promise.all(
    bundles.map((bundle) => build({ ...bundle, write: false, metafile: true })),
  );
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const folders = new Set(
    inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  return [...folders].sort().map((folder) => ({
    folder,
    ...(JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Omit<
      BundledPackage,
      "folder"
    >),
  }));
}
