import type { Resource } from "../kubernetes/resource.ts";

/** The requests and limits that a LimitRange sets for containers that do not set them. */
export interface ContainerDefaults {
  readonly requests: readonly string[];
  readonly limits: readonly string[];
}

/**
 * The defaults of a LimitRange for containers, by resource name. A default limit is also a default request, and a
 * maximum is also a limit. `undefined` for other kinds. Source: https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export function containerDefaults({ group, kind, root }: Resource): ContainerDefaults | undefined {
  if (group !== "" || kind !== "LimitRange") return undefined;
  const items = (root.at("spec", "limits")?.items() ?? []).filter(
    (item) => item.at("type")?.string === "Container",
  );
  const namesIn = (...fields: readonly string[]) =>
    items.flatMap((item) =>
      fields.flatMap((field) =>
        (item.at(field)?.entries() ?? []).flatMap(({ name, value }) => (value.isNull ? [] : name)),
      ),
    );
  const limits = namesIn("default", "max");
  return { limits, requests: [...namesIn("defaultRequest", "min"), ...limits] };
}

/** Whether a ResourceQuota or a LimitRange limits anything, or might, because some of it is filled in later. */
export function limitsAnything({ kind, root }: Resource): boolean {
  const spec = root.at("spec");
  const field = spec?.at(kind === "ResourceQuota" ? "hard" : "limits");
  if (field?.isMap) return 0 < field.entries().length;
  if (field?.isSequence) return field.items().some((item) => 1 < item.entries().length);
  return field?.scalar !== undefined && !field.isNull;
}
