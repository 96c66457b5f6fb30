import { Transform, type TransformCallback } from "node:stream";

/** The maximum length of a body, in bytes: half of the longest string in Node.js. */
const maxBody = 256 * 1024 * 1024;
/** The maximum length of the headers, in bytes. */
const maxHeaders = 8 * 1024;
const blank = "\r\n\r\n";

/**
 * Passes on messages with valid headers, and skips everything between them. The LSP library itself stops reading at the
 * first header that it cannot parse.
 */
export class Frames extends Transform {
  readonly #report: (problem: string) => void;
  /** The part of the next message's headers that has arrived. */
  #headers: Buffer = Buffer.alloc(0);
  /** The number of bytes of the current body that have not arrived yet. */
  #left = 0;
  /** Whether the current run of invalid bytes has been reported. */
  #reported = false;

  constructor(report: (problem: string) => void) {
    super();
    this.#report = report;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#left > 0) {
        const body = rest.subarray(0, this.#left);
        this.push(body);
        this.#left -= body.length;
        rest = rest.subarray(body.length);
      } else {
        rest = this.#readHeaders(rest);
      }
    }
    done();
  }

  /** Returns the bytes after the headers; none while the headers are incomplete. */
  #readHeaders(bytes: Buffer): Buffer {
    this.#headers = Buffer.concat([this.#headers, bytes]);
    for (;;) {
      const end = this.#headers.indexOf(blank);
      if (end < 0) {
        if (this.#headers.length > maxHeaders) this.#skip();
        if (this.#headers.length <= maxHeaders) return Buffer.alloc(0);
        continue;
      }
      const length = end <= maxHeaders ? contentLength(this.#headers.toString("latin1", 0, end)) : undefined;
      if (length === undefined) {
        this.#skip();
        continue;
      }
      const behind = end + blank.length;
      this.push(this.#headers.subarray(0, behind));
      const rest = this.#headers.subarray(behind);
      this.#headers = Buffer.alloc(0);
      this.#left = length;
      this.#reported = false;
      return rest;
    }
  }

  /** Drops invalid bytes, up to the next position where headers could start. */
  #skip(): void {
    if (!this.#reported) this.#report("Skipped input that is not a message: its headers are malformed.");
    this.#reported = true;
    const text = this.#headers.toString("latin1");
    const next = text.slice(1).search(/content-(?:length|type)[ \t]*:/i);
    // The name of a header might have arrived only in part.
    this.#headers = next < 0 ? this.#headers.subarray(-15) : this.#headers.subarray(next + 1);
    if (next < 0 && this.#headers.includes(blank)) this.#headers = Buffer.alloc(0);
  }
}

/** The content length in the headers; `undefined` if they are invalid. */
function contentLength(headers: string): number | undefined {
  let length: number | undefined;
  for (const line of headers.split("\r\n")) {
    const [, name, value] = /^([\w-]+)[ \t]*:[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return undefined;
    if (name.toLowerCase() !== "content-length") continue;
    length = /^\d{1,10}$/.test(value) ? Number(value) : undefined;
    if (length === undefined || length > maxBody) return undefined;
  }
  return length;
}
