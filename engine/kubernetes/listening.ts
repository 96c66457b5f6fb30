import { officialImage } from "../images/catalog.ts";
import { exposedPorts } from "../images/exposed-ports.ts";
import { parseImageReference } from "../images/reference.ts";
import type { Container } from "./containers.ts";
import type { IsReplaced } from "./process-user.ts";
import { literal } from "./resource.ts";
import type { Value } from "./value.ts";
import { volumesOf } from "./volumes.ts";

/**
 * Whether nothing can listen on a port of a container: it runs an official image as it is, whose ports are known and are
 * others. A declared port is only a note, and that of a Service is often wrong in examples.
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

/** Without a command, arguments, a file or a variable that may say on which port it listens. */
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

/** Whether a mount brings no files: a volume that the container fills itself, and not where images keep their settings. */
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
