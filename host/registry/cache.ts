import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fieldsOf, parseJson } from "./json.ts";

/** With more files, the oldest are removed until a tenth is free again. */
const maxEntries = 5_000;
/** Writes between two counts of the folder. */
const writesBetweenCounts = 250;
/** Entries that are also kept in memory. */
const maxRemembered = 2_000;
/** In bytes; a larger answer is not stored as a file. */
const maxSize = 512 * 1024;

/** A stored answer. If its shape changes, it gets a new version number. */
interface Entry {
  readonly version: 1;
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: unknown;
}

/**
 * Answers of registries, in memory and as small files that only their owner can read. Contains facts about images, and
 * never who requested them. A file that cannot be read counts as missing.
 */
export class RegistryCache {
  readonly #folder: string | undefined;
  readonly #clock: () => number;
  readonly #remembered = new Map<string, Entry>();
  #writes = 0;

  /** @param folder created when it is first needed; undefined keeps everything only in memory */
  constructor(folder: string | undefined, clock: () => number) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /**
   * Never rejects.
   *
   * @param parse validates the shape of the value; undefined if it is invalid @returns the value and its age in
   * milliseconds
   */
  async read<T>(
    key: string,
    parse: (value: unknown) => T | undefined,
  ): Promise<{ readonly value: T; readonly age: number } | undefined> {
    const entry = this.#remembered.get(key) ?? (await this.#load(key));
    const value = parse(entry?.value);
    if (!entry || value === undefined) return undefined;
    this.#remember(key, entry);
    // If the clock was set back, entries count as old rather than as new indefinitely.
    const age = this.#clock() - entry.at;
    return { value, age: age < 0 ? Number.POSITIVE_INFINITY : age };
  }

  /** Never rejects: if nothing can be written, the registry is queried again. */
  async write(key: string, value: unknown): Promise<void> {
    const entry: Entry = { version: 1, key, at: this.#clock(), value };
    this.#remember(key, entry);
    const text = JSON.stringify(entry);
    if (this.#folder === undefined || maxSize < text.length) return;
    const path = this.#path(this.#folder, key);
    const made = `${path}.${randomUUID()}`;
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFile(made, text, { mode: 0o600, flag: "wx" });
      await rename(made, path);
      if (this.#writes++ % writesBetweenCounts === 0) await prune(this.#folder);
    } catch {
      await rm(made, { force: true }).catch(() => {});
    }
  }

  async #load(key: string): Promise<Entry | undefined> {
    if (this.#folder === undefined) return undefined;
    try {
      const path = this.#path(this.#folder, key);
      const { size } = await stat(path);
      if (maxSize * 2 < size) return undefined;
      const entry = fieldsOf(parseJson(await readFile(path, "utf8")));
      const { version, at, value } = entry;
      if (version !== 1 || entry["key"] !== key || typeof at !== "number") return undefined;
      return { version, key, at, value };
    } catch {
      return undefined;
    }
  }

  #remember(key: string, entry: Entry): void {
    if (maxRemembered <= this.#remembered.size) this.#remembered.clear();
    this.#remembered.set(key, entry);
  }

  /** A name that is valid on every file system, whatever the key contains. */
  #path(folder: string, key: string): string {
    return join(folder, `${createHash("sha256").update(key).digest("hex").slice(0, 40)}.json`);
  }
}

/** Removes the oldest files if there are too many, and remains of interrupted writes. */
async function prune(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^[0-9a-f]{40}\.json/.test(name));
  if (names.length <= maxEntries) return;
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return {
        path,
        time: await stat(path).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        ),
      };
    }),
  );
  files.sort((a, b) => a.time - b.time);
  const surplus = files.slice(0, files.length - Math.floor(maxEntries * 0.9));
  await Promise.all(surplus.map(({ path }) => rm(path, { force: true })));
}
