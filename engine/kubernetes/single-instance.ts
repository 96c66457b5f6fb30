import { commandWords, containersOf } from "./containers.ts";
import type { Workload } from "./resource.ts";
import { type Volume, volumesOf } from "./volumes.ts";

/**
 * Whether a second pod would break a workload: its disk is attached to one node, or its software must run only once.
 */
export function isSingleInstance(workload: Workload): boolean {
  return volumesOf(workload).some(isAttachedOnce) || runsOnce(workload);
}

/** Volumes that many pods can use at once, or that each pod has for itself. */
const shareable: ReadonlySet<string> = new Set([
  "azureFile",
  "cephfs",
  "configMap",
  // Inline volumes of a CSI driver are created and deleted with their pod.
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "gitRepo",
  "glusterfs",
  "image",
  "nfs",
  "projected",
  "quobyte",
  "secret",
]);

/** Disks that several nodes can attach if they only read. Source: https://kubernetes.io/docs/concepts/storage/volumes/ */
const shareableToRead: ReadonlySet<string> = new Set(["fc", "gcePersistentDisk", "iscsi", "rbd"]);

/**
 * Whether a volume can be on only one node at a time, or has different files on each node. A claim counts, because its
 * pod does not show otherwise. An entry that has only a name is half-typed.
 */
function isAttachedOnce({ value, mounts }: Volume): boolean {
  const source = value.entries().find(({ name }) => name !== "name");
  if (!source || source.value.isNull || shareable.has(source.name)) return false;
  if (shareableToRead.has(source.name)) return source.value.at("readOnly")?.value !== true;
  if (source.name !== "hostPath") return true;
  return mounts.some((mount) => mount.value.at("readOnly")?.value !== true);
}

/**
 * Images of software whose replicas do not coordinate unless they are set up as a cluster: databases, queues, and
 * servers that keep their state in files.
 */
const images =
  /^(?:argocd-application-controller|chroma|clickhouse(?:-server)?|consul|couchdb|dgraph|drone|elasticsearch|etcd|forgejo|ghost|gitea|gitlab(?:-[ce]e)?|grafana|graphite(?:-statsd)?|home-?assistant|influxdb|jenkins|jellyfin|kafka|loki|mariadb|meilisearch|minecraft(?:-server)?|minio|mongo(?:db)?|mosquitto|mssql(?:-server)?|server-mssql|mysql(?:-server)?|n8n|neo4j|nexus3?|nextcloud|opensearch|percona(?:-server)?|pihole|plex|portainer(?:-ce)?|postgis|postgres(?:ql)?|prometheus|pushgateway|qdrant|questdb|rabbitmq|redis(?:-stack(?:-server)?)?|rethinkdb|solr|sonarqube|tempo|tiller|timescaledb|typesense|valkey|vault|vaultwarden|verdaccio|victoria-metrics|weaviate|wordpress|zookeeper)$/;

/** Schedulers that start each job once per running instance. */
const schedulers = /(?:^|[\s/])(?:celery\b.*\bbeat|celery-?beat|supercronic|crond|ofelia)(?:\s|$)/;

function runsOnce(workload: Workload): boolean {
  return containersOf(workload).some((container) => {
    const image = container.at("image")?.string ?? "";
    const repository = image.replace(/@.*$/, "").replace(/:[^/]*$/, "");
    const words = commandWords(container).map(({ scalar }) => scalar?.text ?? "");
    return images.test(repository.slice(repository.lastIndexOf("/") + 1)) || schedulers.test(words.join(" "));
  });
}
