import type { IncomingHttpHeaders } from "node:http";
import { inWords } from "./faults.ts";

/** Requests under way at any time, over all registries. */
const lanes = 6;
/** Nobody is left alone for longer, whatever he asks for. Milliseconds. */
const longestPause = 60 * 60_000;
/** For a server that says "enough" without saying for how long, and for one that is not there. Milliseconds. */
const pauseUnsaid = 60_000;
const pauseUnreachable = 30_000;
/** A longer wait is not worth a second try. Milliseconds. */
const longestWait = 3_000;

/** How fast and whom to ask: few requests at a time, and nobody who wants to be left alone. */
export class Pace {
  readonly #clock: () => number;
  #free = lanes;
  readonly #waiting: (() => void)[] = [];
  readonly #pauses = new Map<string, { readonly until: number; readonly reason: string | undefined }>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Runs the work when its turn comes. */
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

  /** Why this host is not to be asked now, as a clause; undefined where it may be. */
  pausedReason(host: string): string | undefined {
    const pause = this.#pauses.get(host);
    if (!pause) return undefined;
    const left = pause.until - this.#clock();
    if (0 < left) return pause.reason ?? `limits how often it is asked: again in ${inWords(left)}`;
    this.#pauses.delete(host);
    return undefined;
  }

  /** Spares the next questions the wait for a host that is not there. */
  unreachable(host: string, reason: string): void {
    this.#pauses.set(host, { until: this.#clock() + pauseUnreachable, reason });
  }

  /**
   * Takes in what an answer says about being asked again.
   *
   * `Retry-After` is of https://www.rfc-editor.org/rfc/rfc9110#field.retry-after, `RateLimit-Remaining: 0;w=21600` of
   * https://docs.docker.com/docker-hub/usage/pulls/.
   *
   * @returns milliseconds after which a second try is welcome; undefined where the host is left alone instead
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

  /** Milliseconds of a header that has seconds, seconds since 1970 or a date. */
  #delay(header: string | string[] | undefined): number | undefined {
    const text = String(header ?? "").trim();
    const seconds = /^\d{1,10}(?=\s*(?:;|$))/.exec(text);
    const written = seconds ? Number(seconds[0]) * 1000 : Date.parse(text);
    if (Number.isNaN(written)) return undefined;
    const isMoment = !seconds || 1_000_000_000_000 <= written;
    return isMoment ? Math.max(0, written - this.#clock()) : written;
  }
}
