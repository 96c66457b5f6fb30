import { type Container, containersOf } from "./containers.ts";
import { asWorkload, type Resource } from "./resource.ts";

/** Whether an object is a Pod that a person starts to work in its shell. No controller restarts it. */
export function isShell(resource: Resource): boolean {
  if (resource.kind !== "Pod" || resource.group !== "") return false;
  const workload = asWorkload(resource);
  return workload !== undefined && containersOf(workload).some(isInteractive);
}

function isInteractive(container: Container): boolean {
  return container.at("stdin")?.value === true && container.at("tty")?.value === true;
}
