import type { Fields } from "./client.ts";

/** Fields that the server generates or counts again for each request. */
const drawn = new Set([
  "uid",
  "creationTimestamp",
  "managedFields",
  "generation",
  "resourceVersion",
  "clusterIP",
  "clusterIPs",
  "nodePort",
  "healthCheckNodePort",
]);
const labelKeys = new Set(["labels", "annotations"]);

/**
 * The object as the server completed it, without labels, annotations, and what is different for each request. Keys have
 * no order and are compared by name.
 */
export function withoutLabels(object: Fields): unknown {
  const metadata = object["metadata"] as Fields | undefined;
  const uid = metadata?.["uid"];
  // A Job's pods are labeled with its uid.
  const text =
    typeof uid === "string" ? JSON.stringify(object).replaceAll(uid, "UID") : JSON.stringify(object);
  return strip(JSON.parse(text), "");
}

function strip(value: unknown, parent: string): unknown {
  if (Array.isArray(value)) return value.map((item) => strip(item, parent));
  if (typeof value !== "object" || value === null) return value;
  const isLeftOut = (key: string) => drawn.has(key) || (parent === "metadata" && labelKeys.has(key));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (isLeftOut(key) ? [] : [[key, strip(item, key)]])),
  );
}
