import { dialectOf } from "../documents/dialect.ts";
import { readFile, type SourceFile, sourcesOf } from "../file.ts";
import type { ImageSource, ImageUse } from "../kubernetes/image-use.ts";
import { quoted } from "../yaml/lenient.ts";
import { lineEnd, lineStart } from "../yaml/trivia.ts";
import type { Spot } from "./image-spot.ts";

/** What is being typed, as the text around it says. */
export interface Slot {
  /** `target` is the name by which a kustomization finds the images that it changes. */
  readonly role: "reference" | "registry" | "name" | "target" | "tag" | "digest";
  readonly use: ImageUse;
  readonly source: ImageSource;
  /** The file with the value finished. */
  readonly file: SourceFile;
}

/** A name, and where a name alone may be something else, one with a tag. */
const standIns = ["kubewright", "kubewright:1"] as const;

/**
 * Whether the value at the cursor is an image, and which part of it. Half-typed text often is no YAML, so the file is
 * read once more with a finished image in its place, which costs the reading of one document.
 */
export function slotAt(file: SourceFile, spot: Spot): Slot | undefined {
  // Docker takes quotes for a part of the name.
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

/** What closes the brackets that the line of the cursor opens, where nothing follows. */
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
