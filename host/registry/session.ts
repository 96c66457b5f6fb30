import type { RegistryAnswer } from "../../engine/index.ts";
import { type Challenge, parseChallenge } from "./challenge.ts";
import type { CredentialStore } from "./credentials.ts";
import type { Fault } from "./faults.ts";
import { basic, type Lookup } from "./login.ts";
import { isLoopback } from "./proxy.ts";
import { type Landed, type Requests, resolve } from "./requests.ts";
import { fetchToken } from "./token.ts";

/** Why a registry gives nothing. */
export type Refusal = Extract<RegistryAnswer, { readonly kind: "denied" | "unavailable" }>;

/** A repository of a registry. */
export interface Place {
  readonly registry: string;
  readonly repository: string;
}

export interface Question {
  readonly method: "GET" | "HEAD";
  /** Below the repository: `manifests/latest`. */
  readonly path: string;
  readonly accept: string;
  /** Bytes of the answer. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

interface SessionOptions {
  readonly requests: Requests;
  readonly credentials: CredentialStore;
  readonly insecureRegistries: readonly string[];
  readonly clock: () => number;
  /** Told once about each thing that keeps credentials from being had. */
  readonly onProblem: (problem: string) => void;
}

/** A header, and until when it is good. Milliseconds since 1970. */
interface Authorization {
  readonly header: string;
  readonly until: number;
}

/** More than anybody's manifests name; what is forgotten is asked for again. */
const maxAuthorizations = 1_000;

/** Asks registries, and tells them who asks where they want to know. */
export class Session {
  readonly #options: SessionOptions;
  readonly #schemes = new Map<string, string>();
  readonly #authorizations = new Map<string, Authorization>();
  readonly #pending = new Map<string, Promise<Authorization | Refusal>>();
  readonly #told = new Set<string>();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** A registry's answer, with any status but 401, 403, 429 and 5xx. Never rejects. */
  async ask(place: Place, question: Question): Promise<Landed | Refusal> {
    const key = `${place.registry}/${place.repository}`;
    const known = this.#authorizations.get(key);
    const usable = known && this.#options.clock() < known.until ? known : undefined;
    let { url, reply } = await this.#send(place, question, usable?.header);
    if (reply.kind === "reply" && reply.status === 401 && !reply.foreign) {
      // Once: a registry that goes on asking gets no further answer.
      const authorization = await this.#authorize(key, place, url, reply, usable);
      if ("kind" in authorization) return authorization;
      ({ url, reply } = await this.#send(place, question, authorization.header));
    }
    if (reply.kind === "fault") return { kind: "unavailable", reason: reply.reason };
    if (reply.foreign && reply.status !== 200)
      return { kind: "unavailable", reason: `redirects to a storage that answered ${reply.status}` };
    if (reply.status === 401 || reply.status === 403) {
      this.#authorizations.delete(key);
      return refusal((await this.#lookUp(place.registry, url)).problem);
    }
    if (reply.status === 429 || 500 <= reply.status)
      return { kind: "unavailable", reason: `answered ${reply.status}` };
    return reply;
  }

  /** Over TLS; a registry on this very machine may do without, as with Docker. */
  async #send(
    { registry, repository }: Place,
    { path, accept, ...question }: Question,
    authorization: string | undefined,
  ): Promise<{ readonly url: URL; readonly reply: Landed | Fault }> {
    const plain = this.#options.insecureRegistries.includes(registry);
    const scheme = plain ? "http:" : (this.#schemes.get(registry) ?? "https:");
    const url = new URL(`${scheme}//${hostOf(registry)}/v2/${repository}/${path}`);
    const headers = { accept, ...(authorization === undefined ? undefined : { authorization }) };
    const reply = await this.#options.requests.fetch({ ...question, url, headers });
    if (plain || !isLoopback(url.hostname)) return { url, reply };
    if (reply.kind === "reply") this.#schemes.set(registry, url.protocol);
    if (url.protocol !== "https:" || reply.kind !== "fault" || reply.nature !== "not-tls")
      return { url, reply };
    this.#schemes.set(registry, "http:");
    return this.#send({ registry, repository }, { path, accept, ...question }, authorization);
  }

  /**
   * Questions about one repository share one token, and none takes the request for it along when it is given up.
   *
   * @param used what the registry has just turned down
   */
  #authorize(
    key: string,
    place: Place,
    url: URL,
    reply: Landed,
    used: Authorization | undefined,
  ): Promise<Authorization | Refusal> {
    const newer = this.#authorizations.get(key);
    if (newer && newer !== used && this.#options.clock() < newer.until) return Promise.resolve(newer);
    let pending = this.#pending.get(key);
    if (!pending) {
      const challenge = parseChallenge(reply.headers["www-authenticate"]);
      pending = this.#meet(challenge, place, url).then((authorization) => {
        this.#pending.delete(key);
        if ("kind" in authorization) return authorization;
        if (maxAuthorizations <= this.#authorizations.size) this.#authorizations.clear();
        this.#authorizations.set(key, authorization);
        return authorization;
      });
      this.#pending.set(key, pending);
    }
    return pending;
  }

  async #meet(
    challenge: Challenge | undefined,
    { registry, repository }: Place,
    url: URL,
  ): Promise<Authorization | Refusal> {
    if (!challenge)
      return { kind: "unavailable", reason: "wants a kind of login that only its own tools know" };
    const target = challenge.kind === "basic" ? url : resolve(challenge.realm, undefined);
    // A realm may be anywhere, but not in the clear where the registry is not.
    if (!target || (target.protocol !== "https:" && target.protocol !== url.protocol))
      return { kind: "unavailable", reason: "names a token server with an address that is not asked" };
    const { credentials, problem } = await this.#lookUp(registry, target);
    if (credentials?.kind === "bearer" && isSafe(url)) return forever(`Bearer ${credentials.token}`);
    if (challenge.kind === "basic")
      return credentials?.kind === "password" ? forever(basic(credentials)) : refusal(problem);
    const { service, scope = `repository:${repository}:pull` } = challenge;
    const token = await fetchToken(this.#options.requests, { url: target, service, scope, credentials });
    if (token.kind === "denied") return refusal(problem);
    if (token.kind === "unavailable") return token;
    return { header: `Bearer ${token.token}`, until: this.#options.clock() + token.lifetime };
  }

  /** @param target who would get the credentials */
  async #lookUp(registry: string, target: URL): Promise<Lookup> {
    const lookup = await this.#options.credentials.of(registry);
    const exposed = lookup.credentials !== undefined && !isSafe(target);
    const found = exposed
      ? { credentials: undefined, problem: "its credentials are not sent without TLS" }
      : lookup;
    if (found.problem !== undefined && !this.#told.has(found.problem)) {
      this.#told.add(found.problem);
      this.#options.onProblem(`${registry} is asked without credentials: ${found.problem}`);
    }
    return found;
  }
}

/** Says why there were no credentials where that is known. */
function refusal(problem: string | undefined): Refusal {
  return problem === undefined
    ? { kind: "denied" }
    : { kind: "unavailable", reason: `wants credentials, and ${problem}` };
}

function forever(header: string): Authorization {
  return { header, until: Number.POSITIVE_INFINITY };
}

/** Docker Hub's registry has another name than Docker Hub: https://docs.docker.com/docker-hub/usage/pulls/. */
function hostOf(registry: string): string {
  return registry === "docker.io" ? "registry-1.docker.io" : registry;
}

/** Whether nobody between here and there could read credentials. */
function isSafe(url: URL): boolean {
  return url.protocol === "https:" || isLoopback(url.hostname);
}
