import { setTimeout as sleep } from "node:timers/promises";
import { type Fault, fault } from "./faults.ts";
import type { Pace } from "./pace.ts";
import type { Call, Reply, Transport } from "./transport.ts";

/** More hops than a registry with storage behind a load balancer needs. */
const maxRedirects = 5;
/** Milliseconds before the retry. */
const retryDelay = 200;

/** A response, and whether it is from a different origin than the requested one. */
export interface Landed extends Reply {
  readonly foreign: boolean;
}

/** Requests with a retry, redirects and rate limits. */
export class Requests {
  readonly #transport: Transport;
  readonly #pace: Pace;
  readonly #isNamed: (host: string) => Promise<boolean>;

  /** @param isNamed whether the user's configuration lists a host, with its port if it has one */
  constructor(transport: Transport, pace: Pace, isNamed: (host: string) => Promise<boolean>) {
    this.#transport = transport;
    this.#pace = pace;
    this.#isNamed = isNamed;
  }

  /**
   * Whether a request can go to an internal address.
   *
   * @param from whether the source of the address is internal itself
   */
  async mayBeInternal(url: URL, from: boolean): Promise<boolean> {
    return from || (await this.#isNamed(url.host));
  }

  /**
   * Follows redirects. A different origin never gets the `authorization`, and a public host cannot redirect to an
   * internal address that the user did not list. Never rejects.
   */
  async fetch(call: Call): Promise<Landed | Fault> {
    let { url, headers, internal } = call;
    for (let hop = 0; hop <= maxRedirects; hop++) {
      const reply = await this.#twice({ ...call, url, headers, internal });
      if (reply.kind === "fault") {
        return url.host === call.url.host
          ? reply
          : fault(`redirects to ${url.host}, which ${reply.reason}`, "final");
      }
      const { location } = reply.headers;
      if (reply.status < 300 || 399 < reply.status || location === undefined || call.method === "POST")
        return { ...reply, foreign: url.origin !== call.url.origin };
      const target = resolve(location, url);
      if (!target || (target.protocol !== "https:" && target.protocol !== call.url.protocol))
        return fault("redirects to an address that is not allowed");
      if (target.origin !== url.origin) {
        const { authorization: _, ...rest } = headers;
        headers = rest;
      }
      url = target;
      internal = await this.mayBeInternal(target, reply.internal);
    }
    return fault("redirects in a loop");
  }

  /** One request, with one retry after a temporary failure. */
  async #twice(call: Call): Promise<Reply | Fault> {
    const { host } = call.url;
    for (let last = false; ; last = true) {
      const paused = this.#pace.pausedReason(host);
      if (paused !== undefined) return fault(paused);
      const reply = await this.#pace.inLane(() => this.#transport.send(call));
      const wait = this.#waitAfter(host, reply);
      if (last || wait === undefined) return this.#limitOf(host, reply) ?? reply;
      try {
        await sleep(wait, undefined, { signal: call.signal });
      } catch {
        return fault(String(call.signal.reason));
      }
    }
  }

  /** The milliseconds before a request is worth a retry; `undefined` if it is not. */
  #waitAfter(host: string, reply: Reply | Fault): number | undefined {
    if (reply.kind === "fault") {
      if (reply.nature === "unreachable") this.#pace.unreachable(host, reply.reason);
      return reply.nature === "broken" ? retryDelay : undefined;
    }
    const wait = this.#pace.heed(host, reply.status, reply.headers);
    if (wait !== undefined || reply.status < 500) return wait;
    return this.#pace.pausedReason(host) === undefined ? retryDelay : undefined;
  }

  /** The limit that a host has set with its reply, if any. */
  #limitOf(host: string, reply: Reply | Fault): Fault | undefined {
    const isLimited = reply.kind === "reply" && reply.status === 429;
    const reason = isLimited ? this.#pace.pausedReason(host) : undefined;
    return reason === undefined ? undefined : fault(reason);
  }
}

/** The URL in a header, without credentials; `undefined` if it is invalid. */
export function resolve(location: string, base: URL | undefined): URL | undefined {
  try {
    const url = new URL(location, base);
    if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
    url.username = "";
    url.password = "";
    return url;
  } catch {
    return undefined;
  }
}
