import type { OfficialImage } from "./catalog.ts";
import { lineOf } from "./lines.ts";
import { splitTag } from "./tags.ts";
import { compareVersions, extendsVersion, numbersOf } from "./versions.ts";

/**
 * What an upgrade of an official image from one tag to another requires for its data, as a clause: `the data must be
 * migrated`. Undefined if the newer version reads the data of the older one, as it does within a release line.
 */
export function dataCaveat(image: OfficialImage, from: string, to: string): string | undefined {
  const [before, after] = [splitTag(from).version, splitTag(to).version];
  if (lineOf(image, before) === lineOf(image, after)) return undefined;
  const path = Object.hasOwn(PATHS, image.name) ? PATHS[image.name] : undefined;
  if (path) return path.caveatOf(before, after);
  const isMajor = numbersOf(before)[0] !== numbersOf(after)[0];
  return ON_LINE.has(image.name) || (isMajor && ON_MAJOR.has(image.name)) ? MIGRATE : undefined;
}

/** Whether the newest release line is better even with existing data, because the oldest one ends soon. */
export function prefersNewest({ name }: OfficialImage): boolean {
  return name === "rabbitmq";
}

/** Whether some version cannot read the data of an earlier one. */
export function mayNeedMigration({ name }: OfficialImage): boolean {
  return Object.hasOwn(PATHS, name) || ON_LINE.has(name) || ON_MAJOR.has(name);
}

const MIGRATE = "the data must be migrated";

interface UpgradePath {
  caveatOf(before: string, after: string): string;
}

/** A server that converts its data when it starts, but only from the previous step. */
function stepwise(text: string, once: string): UpgradePath {
  const steps = text.split(" ");
  return {
    caveatOf(before, after) {
      // `5` was the last release line of version 5.
      const start = steps.filter((step) => extendsVersion(step, before)).at(-1) ?? before;
      const line = (version: string) => numbersOf(version).slice(0, 2).join(".");
      const next = steps.find(
        (step) => 0 < compareVersions(step, line(start)) && compareVersions(step, line(after)) < 0,
      );
      return next === undefined ? once : `upgrade to ${next} first`;
    },
  };
}

const PATHS: Readonly<Record<string, UpgradePath>> = {
  // Major versions cannot be skipped: https://www.mongodb.com/docs/manual/release-notes/7.0-upgrade-standalone/
  mongo: stepwise("3.0 3.2 3.4 3.6 4.0 4.2 4.4 5.0 6.0 7.0 8.0", "back up the data first"),
  // LTS versions cannot be skipped, and a downgrade needs a backup: https://dev.mysql.com/doc/refman/9.7/en/upgrade-paths.html
  mysql: stepwise("5.5 5.6 5.7 8.0 8.4 9.7", "back up the data first"),
  // A version starts only if all feature flags of a certain earlier version are enabled:
  // https://www.rabbitmq.com/docs/feature-flags
  rabbitmq: stepwise("3.8 3.11 3.12 3.13 4.2", "enable all feature flags first"),
};

/** A release line cannot read the files, or the database, of a different one, even if only the minor version differs. */
const ON_LINE: ReadonlySet<string> = new Set(
  "arangodb cassandra drupal mariadb mediawiki neo4j percona postgres sonarqube".split(" "),
);

/**
 * Within a major version, a newer version reads the files of an older one or converts them when it starts. Ghost and
 * Nextcloud cannot skip a major version (https://docs.ghost.org/update,
 * https://docs.nextcloud.com/server/latest/admin_manual/maintenance/upgrade.html), Odoo does not migrate between
 * major versions
 * (https://www.odoo.com/documentation/19.0/administration/upgrade.html), and InfluxDB 1.11 reads what 1.8 wrote
 * (https://docs.influxdata.com/influxdb/v1/administration/upgrading/).
 */
const ON_MAJOR: ReadonlySet<string> = new Set(
  "couchdb elasticsearch ghost influxdb nextcloud odoo solr".split(" "),
);
