import { isAlpineTag } from "./distributions.ts";
import { processOn } from "./process-users.ts";
import type { ImageReference } from "./reference.ts";

/** A difference between the Alpine variant of an image and its default variant. */
export interface Caveat {
  readonly kind: "libc" | "locale" | "user" | "group" | "shell" | "packages" | "support";
  /** A clause that fits after "but": `programs built for glibc do not run on it`. */
  readonly text: string;
  readonly source: string;
  /** IDs of the user (or the group) that the image creates for its program, where they differ. */
  readonly ids?: { readonly debian: number; readonly alpine: number };
}

/**
 * The differences that matter when an image moves to its Alpine variant, the most serious first; `name` is without
 * registry and `library/`. The list is never empty, because every Alpine variant uses musl as its C library.
 */
export function caveatsOf(name: string): readonly Caveat[] {
  const specific = Object.hasOwn(SPECIFIC, name) ? (SPECIFIC[name] ?? []) : [];
  const shell = toolsOnAlpine(name).includes("bash") ? [] : [NO_BASH];
  return [...specific, ...(specific.some(({ kind }) => kind === "libc") ? [] : [MUSL]), ...shell];
}

/** By image: rules look this up at each keystroke, and it does not change. */
const gravest = new Map<string, string>();

/** The one clause that fits into a message. A missing shell is reported where a command needs it. */
export function gravestCaveat(name: string): string {
  const text = gravest.get(name) ?? caveatsOf(name).find(({ kind }) => kind !== "shell")?.text ?? MUSL.text;
  gravest.set(name, text);
  return text;
}

/** Which of `bash`, `curl` and `git` the Alpine variant has. BusyBox adds `sh`, `wget`, `nc` and others to all of them. */
export function toolsOnAlpine(name: string): readonly string[] {
  return Object.hasOwn(TOOLS, name) ? (TOOLS[name] ?? []) : [];
}

/** For an unofficial image that is already on Alpine, as documented by its publisher. */
export function caveatsOfOther({ registry, repository, tag = "" }: ImageReference): readonly Caveat[] {
  const isDotnet = registry === "mcr.microsoft.com" && repository.startsWith("dotnet/");
  return isDotnet && isAlpineTag(tag) && !/-extra(?=-|$)/.test(tag) && !repository.endsWith("/sdk")
    ? [NO_CULTURES]
    : [];
}

const NO_CULTURES: Caveat = {
  kind: "locale",
  text: "it has no ICU or time zone data, so .NET runs in globalization-invariant mode",
  source: "https://github.com/dotnet/dotnet-docker/blob/main/documentation/image-variants.md",
};

const MUSL: Caveat = {
  kind: "libc",
  text: "programs built for glibc do not run on it",
  source: "https://wiki.alpinelinux.org/wiki/Running_glibc_programs",
};

const NO_BASH: Caveat = {
  kind: "shell",
  text: "it has no bash",
  source: "https://github.com/docker-library/docs/blob/master/.template-helpers/variant-alpine.md",
};

/** From the Dockerfiles of the images. */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  // https://github.com/tianon/docker-bash
  bash: ["bash"],
  // https://github.com/docker-library/ghost/blob/7edb45d66a15a005368ac6e9cea640854c860c44/6/alpine3.23/Dockerfile
  ghost: ["bash"],
  // https://github.com/keeganwitt/docker-gradle/blob/9fe6f1e8a35505d4e58f523e0ae009f93ad536fa/jdk21-alpine/Dockerfile
  gradle: ["curl", "git"],
  // https://github.com/influxdata/influxdata-docker/blob/d457cb9363532cbbc8d63ef7d1b065336ef0302d/influxdb/2.9/alpine/Dockerfile
  // (1.x has bash only)
  influxdb: ["bash"],
  // https://github.com/carlossg/docker-maven/blob/0170c5bc5c25ffede66d5c2b4be718450ea2a05a/eclipse-temurin-21-alpine/Dockerfile
  maven: ["bash", "curl"],
  // https://github.com/nextcloud/docker/blob/4de1eed65a44c61ecce601ef1d27abd2059b52e6/34/fpm-alpine/Dockerfile (from php)
  nextcloud: ["curl"],
  // https://github.com/docker-library/php/blob/445bf414f1d5866f7aef715f1203eae043710070/8.2/alpine3.23/fpm/Dockerfile
  php: ["curl"],
  // https://github.com/docker-library/postgres/blob/6edb0a8c4def40c371514b34aef9037ec82d9110/Dockerfile-alpine.template
  postgres: ["bash"],
  // https://github.com/docker-library/rabbitmq/blob/9193c1de6d32046e0c1132841a7a4995b0dc32e0/4.3/alpine/Dockerfile
  rabbitmq: ["bash"],
  // https://github.com/docker-library/wordpress/blob/bf223d1c2087b0b2c3b86eefa830fe4bbc2bce07/latest/php8.5/fpm-alpine/Dockerfile
  wordpress: ["bash", "curl"],
};

/** The UID on Debian is 33: https://salsa.debian.org/debian/base-passwd/-/blob/master/passwd.master */
function webUser(source: string): Caveat {
  return user("www-data", { debian: 33, alpine: 82 }, source);
}

/** The user of the image's process, where it has a different UID on Alpine. */
function processUser(image: string): Caveat {
  const [before, after] = [processOn("default", image), processOn("alpine", image)];
  return user(
    after?.user ?? image,
    { debian: before?.uid ?? 0, alpine: after?.uid ?? 0 },
    after?.source ?? "",
  );
}

function user(
  name: string,
  ids: { readonly debian: number; readonly alpine: number },
  source: string,
): Caveat {
  const text = `its ${name} user has UID ${ids.alpine} instead of ${ids.debian}`;
  return { kind: "user", text, source, ids };
}

const PHP_EXTENSIONS: Caveat = {
  kind: "packages",
  text: "PHP extensions must be built against Alpine packages",
  source: "https://github.com/docker-library/docs/blob/master/php/content.md",
};

const JAVA: Caveat = {
  kind: "libc",
  text: "JNI libraries built for glibc do not load on it",
  source: "https://openjdk.org/jeps/386",
};

/** Differences of individual images, in addition to those of all. */
const SPECIFIC: Readonly<Record<string, readonly Caveat[]>> = {
  amazoncorretto: [JAVA],
  "eclipse-temurin": [JAVA],
  golang: [
    {
      kind: "support",
      text: "the Go project does not support it, and it has no C compiler for cgo",
      source: "https://github.com/docker-library/docs/blob/master/golang/variant-alpine.md",
    },
  ],
  gradle: [JAVA],
  httpd: [processUser("httpd")],
  maven: [JAVA],
  nextcloud: [
    webUser(
      "https://github.com/nextcloud/docker/blob/4de1eed65a44c61ecce601ef1d27abd2059b52e6/34/fpm-alpine/Dockerfile",
    ),
    PHP_EXTENSIONS,
  ],
  node: [
    {
      kind: "libc",
      text: "native modules must be built for musl",
      source: "https://github.com/nodejs/unofficial-builds#about",
    },
    {
      kind: "support",
      text: "Node.js itself is an unofficial build",
      source: "https://github.com/nodejs/unofficial-builds#about",
    },
  ],
  openjdk: [JAVA],
  php: [
    webUser(
      "https://github.com/docker-library/php/blob/445bf414f1d5866f7aef715f1203eae043710070/8.2/alpine3.23/fpm/Dockerfile",
    ),
    PHP_EXTENSIONS,
  ],
  postgres: [
    {
      kind: "locale",
      text: "text sorts differently, so existing text indexes must be rebuilt",
      source: "https://github.com/docker-library/postgres/issues/327",
    },
    processUser("postgres"),
    {
      kind: "packages",
      text: "extensions other than contrib must be compiled",
      source: "https://github.com/docker-library/docs/blob/master/postgres/content.md",
    },
  ],
  python: [
    {
      kind: "libc",
      text: "packages without musllinux wheels must be compiled",
      source: "https://peps.python.org/pep-0656/",
    },
  ],
  rabbitmq: [processUser("rabbitmq")],
  redis: [
    {
      kind: "group",
      text: "its redis group has GID 1000 instead of 999",
      source:
        "https://github.com/redis/docker-library-redis/blob/0076c90a8028d29b25313f7272fa2d1245c3be76/alpine/Dockerfile",
      ids: { debian: 999, alpine: 1000 },
    },
  ],
  sapmachine: [JAVA],
  wordpress: [
    webUser(
      "https://github.com/docker-library/php/blob/445bf414f1d5866f7aef715f1203eae043710070/8.2/alpine3.23/fpm/Dockerfile",
    ),
    PHP_EXTENSIONS,
  ],
};
