/**
 * Writes data/kubernetes-resources.json, the resources of the built-in API groups that roles can name: `tsx
 * scripts/refresh-resources.ts <file of a version>…`, oldest first. A file is JSON with `kubernetes` and `resources`
 * (from the discovery API: group, plural, kind, singular, shortNames, namespaced, subresources).
 */
import { readFileSync, writeFileSync } from "node:fs";

interface Resource {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly subresources: readonly string[];
}

interface Version {
  readonly kubernetes: string;
  readonly resources: readonly Resource[];
}

const versions = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")) as Version);
if (versions.length === 0) {
  process.stderr.write("usage: refresh-resources.ts RESOURCES-OF-A-VERSION…\n");
  process.exit(2);
}

/** A resource in all versions that have it. */
interface Merged {
  readonly resource: Resource;
  readonly subresources: Set<string>;
  last: string;
}

const merged = new Map<string, Merged>();
for (const { kubernetes, resources } of versions) {
  const minor = /^\d+\.\d+/.exec(kubernetes)![0];
  for (const resource of resources) {
    const key = `${resource.group}/${resource.plural}`;
    const known = merged.get(key) ?? { resource, subresources: new Set(), last: minor };
    merged.set(key, known);
    known.last = minor;
    for (const subresource of resource.subresources) known.subresources.add(subresource);
  }
}

const newest = /^\d+\.\d+/.exec(versions.at(-1)!.kubernetes)![0];
const lines = [...merged.values()].map(({ resource, subresources, last }) =>
  [
    resource.group,
    resource.plural,
    resource.namespaced ? "namespaced" : "cluster",
    resource.kind,
    resource.shortNames.join(","),
    [...subresources].sort().join(","),
    last === newest ? "" : last,
  ].join(" "),
);
lines.sort();
writeFileSync(
  new URL("../data/kubernetes-resources.json", import.meta.url),
  `${JSON.stringify({ newest, resources: lines.join("\n") }, null, 2)}\n`,
);
process.stdout.write(`${lines.length} resources\n`);
