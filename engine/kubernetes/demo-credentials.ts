import { fileNameOf, folderOf } from "../text/uri.ts";
import { type Container, commandWords, containersOf } from "./containers.ts";
import { literal, type Workload } from "./resource.ts";

/** Passwords from the documentation of common software. Attackers try them first, so they protect nothing. */
const published: ReadonlySet<string> = new Set(
  "admin administrator changeit changeme changethis default demo example guest keycloak letmein minio minioadmin mysql pass passw0rd password password123 postgres postgresql rabbitmq redis root secret test"
    .split(" ")
    .flatMap((word) => [word, `${word}1`, `my${word}`, `my-${word}`]),
);

/** Names of variables and keys that hold the name of a user: `POSTGRES_USER`, `adminUsername`. */
const userName =
  /(?:^|[^a-z])(?:db|pg|admin|root|default|initdb[-_]?root)?(?:user|user[-_]?name|userid|uid|login|admin)$/i;

/** A name and its value, both as written. */
export type Named = readonly [name: string, value: string];

/**
 * Whether a password only fills a field for a demonstration: it is published, or the same as the name of a user next
 * to it. A real one can be as weak, so this is a reason for a lower severity, not for silence.
 */
export function isDemoDefault(text: string, beside: readonly Named[]): boolean {
  const pair = /^[a-z][a-z0-9+.-]{1,30}:\/\/([^\s/:@]{1,100}):([^\s/:@]{1,100})@/i.exec(text.trim());
  const [user, password] = pair ? [pair[1], pair[2]!] : [undefined, text.trim()];
  if (published.has(password.toLowerCase()) || password === user) return true;
  return beside.some(([name, value]) => value === password && userName.test(spaced(name)));
}

function spaced(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2");
}

/**
 * Whether the name, an image, the command or the folder of a workload shows that developers run it on their own machines.
 * The name `dev` does not show that: many people can share such an environment.
 */
export function isForDevelopment(workload: Workload, uri: string): boolean {
  const containers = containersOf(workload);
  const names = [workload.name ?? "", workload.namespace ?? "", ...containers.map(({ name }) => name)];
  return (
    names.some((name) => /(?:^|-)(?:local|localdev|minikube)(?:-|$)/.test(name)) ||
    containers.some(startsForDevelopment) ||
    /^(?:local|localdev|minikube|kind)(?:[-_]\w+)?$/.test(fileNameOf(folderOf(uri)))
  );
}

/** Keycloak's `start-dev`, and images whose repository or tag ends in `-dev`. */
function startsForDevelopment(container: Container): boolean {
  const image = literal(container.at("image")) ?? "";
  const words = commandWords(container);
  return /-dev(?:[:@]|$)/.test(image) || words.some(({ string }) => string === "start-dev");
}
