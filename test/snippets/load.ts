import { readFileSync } from "node:fs";
import { expand } from "./expand.ts";

export interface Snippet {
  readonly title: string;
  readonly prefixes: readonly string[];
  readonly description: string;
  /** The body as written, with tab stops. */
  readonly body: string;
  /** The body with the defaults. */
  readonly text: string;
}

interface Entry {
  readonly prefix: string | readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

/** Reads the snippets of a language, `kubernetes` or `dockerfile`. */
export function snippetsOf(language: "kubernetes" | "dockerfile"): readonly Snippet[] {
  const file = new URL(`../../snippets/${language}.json`, import.meta.url);
  const entries = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, Entry>>;
  return Object.entries(entries).map(([title, { prefix, description, body }]) => ({
    title,
    prefixes: [prefix].flat(),
    description,
    body: body.join("\n"),
    text: expand(body.join("\n")),
  }));
}

/** Whether a snippet is a whole manifest, rather than a block for inside one. */
export function isManifest(snippet: Snippet): boolean {
  return snippet.text.startsWith("apiVersion:");
}
