import type { IncomingHttpHeaders } from "node:http";
import { inWords } from "./faults.ts";

/** The maximum number of concurrent requests, across all registries. */
const lanes = 6;
/** The maximum pause, whatever the server requests. Milliseconds. */
const longestPause = 60 * 60_000;
/** The pause for a server that limits requests without a duration, or that is unreachable. Milliseconds. */
const pauseUnsaid = 60_000;
const pauseUnreachable = 30_000;
/** The longest wait before a retry. Milliseconds. */
const longestWait = 3_000;

/** Limits requests: few at a time, and none to servers that asked to wait. */
export class Pace {
  readonly #clock: () => number;
  #free = lanes;
  readonly #waiting: (() => void)[] = [];
  readonly #pauses = new Map<string, { readonly until: number; readonly reason: string | undefined }>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Runs the work when a slot is free. */
  async inLane<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free--;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }

  /** Why this host must not be queried now, as a clause; `undefined` if it can be. */
  pausedReason(host: string): string | undefined {
    const pause = this.#pauses.get(host);
    if (!pause) return undefined;
    const left = pause.until - this.#clock();
    if (0 < left) return pause.reason ?? `limits the number of requests; try again in ${inWords(left)}`;
    this.#pauses.delete(host);
    return undefined;
  }

  /** Lets further queries fail immediately while a host is unreachable. */
  unreachable(host: string, reason: string): void {
    this.#pauses.set(host, { until: this.#clock() + pauseUnreachable, reason });
  }

  /**
   * Handles the headers of a response that limit further requests.
   *
   * `Retry-After` is of https://www.rfc-editor.org/rfc/rfc9110#field.retry-after, `RateLimit-Remaining: 0;w=21600` of
   * https://docs.docker.com/docker-hub/usage/pulls/.
   *
   * @returns milliseconds before a retry; `undefined` if the host must not be queried for now
   */
  heed(host: string, status: number, headers: IncomingHttpHeaders): number | undefined {
    const after = this.#delay(headers["retry-after"]);
    if (status === 429 || (status === 503 && after !== undefined)) {
      if (after !== undefined && after <= longestWait) return after;
      this.#pause(host, after ?? pauseUnsaid);
    } else if (/^\s*0\s*(?:;|$)/.test(String(headers["ratelimit-remaining"] ?? ""))) {
      this.#pause(host, after ?? this.#delay(headers["ratelimit-reset"]) ?? pauseUnsaid);
    }
    return undefined;
  }

  #pause(host: string, length: number): void {
    this.#pauses.set(host, { until: this.#clock() + Math.min(length, longestPause), reason: undefined });
  }

  /** Milliseconds for a header with seconds, seconds since 1970, or a date. */
  #delay(header: string | string[] | undefined): number | undefined {
    const text = String(header ?? "").trim();
    const seconds = /^\d{1,10}(?=\s*(?:;|$))/.exec(text);
    const written = seconds ? Number(seconds[0]) * 1000 : Date.parse(text);
    if (Number.isNaN(written)) return undefined;
    const isMoment = !seconds || 1_000_000_000_000 <= written;
    return isMoment ? Math.max(0, written - this.#clock()) : written;
  }
}
