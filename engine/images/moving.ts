import { officialImage } from "./catalog.ts";
import type { ImageReference } from "./reference.ts";
import { type Retirement, retirementOf } from "./retired-registries.ts";
import { endOf } from "./support.ts";

/**
 * Whether a tag can never change again: its registry is shut down or frozen, or it belongs to an official image that is
 * no longer built.
 */
export function standsStill(reference: ImageReference): boolean {
  const official = officialImage(reference);
  return (
    standsStillIn(retirementOf(reference)) ||
    (official !== undefined && endOf(official, reference.tag) !== undefined)
  );
}

function standsStillIn(retirement: Retirement | undefined): boolean {
  return retirement?.state === "shut" || retirement?.state === "frozen";
}

/**
 * Tags whose name shows that they are pushed again and again: branches and their newest builds.
 * `docker/metadata-action`, which tags most images, creates a tag for each branch, `edge` for the last commit and
 * `nightly` for the last night (https://github.com/docker/metadata-action#tags-input); `canary` and `dev` are used the
 * same way, `master-head` and `v1.6.x-head` by Rancher and Longhorn
 * (https://github.com/longhorn/longhorn/blob/master/deploy/longhorn.yaml). Whole names only: `main-3f2a91c` is a single
 * build. Names of releases such as `stable`, and short versions, move as well, but with releases.
 */
const BRANCHES: ReadonlySet<string> = new Set(
  "canary dev develop development edge head main master nightly trunk".split(" "),
);

/** Whether the tag is named after a branch or its newest build, in any registry; a digest pins even such a tag. */
export function isBranchTag({ tag, digest }: ImageReference): boolean {
  if (tag === undefined || digest !== undefined) return false;
  return BRANCHES.has(tag.toLowerCase()) || tag.endsWith("-head");
}

/**
 * Whether the image is known to have no version tags, so that only a digest pins it: distroless images have `latest`,
 * `nonroot` and `debug`, and Bitnami's free images only have `latest`. Sources:
 * https://github.com/GoogleContainerTools/distroless#what-images-are-available,
 * https://github.com/bitnami/containers/issues/83267
 */
export function hasNoVersions({ registry, repository }: ImageReference): boolean {
  return (
    (registry === "gcr.io" && repository.startsWith("distroless/")) ||
    (registry === "docker.io" && repository.startsWith("bitnamisecure/"))
  );
}

/**
 * The release line in a repository's name, within which `latest` moves: `ubi9` in `ubi9/ubi-minimal`, `debian12` in
 * `distroless/static-debian12`, `python-311`. The numbers of architectures do not count.
 */
export function lineInName({ repository }: ImageReference): string | undefined {
  const components = repository.split("/");
  const [system] = components.flatMap((one) => /^(?:ubi|rhel)\d+$/.exec(one) ?? []);
  return system ?? LINE.exec(components.at(-1) ?? "")?.[1];
}

const LINE = new RegExp(
  `(?:^|-)((?:${[
    "ubi|rhel|el|centos|fedora|debian|ubuntu|alpine|sles|bci",
    "openjdk|java|jdk|jre|python|nodejs|node|php|ruby|perl|go|golang|dotnet",
    "postgresql|postgres|mysql|mariadb|mongodb|redis|nginx|httpd|varnish|tomcat",
  ].join("|")})-?\\d+(?:\\.\\d+)*)(?=-|$)`,
);

/** Whether the repository cannot have version tags: it gets no new tags, or only `latest`. */
export function cannotHaveVersion(reference: ImageReference): boolean {
  const retirement = retirementOf(reference);
  return (
    hasNoVersions(reference) ||
    lineInName(reference) !== undefined ||
    standsStillIn(retirement) ||
    (retirement?.state === "moved" && !retirement.replacement)
  );
}
