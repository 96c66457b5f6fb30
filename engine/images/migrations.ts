import type { Successor } from "./successor.ts";

/**
 * Whether an upgrade of an official image asks somebody to prepare or convert the data of the version before, by the
 * documentation of its makers; `name` is without registry and `library/`.
 */
export function needsMigration(name: string, upgrade: Successor["upgrade"]): boolean {
  return upgrade === "major"
    ? ON_MAJOR.has(name) || ON_MINOR.has(name)
    : upgrade === "minor" && ON_MINOR.has(name);
}

/** One line does not read the files, or the database, of another unprepared, even where only the second number differs. */
const ON_MINOR: ReadonlySet<string> = new Set(
  "arangodb cassandra drupal mariadb mediawiki mongo mysql neo4j percona postgres rabbitmq sonarqube".split(
    " ",
  ),
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
