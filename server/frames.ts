import { Transform, type TransformCallback } from "node:stream";

/** The longest body that is taken, in bytes: half of the longest string that Node.js can hold. */
const maxBody = 256 * 1024 * 1024;
/** The longest header block that is taken, in bytes. */
const maxHeaders = 8 * 1024;
const blank = "\r\n\r\n";

/**
 * Passes on the messages of the base protocol whose headers can be read, and skips what stands between them. The
 * protocol's library stops reading at the first header that it cannot parse.
 */
export class Frames extends Transform {
  readonly #report: (problem: string) => void;
  /** What has arrived of the next message's headers. */
  #headers: Buffer = Buffer.alloc(0);
  /** How many bytes of the current body have not arrived yet. */
  #left = 0;
  /** The current run of unreadable bytes was reported. */
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

  /** Returns the bytes behind the headers; none while these are incomplete. */
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

  /** Drops what cannot be read, up to the next place where headers may begin. */
  #skip(): void {
    if (!this.#reported) this.#report("Skipped input that is not a message: its headers are malformed.");
    this.#reported = true;
    const text = this.#headers.toString("latin1");
    const next = text.slice(1).search(/content-(?:length|type)[ \t]*:/i);
    // The name of a header may have arrived only in part.
    this.#headers = next < 0 ? this.#headers.subarray(-15) : this.#headers.subarray(next + 1);
    if (next < 0 && this.#headers.includes(blank)) this.#headers = Buffer.alloc(0);
  }
}

/** The length that headers state; `undefined` where they cannot be read. */
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
