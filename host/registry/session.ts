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
  /** Bytes of the answer. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** Asks registries, and tells them who asks where they want to know. */
export class Session {
  readonly #requests: Requests;
  readonly #authorizations: Authorizations;
  readonly #insecure: readonly string[];
  readonly #schemes = new Map<string, string>();

  /** @param insecureRegistries hosts with their ports that are asked without TLS */
  constructor(requests: Requests, authorizations: Authorizations, insecureRegistries: readonly string[]) {
    this.#requests = requests;
    this.#authorizations = authorizations;
    this.#insecure = insecureRegistries;
  }

  /** A registry's answer, with any status but 401, 403, 429 and 5xx. Never rejects. */
  async ask(place: Place, question: Question): Promise<Landed | Refusal> {
    const known = this.#authorizations.known(place);
    let { url, reply } = await this.#send(place, question, known?.header);
    if (reply.kind === "reply" && reply.status === 401 && !reply.foreign) {
      // Once: a registry that goes on asking gets no further answer.
      const authorization = await this.#authorizations.meet(place, url, reply, known);
      if ("kind" in authorization) return authorization;
      ({ url, reply } = await this.#send(place, question, authorization.header));
    }
    if (reply.kind === "fault") return unavailable(reply.reason);
    // registry.k8s.io redirects everything: another host may know what is missing, but not who may see it.
    if (reply.foreign && (reply.status === 401 || reply.status === 403))
      return unavailable(`redirects to another host, which answered ${reply.status}`);
    if (reply.status === 401 || reply.status === 403) return this.#authorizations.turnedDown(place, url);
    if (reply.status === 429 || 500 <= reply.status) return unavailable(`answered ${reply.status}`);
    return reply;
  }

  /** Over TLS; a registry on this very machine may do without, as with Docker. */
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

/** Docker Hub's registry has another name than Docker Hub: https://docs.docker.com/docker-hub/usage/pulls/. */
function hostOf(registry: string): string {
  return registry === "docker.io" ? "registry-1.docker.io" : registry;
}
