import { parseChallenge } from "./challenge.ts";
import type { CredentialStore } from "./credentials.ts";
import { basic, type Lookup } from "./login.ts";
import { isSameParty } from "./party.ts";
import { isLoopback } from "./proxy.ts";
import { type Refusal, unavailable } from "./refusal.ts";
import { type Landed, type Requests, resolve } from "./requests.ts";
import { fetchToken } from "./token.ts";

/** A repository of a registry. */
export interface Place {
  readonly registry: string;
  readonly repository: string;
}

/** A header, and its expiry in milliseconds since 1970. */
export interface Authorization {
  readonly header: string;
  readonly until: number;
}

interface AuthorizationOptions {
  readonly requests: Requests;
  readonly credentials: CredentialStore;
  readonly clock: () => number;
  /** Called once for each problem that makes credentials unavailable. */
  readonly onProblem: (problem: string) => void;
}

/** More than the number of repositories in a workspace. Evicted entries are requested again. */
const maxAuthorizations = 1_000;

/** The authorization headers for registries, and how to get them. */
export class Authorizations {
  readonly #options: AuthorizationOptions;
  readonly #known = new Map<string, Authorization>();
  readonly #pending = new Map<string, Promise<Authorization | Refusal>>();
  readonly #told = new Set<string>();

  constructor(options: AuthorizationOptions) {
    this.#options = options;
  }

  /** The header for a repository; `undefined` if it never required one, or if it has expired. */
  known(place: Place): Authorization | undefined {
    const known = this.#known.get(keyOf(place));
    return known && this.#options.clock() < known.until ? known : undefined;
  }

  /**
   * Answers the challenge of a registry. Queries about one repository share a token, and canceling one of them does not
   * cancel the token request. Never rejects.
   *
   * @param url the requested URL
   * @param reply the registry's answer, with `WWW-Authenticate`
   * @param used the header that the registry has just rejected
   */
  meet(
    place: Place,
    url: URL,
    reply: Landed,
    used: Authorization | undefined,
  ): Promise<Authorization | Refusal> {
    const newer = this.known(place);
    if (newer && newer !== used) return Promise.resolve(newer);
    const key = keyOf(place);
    let pending = this.#pending.get(key);
    if (!pending) {
      pending = this.#answer(reply, place, url).then((authorization) => {
        this.#pending.delete(key);
        if ("kind" in authorization) return authorization;
        if (maxAuthorizations <= this.#known.size) this.#known.clear();
        this.#known.set(key, authorization);
        return authorization;
      });
      this.#pending.set(key, pending);
    }
    return pending;
  }

  /** The registry requires something else. Includes why there were no credentials, if known. */
  async turnedDown(place: Place, url: URL): Promise<Refusal> {
    this.#known.delete(keyOf(place));
    return denied((await this.#lookUp(place.registry, url, url)).problem);
  }

  async #answer(
    { headers, internal: isInternal }: Landed,
    { registry, repository }: Place,
    url: URL,
  ): Promise<Authorization | Refusal> {
    const challenge = parseChallenge(headers["www-authenticate"]);
    if (!challenge) return unavailable("requires a login method that is not supported");
    const target = challenge.kind === "basic" ? url : resolve(challenge.realm, undefined);
    // A realm can be on any host, but must use TLS if the registry does.
    if (!target || (target.protocol !== "https:" && target.protocol !== url.protocol))
      return unavailable("refers to a token server at an address that is not allowed");
    const { credentials, problem } = await this.#lookUp(registry, url, target);
    if (credentials?.kind === "bearer" && isSafe(url)) return forever(`Bearer ${credentials.token}`);
    if (challenge.kind === "basic")
      return credentials?.kind === "password" ? forever(basic(credentials)) : denied(problem);
    const { service, scope = `repository:${repository}:pull` } = challenge;
    const { requests } = this.#options;
    const internal = await requests.mayBeInternal(target, isInternal);
    const token = await fetchToken(requests, { url: target, service, scope, credentials, internal });
    if (token.kind === "denied") return denied(problem);
    if (token.kind === "unavailable") return token;
    return { header: `Bearer ${token.token}`, until: this.#options.clock() + token.lifetime };
  }

  /**
   * @param url the registry's address
   * @param target the URL that would get the credentials
   */
  async #lookUp(registry: string, url: URL, target: URL): Promise<Lookup> {
    const lookup = await this.#options.credentials.of(registry);
    const objection = lookup.credentials && (await this.#objection(url, target));
    const found = objection === undefined ? lookup : { credentials: undefined, problem: objection };
    if (found.problem !== undefined && !this.#told.has(found.problem)) {
      this.#told.add(found.problem);
      this.#options.onProblem(`${registry} is queried without credentials: ${found.problem}`);
    }
    return found;
  }

  /** Why the credentials of a registry must not be sent to a target; `undefined` if they can be. */
  async #objection(url: URL, target: URL): Promise<string | undefined> {
    if (!isSafe(target)) return "its credentials are not sent without TLS";
    const { credentials } = this.#options;
    if ((await isSameParty(url, target)) || (await credentials.names(target.host))) return undefined;
    return `its credentials are not sent to its token server ${target.host}, which belongs to another domain`;
  }
}

/** Includes why there were no credentials, if known. */
function denied(problem: string | undefined): Refusal {
  return problem === undefined ? { kind: "denied" } : unavailable(`requires credentials, and ${problem}`);
}

function forever(header: string): Authorization {
  return { header, until: Number.POSITIVE_INFINITY };
}

function keyOf({ registry, repository }: Place): string {
  return `${registry}/${repository}`;
}

/** Whether credentials can be sent without anyone reading them on the way. */
function isSafe(url: URL): boolean {
  return url.protocol === "https:" || isLoopback(url.hostname);
}
