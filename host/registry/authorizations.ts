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

/** A header, and until when it is good. Milliseconds since 1970. */
export interface Authorization {
  readonly header: string;
  readonly until: number;
}

interface AuthorizationOptions {
  readonly requests: Requests;
  readonly credentials: CredentialStore;
  readonly clock: () => number;
  /** Told once about each thing that keeps credentials from being had. */
  readonly onProblem: (problem: string) => void;
}

/** More than anybody's manifests name; what is forgotten is asked for again. */
const maxAuthorizations = 1_000;

/** How registries are told who asks: what was agreed on with each, and how to agree. */
export class Authorizations {
  readonly #options: AuthorizationOptions;
  readonly #known = new Map<string, Authorization>();
  readonly #pending = new Map<string, Promise<Authorization | Refusal>>();
  readonly #told = new Set<string>();

  constructor(options: AuthorizationOptions) {
    this.#options = options;
  }

  /** What a repository is to be told; undefined where it never asked, or where that has expired. */
  known(place: Place): Authorization | undefined {
    const known = this.#known.get(keyOf(place));
    return known && this.#options.clock() < known.until ? known : undefined;
  }

  /**
   * Meets a registry's challenge. Questions about one repository share one token, and none takes the request for it
   * along when it is given up. Never rejects.
   *
   * @param url what was asked
   * @param reply the registry's answer, with `WWW-Authenticate`
   * @param used what the registry has just turned down
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

  /** The registry wants something else; says why there were no credentials where that is known. */
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
    if (!challenge) return unavailable("wants a kind of login that only its own tools know");
    const target = challenge.kind === "basic" ? url : resolve(challenge.realm, undefined);
    // A realm may be anywhere, but not in the clear where the registry is not.
    if (!target || (target.protocol !== "https:" && target.protocol !== url.protocol))
      return unavailable("names a token server with an address that is not asked");
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
   * @param target who would get the credentials
   */
  async #lookUp(registry: string, url: URL, target: URL): Promise<Lookup> {
    const lookup = await this.#options.credentials.of(registry);
    const objection = lookup.credentials && (await this.#objection(url, target));
    const found = objection === undefined ? lookup : { credentials: undefined, problem: objection };
    if (found.problem !== undefined && !this.#told.has(found.problem)) {
      this.#told.add(found.problem);
      this.#options.onProblem(`${registry} is asked without credentials: ${found.problem}`);
    }
    return found;
  }

  /** Why a registry's credentials must not be sent to a target; undefined where they can be. */
  async #objection(url: URL, target: URL): Promise<string | undefined> {
    if (!isSafe(target)) return "its credentials are not sent without TLS";
    const { credentials } = this.#options;
    if ((await isSameParty(url, target)) || (await credentials.names(target.host))) return undefined;
    return `its credentials are not sent to its token server ${target.host}, which belongs to another domain`;
  }
}

/** Says why there were no credentials where that is known. */
function denied(problem: string | undefined): Refusal {
  return problem === undefined ? { kind: "denied" } : unavailable(`wants credentials, and ${problem}`);
}

function forever(header: string): Authorization {
  return { header, until: Number.POSITIVE_INFINITY };
}

function keyOf({ registry, repository }: Place): string {
  return `${registry}/${repository}`;
}

/** Whether nobody between here and there could read credentials. */
function isSafe(url: URL): boolean {
  return url.protocol === "https:" || isLoopback(url.hostname);
}
