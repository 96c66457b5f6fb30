import { dialectOf } from "../documents/dialect.ts";
import type { ImageSource, ImageUse } from "../kubernetes/image-use.ts";
import { readFile, type SourceFile, sourcesOf } from "../lint/file.ts";
import { quoted } from "../yaml/lenient.ts";
import { lineEnd, lineStart } from "../yaml/trivia.ts";
import type { Spot } from "./image-spot.ts";

/** What is being typed, judging by the context. */
export interface Slot {
  /** `target`: the name by which a kustomization selects the images to change. */
  readonly role: "reference" | "registry" | "name" | "target" | "tag" | "digest";
  readonly use: ImageUse;
  readonly source: ImageSource;
  /** The file with the value completed. */
  readonly file: SourceFile;
}

/** A name, and one with a tag for places where a name alone could be something else. */
const standIns = ["kubewright", "kubewright:1"] as const;

/**
 * Whether the value at the cursor is an image, and which part of it. Half-typed text is often not valid YAML, so the file
 * is read again with a complete image at the cursor, which costs the parsing of one document.
 */
export function slotAt(file: SourceFile, spot: Spot): Slot | undefined {
  // In Dockerfiles, quotes are part of the name.
  if (dialectOf(file.uri) === "dockerfile") return slotWith(standIns[0], file, spot);
  const closing = closingBrackets(file.text, spot);
  for (const rest of closing === "" ? [""] : ["", closing]) {
    for (const image of standIns) {
      const slot = slotWith(`"${image}"${rest}`, file, spot);
      if (slot) return slot;
    }
  }
  return undefined;
}

/** Closes the brackets that the line of the cursor opens, if nothing follows. */
function closingBrackets(text: string, { outerStart, outerEnd }: Spot): string {
  if (text.slice(outerEnd, lineEnd(text, outerEnd)).trim() !== "") return "";
  const open: string[] = [];
  const line = text.slice(lineStart(text, outerStart), outerStart).replace(quoted, "");
  for (const [character] of line.matchAll(/[[\]{}]/g)) {
    if (character === "[" || character === "{") open.push(character === "[" ? "]" : "}");
    else open.pop();
  }
  return open.reverse().join("");
}

function slotWith(standIn: string, file: SourceFile, spot: Spot): Slot | undefined {
  const { text, uri } = file;
  const value = spot.spaceless ? ` ${standIn}` : standIn;
  const finished = readFile(uri, text.slice(0, spot.outerStart) + value + text.slice(spot.outerEnd), file);
  const offset = spot.outerStart + (spot.spaceless ? 1 : 0);
  const place = finished.entries.findLast(({ start }) => start <= offset);
  if (!place) return undefined;
  for (const source of sourcesOf(place.entry)) {
    for (const use of source.images) {
      const role = roleAt(use, offset - place.start);
      if (role) return { role, use, source, file: finished };
    }
  }
  return undefined;
}

function roleAt({ slots, text, rangeOf }: ImageUse, at: number): Slot["role"] | undefined {
  if (slots.kind === "whole") return slots.value.written?.start === at ? "reference" : undefined;
  if (slots.kind === "text") {
    if (rangeOf("tag")?.start === at) return "tag";
    return slots.whole?.start === at || (text === standIns[0] && rangeOf("name")?.start === at)
      ? "reference"
      : undefined;
  }
  const { owner, registry, name, tag, digest } = slots;
  const isAt = (key: string | undefined) => key !== undefined && owner.at(key)?.written?.start === at;
  if (isAt(tag)) return "tag";
  if (isAt(name)) return "name";
  if (isAt(registry)) return "registry";
  if (isAt(digest)) return "digest";
  return isAt("name") ? "target" : undefined;
}
