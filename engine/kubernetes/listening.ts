import { officialImage } from "../images/catalog.ts";
import { exposedPorts } from "../images/exposed-ports.ts";
import { parseImageReference } from "../images/reference.ts";
import type { Container } from "./containers.ts";
import type { IsReplaced } from "./process-user.ts";
import { literal } from "./resource.ts";
import type { Value } from "./value.ts";
import { volumesOf } from "./volumes.ts";

/**
 * Whether nothing can listen on a port of a container: it runs an unmodified official image whose known ports do not
 * include this one. A declared port is only documentation, and the port of a Service is often wrong in examples.
 */
export function isDeaf(container: Container, port: number, isReplaced: IsReplaced): boolean {
  const text = literal(container.at("image"));
  const reference = text === undefined ? undefined : parseImageReference(text);
  if (text === undefined || reference?.kind !== "image") return false;
  if (isReplaced(text.slice(0, reference.ranges.repository.end))) return false;
  const image = officialImage(reference);
  const ports = image && exposedPorts(image.name);
  return ports !== undefined && !ports.includes(port) && isAsItComes(container, port);
}

/** Whether no command, argument, file or variable can set the port that it listens on. */
function isAsItComes(container: Container, port: number): boolean {
  if (["command", "args", "envFrom", "lifecycle"].some((key) => container.at(key))) return false;
  const variables = container.at("env")?.items() ?? [];
  const saysPort = variables.some(
    (variable) =>
      portVariable.test(variable.at("name")?.string ?? "") ||
      (variable.at("value")?.scalar?.text ?? "").includes(String(port)),
  );
  return (
    !saysPort && (container.at("volumeMounts")?.items() ?? []).every((mount) => isOfData(container, mount))
  );
}

const portVariable = /port|addr|listen|bind|host|url|opt|conf|arg/i;

/**
 * Whether a mount brings no files: the container fills the volume itself, and it is not where images keep their
 * settings.
 */
function isOfData({ workload }: Container, mount: Value): boolean {
  const name = mount.at("name")?.string;
  const volume = volumesOf(workload).find((one) => one.name === name)?.value;
  const isFilled =
    volume !== undefined && !["emptyDir", "persistentVolumeClaim"].some((kind) => volume.at(kind));
  return (
    !isFilled &&
    !/^\/(?:(?:etc|opt|conf|config|usr\/local)(?:\/|$)|$)/.test(mount.at("mountPath")?.string ?? "/")
  );
}
