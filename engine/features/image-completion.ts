import { type ImageReference, parseImageReference } from "../images/reference.ts";
import type { ImageSource } from "../kubernetes/image-use.ts";
import type { SourceFile } from "../lint/file.ts";
import type { RunContext } from "../lint/run.ts";
import type { Range } from "../text/range.ts";
import { isPlainString } from "../yaml/scalar.ts";
import type { Completion, Completions } from "./completion.ts";
import { nameCompletions, targetCompletions } from "./image-names.ts";
import { registryCompletions } from "./image-places.ts";
import { type Slot, slotAt } from "./image-slot.ts";
import { type Spot, spotAt } from "./image-spot.ts";
import { tagCompletions } from "./image-tags.ts";
import { type KnownImage, knownImages } from "./known-images.ts";

/** Editors filter a list at each keystroke, so a longer one is limited to what matches the typed text. */
const longest = 1500;

/**
 * Completions for an image or for the part at the cursor: names and tags of official images, from the workspace, and from
 * earlier answers of registries. `undefined` if there is no image at the cursor.
 */
export function imageCompletions(
  file: SourceFile,
  offset: number,
  context: RunContext,
): Completions | undefined {
  const spot = spotAt(file, offset);
  const slot = spot && slotAt(file, spot);
  if (!slot) return undefined;
  const known = knownImages(slot.file, slot.use, context.workspace);
  return slot.role === "reference"
    ? inReference(file.text, offset, spot, slot, known, context)
    : underKey(file.text, offset, spot, slot, known, context);
}

/** The name and tag are in a single value. */
function inReference(
  text: string,
  offset: number,
  spot: Spot,
  { source }: Slot,
  known: readonly KnownImage[],
  context: RunContext,
): Completions | undefined {
  const written = text.slice(spot.start, spot.end);
  const at = written.indexOf("@");
  const nameAndTag = at < 0 ? written : written.slice(0, at);
  const colon = nameAndTag.indexOf(":", nameAndTag.lastIndexOf("/") + 1);
  const nameEnd = spot.start + (colon < 0 ? nameAndTag.length : colon);
  const tagEnd = spot.start + nameAndTag.length;
  if (offset <= nameEnd) {
    const typed = text.slice(spot.start, offset);
    const names = nameCompletions(known, typed, undefined, context.settings.registries);
    const items = [...stageCompletions(source, spot.start), ...names];
    return listOf(items, typed, { start: spot.start, end: nameEnd }, offset, spot);
  }
  if (tagEnd < offset) return undefined;
  const reference = parseImageReference(text.slice(spot.start, nameEnd));
  if (reference.kind !== "image") return undefined;
  const typed = text.slice(nameEnd + 1, offset);
  const items = tagsOf(reference, known, context);
  return listOf(items, typed, { start: nameEnd + 1, end: tagEnd }, offset, spot);
}

/** Each part of the reference has its own key. */
function underKey(
  text: string,
  offset: number,
  spot: Spot,
  { role, use }: Slot,
  known: readonly KnownImage[],
  context: RunContext,
): Completions | undefined {
  const { registries } = context.settings;
  const typed = text.slice(spot.start, offset);
  const whole = { start: spot.start, end: spot.end };
  const list = (items: readonly Completion[]) => listOf(items, typed, whole, offset, spot);
  const { slots, parsed } = use;
  switch (role) {
    case "registry":
      return list(registryCompletions(known, registries));
    case "target":
      return list(targetCompletions(known));
    case "name": {
      const isApart = slots.kind === "keys" && slots.registry !== undefined && parsed.registryIsExplicit;
      return list(nameCompletions(known, typed, isApart ? parsed.registry : undefined, registries));
    }
    case "tag": {
      // YAML would read a bare number: `1.10` as `1.1`.
      const quote = (item: Completion) =>
        spot.quoted || isPlainString(item.text) ? item : { ...item, text: `"${item.text}"` };
      return list(tagsOf(parsed, known, context).map(quote));
    }
    default:
      return undefined;
  }
}

/** The stages of a Dockerfile above an offset. FROM and COPY can refer to them like images. */
function stageCompletions({ dockerfile }: ImageSource, offset: number): readonly Completion[] {
  const names = (dockerfile?.stages ?? []).flatMap(({ name, from }) =>
    name !== undefined && from.range.end < offset ? [name] : [],
  );
  return [...new Set(names)].map((name) => ({
    label: name,
    kind: "image",
    detail: "stage",
    mark: undefined,
    text: name,
    filter: name,
    ended: false,
  }));
}

function tagsOf(
  reference: ImageReference,
  known: readonly KnownImage[],
  { workspace }: RunContext,
): readonly Completion[] {
  return tagCompletions(reference, known, workspace.toldTags(reference));
}

function listOf(
  items: readonly Completion[],
  typed: string,
  replace: Range,
  offset: number,
  { spaceless }: Spot,
): Completions | undefined {
  const isIncomplete = longest < items.length;
  const fitting = isIncomplete
    ? items.filter(({ filter }) => filter.includes(typed)).slice(0, longest)
    : items;
  if (fitting.length === 0) return undefined;
  return {
    insert: { start: replace.start, end: offset },
    replace,
    items: spaceless ? fitting.map((item) => ({ ...item, text: ` ${item.text}` })) : fitting,
    isIncomplete,
  };
}
