import { officialImage } from "./catalog.ts";
import type { ImageReference } from "./reference.ts";
import { type Retirement, retirementOf } from "./retired-registries.ts";
import { endOf } from "./support.ts";

/**
 * Whether nothing new can come under a tag any more: its registry is shut or frozen, or it is one of an official
 * image that is no longer built.
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
 * Tags that say by their name that they are pushed again: branches, and what builds call the newest state of one.
 * `docker/metadata-action`, with which most images are tagged, makes a tag of each branch's name, `edge` of the last
 * commit and `nightly` of the last night (https://github.com/docker/metadata-action#tags-input); `canary` and `dev` are
 * the same by custom, `master-head` and `v1.6.x-head` are Rancher's and Longhorn's
 * (https://github.com/longhorn/longhorn/blob/master/deploy/longhorn.yaml). Whole names only: `main-3f2a91c` is one build.
 * Names of releases such as `stable`, and short versions, move as well, but with releases.
 */
const BRANCHES: ReadonlySet<string> = new Set(
  "canary dev develop development edge head main master nightly trunk".split(" "),
);

/** Whether the tag is named after a branch or its newest build, in any registry; one that is pinned by digest as well moves no more. */
export function isBranchTag({ tag, digest }: ImageReference): boolean {
  if (tag === undefined || digest !== undefined) return false;
  return BRANCHES.has(tag.toLowerCase()) || tag.endsWith("-head");
}

/**
 * Whether the image is known to have no tags for versions, so that only a digest holds one: distroless images have
 * `latest`, `nonroot` and `debug`, and of Bitnami's everybody gets `latest` alone. Sources:
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
 * The line that a repository's name says its images are of, so that `latest` moves within it: `ubi9` of
 * `ubi9/ubi-minimal`, `debian12` of `distroless/static-debian12`, `python-311`. Numbers of architectures are none.
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

/** Whether a version as its tag would be one that its repository cannot have: nothing comes there, or nothing but `latest`. */
export function cannotHaveVersion(reference: ImageReference): boolean {
  const retirement = retirementOf(reference);
  return (
    hasNoVersions(reference) ||
    lineInName(reference) !== undefined ||
    standsStillIn(retirement) ||
    (retirement?.state === "moved" && !retirement.replacement)
  );
}
