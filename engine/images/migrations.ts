import type { OfficialImage } from "./catalog.ts";
import { lineOf } from "./lines.ts";
import { splitTag } from "./tags.ts";
import { compareVersions, extendsVersion, numbersOf } from "./versions.ts";

/**
 * What becomes of the data of an official image when it goes from one tag to another, as a clause: `its data must be
 * migrated`. Undefined where the newer version reads what the older one wrote, which any does within a line.
 */
export function dataCaveat(image: OfficialImage, from: string, to: string): string | undefined {
  const [before, after] = [splitTag(from).version, splitTag(to).version];
  if (lineOf(image, before) === lineOf(image, after)) return undefined;
  const path = Object.hasOwn(PATHS, image.name) ? PATHS[image.name] : undefined;
  if (path) return path.caveatOf(before, after);
  const isMajor = numbersOf(before)[0] !== numbersOf(after)[0];
  return ON_LINE.has(image.name) || (isMajor && ON_MAJOR.has(image.name)) ? MIGRATE : undefined;
}

/** Whether people should take the newest line even where data has to come along: the oldest one is soon to end. */
export function prefersNewest({ name }: OfficialImage): boolean {
  return name === "rabbitmq";
}

/** Whether the data of some version cannot be read by each later one. */
export function mayNeedMigration({ name }: OfficialImage): boolean {
  return Object.hasOwn(PATHS, name) || ON_LINE.has(name) || ON_MAJOR.has(name);
}

const MIGRATE = "its data must be migrated";

interface UpgradePath {
  caveatOf(before: string, after: string): string;
}

/** A server that converts its data when it starts, from the step before only. */
function stepwise(text: string, once: string): UpgradePath {
  const steps = text.split(" ");
  return {
    caveatOf(before, after) {
      // `5` stood for the last of its lines.
      const start = steps.filter((step) => extendsVersion(step, before)).at(-1) ?? before;
      const line = (version: string) => numbersOf(version).slice(0, 2).join(".");
      const next = steps.find(
        (step) => 0 < compareVersions(step, line(start)) && compareVersions(step, line(after)) < 0,
      );
      return next === undefined ? once : `upgrade its data to ${next} first`;
    },
  };
}

const PATHS: Readonly<Record<string, UpgradePath>> = {
  // Major versions are not skipped: https://www.mongodb.com/docs/manual/release-notes/7.0-upgrade-standalone/
  mongo: stepwise("3.0 3.2 3.4 3.6 4.0 4.2 4.4 5.0 6.0 7.0 8.0", "back up its data first"),
  // Long-term lines are not skipped, and only a backup leads back: https://dev.mysql.com/doc/refman/9.7/en/upgrade-paths.html
  mysql: stepwise("5.5 5.6 5.7 8.0 8.4 9.7", "back up its data first"),
  // A version starts only where all feature flags of a certain one before are enabled:
  // https://www.rabbitmq.com/docs/feature-flags
  rabbitmq: stepwise("3.8 3.11 3.12 3.13 4.2", "enable all feature flags first"),
};

/** One line does not read the files, or the database, of another unprepared, even where only the second number differs. */
const ON_LINE: ReadonlySet<string> = new Set(
  "arangodb cassandra drupal mariadb mediawiki neo4j percona postgres sonarqube".split(" "),
);

/**
 * Within a major version they read each other's files, or convert them by themselves when they start. Ghost and
 * Nextcloud skip no major version (https://docs.ghost.org/update,
 * https://docs.nextcloud.com/server/latest/admin_manual/maintenance/upgrade.html), Odoo migrates between none
 * (https://www.odoo.com/documentation/19.0/administration/upgrade.html), and InfluxDB 1.11 reads what 1.8 wrote
 * (https://docs.influxdata.com/influxdb/v1/administration/upgrading/).
 */
const ON_MAJOR: ReadonlySet<string> = new Set(
  "couchdb elasticsearch ghost influxdb nextcloud odoo solr".split(" "),
);
