import { officialImageOf } from "./catalog.ts";
import { isAlpineTag, isWindowsTag } from "./distributions.ts";
import type { ImageReference } from "./reference.ts";
import { splitTag } from "./tags.ts";
import { compareVersions } from "./versions.ts";

/**
 * What an official image's Dockerfile and entry point show about the user of its process, and where that user writes.
 */
export interface ImageProcess {
  /** The user's name in the image: `postgres`; undefined if it has only a number. */
  readonly user: string | undefined;
  readonly uid: number;
  readonly gid: number;
  /**
   * Whether the image starts as this user with no other change. Otherwise `needs` and `lowPort` show what else must
   * change, and its configuration must not require root.
   */
  readonly ready: boolean;
  /** Whether the image starts as root and its entry point switches to the user. */
  readonly startsAsRoot: boolean;
  /** First arguments that still start the process; an argument that begins with a dash is one of its options. */
  readonly programs: readonly string[];
  /** Directories with its data, including the parents where a volume can be mounted. */
  readonly data: readonly string[];
  /** The directory that the user itself must own, so that it cannot be a volume that root created. */
  readonly owns: string | undefined;
  /** Whether its data can belong to the group of a volume. */
  readonly volumeGroup: boolean;
  /** Directories other than its data that it writes to; `undefined` if it changes files of the image. */
  readonly scratch: readonly string[] | undefined;
  /** Those of them that belong to root in the image. */
  readonly needs: readonly string[];
  /** Whether it listens below port 1024 by default. */
  readonly lowPort: boolean;
  readonly source: string;
}

type Flavor = "alpine" | "default";

interface Row extends Partial<ImageProcess> {
  readonly image: string;
  readonly flavor?: Flavor;
  /** The first version that it applies to. */
  readonly from?: string;
  /** The first version that it no longer applies to. */
  readonly before?: string;
  readonly user: string;
  readonly uid: number;
  readonly gid: number;
  readonly programs: readonly string[];
  readonly source: string;
}

const postgres = {
  image: "postgres",
  user: "postgres",
  programs: ["postgres"],
  data: ["/var/lib/postgresql"],
  // initdb changes the permissions of the directory, which only its owner can do.
  owns: "/var/lib/postgresql/data",
  scratch: ["/var/run/postgresql", "/tmp"],
} as const;

const redis = {
  image: "redis",
  user: "redis",
  programs: ["redis-server"],
  data: ["/data"],
  scratch: [],
} as const;
const valkey = { ...redis, image: "valkey", user: "valkey", programs: ["valkey-server"] } as const;

const rabbitmq = {
  image: "rabbitmq",
  from: "3.9",
  user: "rabbitmq",
  programs: ["rabbitmq-server"],
  data: ["/var/lib/rabbitmq"],
  // Erlang rejects its cookie if the group of the volume can read it.
  volumeGroup: false,
  scratch: ["/var/log/rabbitmq", "/tmp"],
} as const;

const httpd = {
  image: "httpd",
  from: "2.4",
  user: "www-data",
  ready: false,
  programs: ["httpd-foreground"],
  scratch: ["/usr/local/apache2/logs", "/tmp"],
  needs: ["/usr/local/apache2/logs"],
  lowPort: true,
} as const;

/** Taken from the Dockerfiles of the images and the entry points next to them. */
const rows: readonly Row[] = [
  {
    ...postgres,
    uid: 999,
    gid: 999,
    source:
      "https://github.com/docker-library/postgres/blob/6edb0a8c4def40c371514b34aef9037ec82d9110/17/trixie/Dockerfile",
  },
  {
    ...postgres,
    flavor: "alpine",
    uid: 70,
    gid: 70,
    source:
      "https://github.com/docker-library/postgres/blob/6edb0a8c4def40c371514b34aef9037ec82d9110/17/alpine3.23/Dockerfile",
  },
  {
    ...redis,
    uid: 999,
    gid: 999,
    source:
      "https://github.com/redis/docker-library-redis/blob/e5650da99bb377b2ed4f9f1ef993ff24729b1c16/7.4/debian/Dockerfile",
  },
  {
    ...redis,
    flavor: "alpine",
    // Older versions have whatever number was free.
    from: "6",
    uid: 999,
    gid: 1000,
    source:
      "https://github.com/redis/docker-library-redis/blob/e5650da99bb377b2ed4f9f1ef993ff24729b1c16/7.4/alpine/Dockerfile",
  },
  {
    ...valkey,
    uid: 999,
    gid: 999,
    source:
      "https://github.com/valkey-io/valkey-container/blob/ae6141ea5d62c775b8bdb9be7396b951da435673/8.0/debian/Dockerfile",
  },
  {
    ...valkey,
    flavor: "alpine",
    uid: 999,
    gid: 1000,
    source:
      "https://github.com/valkey-io/valkey-container/blob/ae6141ea5d62c775b8bdb9be7396b951da435673/8.0/alpine/Dockerfile",
  },
  {
    image: "mysql",
    user: "mysql",
    uid: 999,
    gid: 999,
    programs: ["mysqld"],
    data: ["/var/lib/mysql"],
    scratch: ["/var/run/mysqld", "/tmp"],
    source:
      "https://github.com/docker-library/mysql/blob/7f30fdb0738041fc5125e8218e393e0a891243e9/8.4/Dockerfile.oracle",
  },
  {
    image: "mariadb",
    user: "mysql",
    uid: 999,
    gid: 999,
    programs: ["mariadbd", "mysqld"],
    data: ["/var/lib/mysql"],
    scratch: ["/run/mysqld", "/tmp"],
    source:
      "https://github.com/MariaDB/mariadb-docker/blob/1b6429ba3544e134715c15f8c56cc6f665f827c9/11.4/Dockerfile",
  },
  {
    image: "mongo",
    user: "mongodb",
    uid: 999,
    gid: 999,
    programs: ["mongod"],
    data: ["/data/db", "/data/configdb"],
    scratch: ["/tmp"],
    source:
      "https://github.com/docker-library/mongo/blob/2c69a57b939afb99266e8f97258adb178e9559e0/8.2/Dockerfile",
  },
  {
    ...rabbitmq,
    uid: 999,
    gid: 999,
    source:
      "https://github.com/docker-library/rabbitmq/blob/9193c1de6d32046e0c1132841a7a4995b0dc32e0/4.2/ubuntu/Dockerfile",
  },
  {
    ...rabbitmq,
    flavor: "alpine",
    uid: 100,
    gid: 101,
    source:
      "https://github.com/docker-library/rabbitmq/blob/9193c1de6d32046e0c1132841a7a4995b0dc32e0/4.2/alpine/Dockerfile",
  },
  {
    image: "memcached",
    user: "memcache",
    uid: 11211,
    gid: 11211,
    startsAsRoot: false,
    programs: ["memcached"],
    scratch: [],
    source:
      "https://github.com/docker-library/memcached/blob/53ac0ecb0bf88b471a0110f8996ce791baf1a667/1/debian/Dockerfile",
  },
  {
    image: "haproxy",
    // The first version with its own user.
    from: "2.4",
    user: "haproxy",
    uid: 99,
    gid: 99,
    startsAsRoot: false,
    programs: ["haproxy"],
    source:
      "https://github.com/docker-library/haproxy/blob/ec437dd2a3656610b10a42c08763d8fa1c591efe/3.4/Dockerfile",
  },
  {
    image: "cassandra",
    user: "cassandra",
    uid: 999,
    gid: 999,
    programs: ["cassandra"],
    data: ["/var/lib/cassandra"],
    source:
      "https://github.com/docker-library/cassandra/blob/7b9da8f4f58f48af79feb0fc2f7a1e2c639965f1/5.0/Dockerfile",
  },
  {
    image: "influxdb",
    from: "2",
    before: "3",
    user: "influxdb",
    uid: 1000,
    gid: 1000,
    programs: ["influxd"],
    data: ["/var/lib/influxdb2", "/etc/influxdb2"],
    source:
      "https://github.com/influxdata/influxdata-docker/blob/d457cb9363532cbbc8d63ef7d1b065336ef0302d/influxdb/2.7/Dockerfile",
  },
  {
    image: "zookeeper",
    from: "3.5",
    user: "zookeeper",
    uid: 1000,
    gid: 1000,
    programs: ["zkServer.sh"],
    data: ["/data", "/datalog", "/logs"],
    source:
      "https://github.com/31z4/zookeeper-docker/blob/52a83649bc332b3324e0f0ecd96a1c88b2793022/3.8.6/Dockerfile",
  },
  {
    image: "nginx",
    // Earlier versions have whatever number was free.
    from: "1.18",
    user: "nginx",
    uid: 101,
    gid: 101,
    ready: false,
    programs: ["nginx"],
    scratch: ["/var/cache/nginx", "/run", "/tmp"],
    needs: ["/var/cache/nginx", "/run"],
    lowPort: true,
    source:
      "https://github.com/nginx/docker-nginx/blob/0d7f4380c735af5009aa364e27fafecd958fd4fa/mainline/debian/Dockerfile",
  },
  {
    ...httpd,
    uid: 33,
    gid: 33,
    source:
      "https://github.com/docker-library/httpd/blob/9b63b37c9be3b42d16b924ebb40af3cc40793119/2.4/Dockerfile",
  },
  {
    ...httpd,
    flavor: "alpine",
    uid: 82,
    gid: 82,
    source:
      "https://github.com/docker-library/httpd/blob/9b63b37c9be3b42d16b924ebb40af3cc40793119/2.4/alpine/Dockerfile",
  },
];

/**
 * Images that start as root and have no user that their process could run as without changes: their Dockerfiles have no
 * `USER`, and their entry points do not switch users or need root to do so. Source: the Dockerfiles that
 * https://github.com/docker-library/official-images/tree/master/library lists for each of them
 */
const rootImages: ReadonlySet<string> = new Set(
  `almalinux alpine amazoncorretto amazonlinux archlinux bash buildpack-deps busybox caddy centos clojure composer
  couchdb debian docker drupal eclipse-mosquitto eclipse-temurin elixir erlang fedora gcc ghost golang haskell
  joomla julia maven nats neo4j nextcloud node openjdk oraclelinux perl photon php phpmyadmin pypy python r-base
  registry rockylinux ruby rust sapmachine swift telegraf tomcat traefik ubuntu wordpress`.split(/\s+/),
);

/** Images of the table above whose other versions start as root as well: their entry points switch users. */
const switchingImages: ReadonlySet<string> = new Set(
  "cassandra httpd mariadb mongo mysql nginx postgres rabbitmq redis valkey".split(" "),
);

/** Root images that need capabilities to start: to switch users, to change owners or to listen on port 80. */
const capableImages: ReadonlySet<string> = new Set(
  "caddy couchdb drupal eclipse-mosquitto ghost joomla neo4j nextcloud php phpmyadmin telegraf traefik wordpress".split(
    " ",
  ),
);

/** Root images of servers that write outside of their volumes. */
const writingImages: ReadonlySet<string> = new Set(
  `caddy couchdb drupal eclipse-mosquitto ghost joomla nats neo4j nextcloud php phpmyadmin registry telegraf tomcat
  wordpress`.split(/\s+/),
);

/** What is known about an official image. */
export interface ImageKnowledge {
  /** Without registry and `library/`. */
  readonly name: string;
  /** `undefined` if no user is known that this version could start as. */
  readonly process: ImageProcess | undefined;
  /** Whether all versions start as root. */
  readonly alwaysRoot: boolean;
  /** Whether it needs capabilities to start as root. */
  readonly needsCapabilities: boolean;
  /** Whether it writes to its root filesystem. */
  readonly writes: boolean;
}

/** What the tables contain about an image; `undefined` if it is not listed. */
export function knowledgeOf(image: ImageReference): ImageKnowledge | undefined {
  const name = officialName(image);
  if (name === undefined || isWindowsTag(image.tag ?? "")) return undefined;
  const ofImage = rows.filter((row) => row.image === name);
  if (ofImage.length === 0 && !rootImages.has(name)) return undefined;
  const process = processOf(ofImage, image);
  return {
    name,
    process,
    alwaysRoot: rootImages.has(name) || switchingImages.has(name),
    needsCapabilities: ofImage.some((row) => row.startsAsRoot !== false) || capableImages.has(name),
    writes: ofImage.some((row) => row.scratch?.length !== 0) || writingImages.has(name),
  };
}

/** The user of an official image on Alpine or on its ordinary base; `undefined` if that is not known. */
export function processOn(flavor: Flavor, name: string): ImageProcess | undefined {
  const ofImage = rows.filter((row) => row.image === name);
  const row = ofImage.find((one) => one.flavor === flavor) ?? ofImage.find((one) => !one.flavor);
  return row && withDefaults(row);
}

function processOf(ofImage: readonly Row[], { tag, digest }: ImageReference): ImageProcess | undefined {
  // A digest alone can be any version of any variant.
  if (tag === undefined && digest !== undefined) return undefined;
  const flavor = isAlpineTag(tag ?? "latest") ? "alpine" : "default";
  const own = ofImage.filter((row) => row.flavor === flavor);
  const { version } = splitTag(tag ?? "latest");
  const row = (own.length > 0 ? own : ofImage.filter((one) => !one.flavor)).find((one) =>
    holdsFor(one, version),
  );
  return row && withDefaults(row);
}

/** A tag without a version means the newest one. */
function holdsFor({ from, before }: Row, version: string): boolean {
  if (version === "") return before === undefined;
  const isFrom = from === undefined || 0 <= compareVersions(version, from);
  return isFrom && (before === undefined || compareVersions(version, before) < 0);
}

/** The requirements of most processes: none. */
export const undemanding = {
  ready: true,
  data: [],
  owns: undefined,
  volumeGroup: true,
  scratch: undefined,
  needs: [],
  lowPort: false,
} as const;

function withDefaults(row: Row): ImageProcess {
  return { ...undemanding, startsAsRoot: true, ...row };
}

/** Registries that hold copies of Docker's official images. */
const mirrors: readonly (readonly [registry: string, prefix: string])[] = [
  ["docker.io", "library/"],
  ["mirror.gcr.io", "library/"],
  ["public.ecr.aws", "docker/library/"],
];

function officialName({ registry, repository }: ImageReference): string | undefined {
  for (const [host, prefix] of mirrors) {
    if (registry !== host || !repository.startsWith(prefix)) continue;
    const name = repository.slice(prefix.length);
    return officialImageOf(name) && name;
  }
  return undefined;
}
