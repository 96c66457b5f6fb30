import { type OfficialImage, officialImageOf } from "./catalog.ts";
import { isAlpineTag, isWindowsTag } from "./distributions.ts";
import { splitTag } from "./tags.ts";
import { numbersOf } from "./versions.ts";

/** An official image that is deprecated as a whole. */
export interface Replacement {
  /** Repositories to use instead, the closest first: `eclipse-temurin`, `hashicorp/vault`; empty if none was named. */
  readonly images: readonly string[];
  /** Why, as a clause that fits after the image's name: `has had no updates since June 2024`. */
  readonly reason: string;
  /** The deprecation note in docker-library/docs, at a commit that still has it. */
  readonly source: string;
}

/** The documented replacement of a deprecated image; undefined for any other image. */
export function replacementOf({ name }: OfficialImage): Replacement | undefined {
  return Object.hasOwn(REPLACEMENTS, name) ? REPLACEMENTS[name] : undefined;
}

/**
 * The maintained image that replaces a Java image's tag, with the same Java version and kind:
 * `openjdk:17-jdk-slim` → `eclipse-temurin:17-jdk`. Undefined for other images and if there is no such tag.
 */
export function replacementTag({ name }: OfficialImage, tag: string): string | undefined {
  const temurin = ["java", "openjdk", "adoptopenjdk"].includes(name)
    ? officialImageOf("eclipse-temurin")
    : undefined;
  const { version } = splitTag(tag);
  const [java] = numbersOf(version);
  if (!temurin || java === undefined || isWindowsTag(tag) || /openj9|graal/.test(tag)) return undefined;
  const kind = /-(?:jdk|jre)(?=-|$)/.exec(tag)?.[0] ?? "";
  const listed = `${java}${kind}${isAlpineTag(tag) ? "-alpine" : ""}`;
  return temurin.builds.has(listed) ? `${temurin.name}:${listed}` : undefined;
}

function note(commit: string, name: string): string {
  return `https://github.com/docker-library/docs/blob/${commit}/${name}/deprecated.md`;
}

/**
 * Commits of docker-library/docs: the one that matches data/README.md, and the last ones before notes were removed.
 */
const DOCS_2026 = "c4a9ba41443427b2ec1d5c4cc01879076aa4a1eb";
const DOCS_2025 = "dae202abbbe5181f2d0dc8ced64371a162b4c1d0";
const DOCS_2024 = "d4523d020fb5a34730c7f745ef85b9f9ca77cf7d";
const DOCS_2021 = "ce4a817c4a99e84f58a5cc39380b72e9f21d2854";

const REPLACEMENTS: Readonly<Record<string, Replacement>> = {
  adoptopenjdk: {
    images: ["eclipse-temurin"],
    reason: "has had no updates since August 2021",
    source: note(DOCS_2021, "adoptopenjdk"),
  },
  celery: {
    images: ["python"],
    reason: "has had no updates since June 2017",
    source: note("69ac9cff9c534561ca88a062b4179c5794ff3033", "celery"),
  },
  centos: {
    images: [],
    reason: "reached end of life in June 2024 and was last updated in November 2020",
    source: note(DOCS_2024, "centos"),
  },
  clearlinux: {
    images: [],
    reason: "has had no security patches since July 2025",
    source: note(DOCS_2026, "clearlinux"),
  },
  clefos: {
    images: [],
    reason: "was discontinued with CentOS 7 in June 2024",
    source: note(DOCS_2026, "clefos"),
  },
  consul: {
    images: ["hashicorp/consul"],
    reason: "has no Consul 1.16 or later, which is published elsewhere",
    source: note(DOCS_2024, "consul"),
  },
  django: {
    images: ["python"],
    reason: "has had no updates since the end of 2016",
    source: note("b303bd58d4f1593e3a619118e22ef419a6ea22fa", "django"),
  },
  emqx: {
    images: ["emqx/emqx"],
    reason: "has no EMQX 5.9 or later, which is published elsewhere under the Business Source License",
    source: note(DOCS_2026, "emqx"),
  },
  fsharp: {
    images: ["mcr.microsoft.com/dotnet/sdk"],
    reason: "was removed in favor of Microsoft's own image",
    source: note(DOCS_2021, "fsharp"),
  },
  iojs: {
    images: ["node"],
    reason: "was discontinued when io.js became Node.js 4",
    source: note("3cce78c36c9c7ef3ce0dcb41c423c13494aec702", "iojs"),
  },
  java: {
    images: ["eclipse-temurin", "amazoncorretto", "ibm-semeru-runtimes", "sapmachine"],
    reason: "has had no updates since 2016, when openjdk replaced it, which is also deprecated",
    source: note("99fd882c2c9df8b2c3f09991c3d756ea400c3a56", "java"),
  },
  jenkins: {
    images: ["jenkins/jenkins"],
    reason: "has had no updates since Jenkins 2.60",
    source: note("347ef398ad3ffc783d807849181695bddb475181", "jenkins"),
  },
  liquibase: {
    images: ["liquibase/liquibase"],
    reason: "has received only patches since Liquibase 5.0",
    source: note(DOCS_2026, "liquibase"),
  },
  "mongo-express": {
    images: [],
    reason: "has had no updates since April 2024",
    source: note(DOCS_2026, "mongo-express"),
  },
  mono: {
    images: [],
    reason: "has had no updates since June 2022",
    source: note(DOCS_2025, "mono"),
  },
  "nats-streaming": {
    images: ["nats"],
    reason: "has had no fixes since June 2023, because JetStream, a part of NATS, replaces it",
    source: note(DOCS_2024, "nats-streaming"),
  },
  notary: {
    images: [],
    reason: "was discontinued with its project in July 2025",
    source: note(DOCS_2026, "notary"),
  },
  openjdk: {
    images: ["eclipse-temurin", "amazoncorretto", "ibm-semeru-runtimes", "sapmachine"],
    reason: "has had only early access builds since July 2022",
    source: note(DOCS_2026, "openjdk"),
  },
  opensuse: {
    images: ["opensuse/leap", "opensuse/tumbleweed"],
    reason: "was removed in favor of the openSUSE project's own images",
    source: note(DOCS_2021, "opensuse"),
  },
  owncloud: {
    images: ["owncloud/server"],
    reason: "has had no updates since the end of 2018",
    source: note("c43d8e546ea8078f5d5c6c823fea4ae2cbba5280", "owncloud"),
  },
  "php-zendserver": {
    images: [],
    reason: "has not been maintained for years",
    source: note(DOCS_2026, "php-zendserver"),
  },
  piwik: {
    images: ["matomo"],
    reason: "has had no updates since September 2018, when Piwik became Matomo",
    source: note("bbb5749421996c2508dcf58ecfe66dc32bb7fdd5", "piwik"),
  },
  plone: {
    images: ["plone/plone-backend", "plone/plone-frontend"],
    reason: "has no Plone 6, which uses separate images",
    source: note(DOCS_2026, "plone"),
  },
  rails: {
    images: ["ruby"],
    reason: "has had no updates since the end of 2016",
    source: note("b303bd58d4f1593e3a619118e22ef419a6ea22fa", "rails"),
  },
  rockylinux: {
    images: ["rockylinux/rockylinux"],
    reason: "is no longer updated, because newer builds are published elsewhere",
    source: note(DOCS_2026, "rockylinux"),
  },
  sentry: {
    images: [],
    reason: "has had no updates since July 2019",
    source: note(DOCS_2021, "sentry"),
  },
  swarm: {
    images: [],
    reason: "was discontinued with its project, which is archived",
    source: note(DOCS_2021, "swarm"),
  },
  "ubuntu-debootstrap": {
    images: ["ubuntu"],
    reason: "is no longer updated, in favor of ubuntu",
    source: note("b0973e8038689023d10b82189de283a261642b6b", "ubuntu-debootstrap"),
  },
  unit: {
    images: [],
    reason: "was discontinued with NGINX Unit in October 2025",
    source: note(DOCS_2026, "unit"),
  },
  vault: {
    images: ["hashicorp/vault"],
    reason: "has no Vault 1.14 or later, which is published elsewhere",
    source: note(DOCS_2024, "vault"),
  },
};
