import { officialImage } from "../images/catalog.ts";
import { exposedPorts } from "../images/exposed-ports.ts";
import { type Container, commandWords } from "./containers.ts";
import { hasOwnImage, type IsReplaced, referenceOf } from "./process-user.ts";
import type { Value } from "./value.ts";
import { volumesOf } from "./volumes.ts";

/**
 * Whether nothing can listen on a port of a container: it runs an unmodified official image whose known ports do not
 * include this one. A declared port is only documentation, and the port of a Service is often wrong in examples.
 */
export function isDeaf(container: Container, port: number, isReplaced: IsReplaced): boolean {
  const reference = referenceOf(container);
  if (!reference || hasOwnImage(container, isReplaced)) return false;
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

/**
 * Whether arguments or variables show that a program accepts connections to a port only from its own pod, for example
 * from a proxy beside it. The kubelet and Services cannot reach it there.
 */
export function listensOnLoopback(container: Container, port: number): boolean {
  const words = commandWords(container);
  const text = words.map((word) => word.scalar?.text ?? "").join(" ");
  if (onlyPostgres.test(text)) return true;
  const isOwn = (address: string | undefined) => address === String(port);
  if ([...text.matchAll(listenFlag)].some(([, address]) => isOwn(address))) return true;
  return (container.at("env")?.items() ?? []).some(
    (variable) =>
      listenVariable.test(variable.at("name")?.string ?? "") &&
      isOwn(loopback.exec(variable.at("value")?.scalar?.text ?? "")?.[1]),
  );
}

/** A list with other addresses does not match. Source: https://www.postgresql.org/docs/current/runtime-config-connection.html */
const onlyPostgres = /(?:^|\s|-c)listen_addresses\s*=\s*['"]?(?:127\.0\.0\.1|localhost|::1)['"]?(?:\s|$)/;
const listenFlag =
  /(?:^|\s)--?[\w.-]{0,40}(?:bind|listen|addr)[\w.-]{0,40}[=\s]['"]?(?:127\.0\.0\.1|localhost|\[::1\]):(\d{1,5})(?!\d)/gi;
const listenVariable = /bind|listen|(?:^|_)addr(?:ess)?$/i;
const loopback = /^(?:127\.0\.0\.1|localhost|\[::1\]):(\d{1,5})$/;

/** Whether a container runs a load generator, which only sends requests, whatever Service selects its pod. */
export function isLoadGenerator({ value }: Container): boolean {
  const words = commandWords(value);
  return /(?:^|[\s/])k6 run\b/.test(words.map((word) => word.string ?? "").join(" "));
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
