import { containersOf } from "../kubernetes/containers.ts";
import { asWorkload } from "../kubernetes/resource.ts";
import type { Value } from "../kubernetes/value.ts";
import type { SourceFile } from "../lint/file.ts";

/** What starts on the line of an offset: a pod (the kind, name, `spec` or `containers` of its object) or a container. */
export interface Heads {
  readonly pod: boolean;
  readonly container: boolean;
}

export function headsAt({ entries }: SourceFile, offset: number): Heads {
  const { start, entry } = entries.findLast((one) => one.start <= offset) ?? {};
  if (start === undefined || !entry) return { pod: false, container: false };
  const { text } = entry.document;
  const line = lineAt(text, offset - start);
  const isHere = (at: number | undefined) => at !== undefined && line.start <= at && at <= line.end;
  const isKeyHere = (value: Value | undefined) => isHere(value?.key?.start);
  const workloads = entry.resources.flatMap((resource) => asWorkload(resource) ?? []);
  return {
    pod: workloads.some(({ root, pod }) =>
      [root.at("kind"), root.at("metadata", "name"), root.at("spec"), pod, pod.at("containers")].some(
        isKeyHere,
      ),
    ),
    container: workloads
      .flatMap(containersOf)
      .some(({ value }) => isHere(value.node?.start) || isKeyHere(value.at("name"))),
  };
}

function lineAt(text: string, offset: number): { readonly start: number; readonly end: number } {
  const end = text.indexOf("\n", offset);
  return {
    start: offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1,
    end: end < 0 ? text.length : end,
  };
}
