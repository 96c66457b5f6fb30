import { readFileSync } from "node:fs";
import { Agent, type ClientRequest, type IncomingHttpHeaders, request as plainRequest } from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { rootCertificates } from "node:tls";
import { type Fault, fault, faultOf, internalAddressReason, inWords } from "./faults.ts";
import { isInternalHost, type Network, publicLookup } from "./network.ts";
import { ProxyError, proxyFor, proxyHeaders, TunnelAgent } from "./proxy.ts";

export interface Call {
  readonly method: "GET" | "HEAD" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Bytes; an answer with a longer body is a fault, and no more than that of it is read. */
  readonly limit: number;
  /** Aborted with the clause that says why. */
  readonly signal: AbortSignal;
  /** Whether the request may reach an internal address; without it such a connection is never opened. */
  readonly internal: boolean;
}

export interface Reply {
  readonly kind: "reply";
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Whether it came from an internal address. */
  readonly internal: boolean;
}

interface Agents {
  readonly plain: Agent;
  readonly secure: SecureAgent;
}

interface TransportOptions {
  readonly network: Network;
  readonly environment: NodeJS.ProcessEnv;
  /** Milliseconds for one request, from its start to the last byte of its answer. */
  readonly timeout: number;
  /** PEM text, or the path of such a file, of authorities to be trusted beside those that Node trusts. */
  readonly certificateAuthority: string | undefined;
  readonly onProblem: (problem: string) => void;
}

/** Sends single requests, through a proxy where the environment says so. Follows and repeats nothing. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #authorities: string[] | undefined;
  /** Sockets that may lead to internal addresses or to a proxy are never used again for calls that may not reach them. */
  readonly #agents: Readonly<Record<"public" | "internal", Agents>>;
  readonly #tunnels = new Map<string, TunnelAgent>();

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#authorities = authorities(options);
    const agents = () => ({
      plain: new Agent({ keepAlive: true }),
      secure: new SecureAgent({ keepAlive: true, ca: this.#authorities }),
    });
    this.#agents = { public: agents(), internal: agents() };
  }

  /** Never rejects. */
  async send(call: Call): Promise<Reply | Fault> {
    const { network } = this.#options;
    const hostname = call.url.hostname.replace(/^\[|\]$/g, "");
    const proxy = proxyFor(call.url, this.#options.environment);
    if (proxy === "invalid")
      return fault("cannot be reached: the proxy of the environment is not an HTTP proxy");
    // A socket looks up names alone, and a proxy resolves them by itself.
    const isChecked = proxy !== undefined || isIP(hostname) !== 0;
    const isInternal = isChecked ? await isInternalHost(hostname, network) : undefined;
    if (isInternal && !call.internal) return fault(internalAddressReason);
    return this.#exchange(call, proxy, isInternal);
  }

  /** @param isInternal whether the host is internal, where that is known before it is connected to */
  #exchange(call: Call, proxy: URL | undefined, isInternal: boolean | undefined): Promise<Reply | Fault> {
    const { signal, limit } = call;
    const { timeout, network } = this.#options;
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve(fault(String(signal.reason)));
        return;
      }
      let request: ClientRequest;
      try {
        request = this.#open(call, proxy);
      } catch (error) {
        // An authority that is no certificate, or a header with characters that headers cannot have.
        resolve(faultOf(error));
        return;
      }
      const settle = (outcome: Reply | Fault) => {
        clearTimeout(timer);
        signal.removeEventListener("abort", stop);
        if (outcome.kind === "fault") request.destroy();
        resolve(outcome);
      };
      const stop = () => settle(fault(String(signal.reason)));
      const timer = setTimeout(
        () => settle(fault(`did not answer within ${inWords(timeout)}`, "unreachable")),
        timeout,
      );
      signal.addEventListener("abort", stop);
      request.on("error", (error) =>
        settle(error instanceof ProxyError ? fault(error.message, "unreachable") : faultOf(error)),
      );
      request.on("response", (response) => {
        const { remoteAddress } = response.socket;
        const internal =
          isInternal ?? (!proxy && remoteAddress !== undefined && network.isInternal(remoteAddress));
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (limit < size) settle(fault(`sends more than ${limit / 1024 / 1024} MiB for one answer`));
          else chunks.push(chunk);
        });
        response.on("error", () => settle(fault("broke off its answer", "broken")));
        response.on("close", () => {
          if (!response.complete) settle(fault("broke off its answer", "broken"));
        });
        response.on("end", () => {
          const { statusCode: status = 0, headers } = response;
          settle({ kind: "reply", status, headers, body: Buffer.concat(chunks), internal });
        });
      });
      request.end(call.body);
    });
  }

  #open(call: Call, proxy: URL | undefined): ClientRequest {
    const { url, method } = call;
    const headers = { "user-agent": "kubewright", "accept-encoding": "identity", ...call.headers };
    const { plain, secure } = this.#agents[call.internal ? "internal" : "public"];
    const { network } = this.#options;
    const lookup = (call.internal ? network.lookup : publicLookup(network)) as LookupFunction;
    if (url.protocol === "https:")
      return secureRequest(url, { method, headers, lookup, agent: proxy ? this.#tunnel(proxy) : secure });
    if (!proxy) return plainRequest(url, { method, headers, lookup, agent: plain });
    // Plain requests need no tunnel: the proxy takes the whole address as the path.
    return plainRequest({
      method,
      headers: { ...headers, host: url.host, ...proxyHeaders(proxy) },
      protocol: proxy.protocol,
      hostname: proxy.hostname.replace(/^\[|\]$/g, ""),
      port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
      path: url.href,
      agent: this.#agents.internal[proxy.protocol === "https:" ? "secure" : "plain"],
    });
  }

  #tunnel(proxy: URL): TunnelAgent {
    let agent = this.#tunnels.get(proxy.href);
    if (!agent) {
      agent = new TunnelAgent(proxy, this.#options.timeout, this.#authorities);
      this.#tunnels.set(proxy.href, agent);
    }
    return agent;
  }
}

/** Node's own list gives way to any other one, so that it is named again, with what the environment adds to it. */
function authorities(options: TransportOptions): string[] | undefined {
  const { certificateAuthority: given, environment } = options;
  if (given === undefined || given === "") return undefined;
  const extra = environment["NODE_EXTRA_CA_CERTS"];
  const found = [...rootCertificates];
  for (const source of extra ? [given, extra] : [given]) {
    try {
      found.push(source.includes("-----BEGIN ") ? source : readFileSync(source, "utf8"));
    } catch {
      options.onProblem(`the certificate authority ${source} cannot be read`);
    }
  }
  return found;
}
