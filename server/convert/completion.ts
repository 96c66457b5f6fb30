import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionList,
  type InsertReplaceEdit,
  type Range,
} from "vscode-languageserver/node";
import type { Completion, Completions, LineTable } from "../../engine/index.ts";
import type { Client } from "../client.ts";
import { toRange } from "./position.ts";

/** The list in the shortest form that the client supports. If possible, the range of all items is sent once. */
export function toCompletionList(
  { insert, replace, items, isIncomplete }: Completions,
  lines: LineTable,
  { completion: client }: Client,
): CompletionList {
  const ranges = { insert: toRange(lines, insert), replace: toRange(lines, replace) };
  const width = String(items.length).length;
  const list = items.map((item, at): CompletionItem => {
    // Editors sort by this text; otherwise they would use their own order.
    const sortText = String(at).padStart(width, "0");
    const edit = client.sharedRange
      ? { textEditText: item.text }
      : { textEdit: { newText: item.text, ...own(ranges, client) } };
    return { ...toItem(item, client), sortText, ...edit };
  });
  return {
    isIncomplete,
    items: list,
    ...(client.sharedRange
      ? { itemDefaults: { editRange: client.insertsOrReplaces ? ranges : ranges.replace } }
      : {}),
  };
}

type Ranges = Readonly<Record<"insert" | "replace", Range>>;

function own(
  ranges: Ranges,
  client: Client["completion"],
): { readonly range: Range } | Omit<InsertReplaceEdit, "newText"> {
  return client.insertsOrReplaces ? ranges : { range: ranges.replace };
}

function toItem(
  { label, kind, detail, mark, filter, ended }: Completion,
  client: Client["completion"],
): CompletionItem {
  const details = [mark, detail].filter((part) => part !== undefined);
  return {
    label,
    kind: kinds[kind],
    ...(client.labelDetails && mark !== undefined ? { labelDetails: { description: mark } } : {}),
    ...(details.length > 0 ? { detail: details.join(", ") } : {}),
    ...(ended && client.tags ? { tags: [CompletionItemTag.Deprecated] } : {}),
    ...(filter === label ? {} : { filterText: filter }),
  };
}

const kinds: Readonly<Record<Completion["kind"], CompletionItemKind>> = {
  image: CompletionItemKind.Module,
  registry: CompletionItemKind.Folder,
  tag: CompletionItemKind.Value,
  key: CompletionItemKind.Property,
  choice: CompletionItemKind.EnumMember,
};
