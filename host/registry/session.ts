import type { Authorizations, Place } from "./authorizations.ts";
import type { Fault } from "./faults.ts";
import { isLoopback } from "./proxy.ts";
import { type Refusal, unavailable } from "./refusal.ts";
import type { Landed, Requests } from "./requests.ts";

export interface Question {
  readonly method: "GET" | "HEAD";
  /** Below the repository: `manifests/latest`. */
  readonly path: string;
  readonly accept: string;
  /** The maximum size of the response in bytes. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** Queries registries, with authorization if they require it. */
export class Session {
  readonly #requests: Requests;
  readonly #authorizations: Authorizations;
  readonly #insecure: readonly string[];
  readonly #schemes = new Map<string, string>();

  /** @param insecureRegistries hosts, with their ports, that are queried without TLS */
  constructor(requests: Requests, authorizations: Authorizations, insecureRegistries: readonly string[]) {
    this.#requests = requests;
    this.#authorizations = authorizations;
    this.#insecure = insecureRegistries;
  }

  /** The response of a registry, with any status except 401, 403, 429 and 5xx. Never rejects. */
  async ask(place: Place, question: Question): Promise<Landed | Refusal> {
    const known = this.#authorizations.known(place);
    let { url, reply } = await this.#send(place, question, known?.header);
    if (reply.kind === "reply" && reply.status === 401 && !reply.foreign) {
      // Only once: a registry that repeats the challenge gets no further answer.
      const authorization = await this.#authorizations.meet(place, url, reply, known);
      if ("kind" in authorization) return authorization;
      ({ url, reply } = await this.#send(place, question, authorization.header));
    }
    if (reply.kind === "fault") return unavailable(reply.reason);
    // registry.k8s.io redirects everything. The other host knows which images exist, but not who can access them.
    if (reply.foreign && (reply.status === 401 || reply.status === 403))
      return unavailable(`redirects to a different host, which responded with ${reply.status}`);
    if (reply.status === 401 || reply.status === 403) return this.#authorizations.turnedDown(place, url);
    if (reply.status === 429 || 500 <= reply.status) return unavailable(`responded with ${reply.status}`);
    return reply;
  }

  /** Uses TLS. A registry on this machine can do without, as with Docker. */
  async #send(
    { registry, repository }: Place,
    { path, accept, ...question }: Question,
    authorization: string | undefined,
  ): Promise<{ readonly url: URL; readonly reply: Landed | Fault }> {
    const plain = this.#insecure.includes(registry);
    const scheme = plain ? "http:" : (this.#schemes.get(registry) ?? "https:");
    const url = new URL(`${scheme}//${hostOf(registry)}/v2/${repository}/${path}`);
    const headers = { accept, ...(authorization === undefined ? undefined : { authorization }) };
    const internal = await this.#requests.mayBeInternal(new URL(`https://${registry}`), false);
    const reply = await this.#requests.fetch({ ...question, url, headers, internal });
    if (plain || !isLoopback(url.hostname)) return { url, reply };
    if (reply.kind === "reply") this.#schemes.set(registry, url.protocol);
    if (url.protocol !== "https:" || reply.kind !== "fault" || reply.nature !== "not-tls")
      return { url, reply };
    this.#schemes.set(registry, "http:");
    return this.#send({ registry, repository }, { path, accept, ...question }, authorization);
  }
}

/** The registry of Docker Hub has a different host name: https://docs.docker.com/docker-hub/usage/pulls/. */
function hostOf(registry: string): string {
  return registry === "docker.io" ? "registry-1.docker.io" : registry;
}
