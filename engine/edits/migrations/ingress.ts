import type { Value } from "../../kubernetes/value.ts";
import { valuesAt } from "../../kubernetes/values-at.ts";
import type { MaybeChange } from "../edit.ts";
import { type Part, restructure } from "../restructure.ts";
import { type Migrate, same } from "./migration.ts";

/**
 * `extensions/v1beta1` and `networking.k8s.io/v1beta1` to `networking.k8s.io/v1`. The old versions had the path type
 * ImplementationSpecific as their default.
 */
export const ingress: Migrate = ({ root, document }, edit) => {
  const fallback = root.at("spec", "backend");
  const paths = valuesAt(root, "spec.rules.*.http.paths.*");
  if (paths.some((path) => !isAbsolute(path.at("path")))) return undefined;
  const backends = [fallback, ...paths.map((path) => path.at("backend"))];
  return same([
    ...(fallback ? [edit.renameKey(fallback, "defaultBackend")] : []),
    ...paths.flatMap((path) =>
      path.at("pathType")
        ? []
        : [edit.set(path, ["pathType"], "ImplementationSpecific", { after: ["path"], before: ["backend"] })],
    ),
    ...backends.flatMap((backend) => (backend ? renewed(backend, document.text) : [])),
  ]);
};

function isAbsolute(path: Value | undefined): boolean {
  return path === undefined || path.string === "" || (path.string?.startsWith("/") ?? path.isNull);
}

/** `serviceName` and `servicePort` become `service.name` and `service.port`. */
function renewed(backend: Value, text: string): readonly MaybeChange[] {
  const [name, port] = [backend.at("serviceName"), backend.at("servicePort")];
  if (!name && !port) return [];
  // The API server rejects a backend without one of them.
  if (!name || !port) return [undefined];
  const others = backend.entries().filter(({ name: key }) => key !== "serviceName" && key !== "servicePort");
  const parts: readonly Part[] = [
    {
      name: "service",
      fields: [
        { kept: name, name: "name" },
        { name: "port", fields: [portPart(port)] },
      ],
    },
    ...others.map(({ value }) => ({ kept: value })),
  ];
  return [restructure(backend, parts, text)];
}

/** A number in quotes is a port's name, which the API server rejects, so the number is meant. */
function portPart(port: Value): Part {
  if (port.number !== undefined) return { kept: port, name: "number" };
  return /^\d+$/.test(port.string ?? "")
    ? { name: "number", value: Number(port.string) }
    : { kept: port, name: "name" };
}
