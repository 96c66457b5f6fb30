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
  /** In bytes. A response with a longer body is a fault, and the rest of it is not read. */
  readonly limit: number;
  /** Aborted with a clause as the reason. */
  readonly signal: AbortSignal;
  /** Whether the request can go to an internal address. If not, such a connection is never opened. */
  readonly internal: boolean;
}

export interface Reply {
  readonly kind: "reply";
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Whether it is from an internal address. */
  readonly internal: boolean;
}

interface Agents {
  readonly plain: Agent;
  readonly secure: SecureAgent;
}

interface TransportOptions {
  readonly network: Network;
  readonly environment: NodeJS.ProcessEnv;
  /** The time limit for a request, from its start to the last byte of the response, in milliseconds. */
  readonly timeout: number;
  /** PEM text, or the path of such a file, of certificate authorities to trust in addition to those of Node. */
  readonly certificateAuthority: string | undefined;
  readonly onProblem: (problem: string) => void;
}

/** Sends single requests, through a proxy if the environment sets one. No redirects, no retries. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #authorities: string[] | undefined;
  /** Sockets to internal addresses or a proxy are never reused for requests that must not reach them. */
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
    if (proxy === "invalid") return fault("cannot be reached: the configured proxy is not an HTTP proxy");
    // Sockets resolve only names, and a proxy resolves names itself.
    const isChecked = proxy !== undefined || isIP(hostname) !== 0;
    const isInternal = isChecked ? await isInternalHost(hostname, network) : undefined;
    if (isInternal && !call.internal) return fault(internalAddressReason);
    return this.#exchange(call, proxy, isInternal);
  }

  /** @param isInternal whether the host is internal, if that is known before connecting */
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
        // An invalid certificate authority, or a header with invalid characters.
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
        () => settle(fault(`did not respond within ${inWords(timeout)}`, "unreachable")),
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
          if (limit < size) settle(fault(`sent a response of more than ${limit / 1024 / 1024} MiB`));
          else chunks.push(chunk);
        });
        response.on("error", () => settle(fault("sent an incomplete response", "broken")));
        response.on("close", () => {
          if (!response.complete) settle(fault("sent an incomplete response", "broken"));
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
    // Plain HTTP needs no tunnel: the path in the request to the proxy is the full URL.
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

/** Setting a list replaces Node's list, so it must include Node's list and the additions from the environment. */
function authorities(options: TransportOptions): string[] | undefined {
  const { certificateAuthority: given, environment } = options;
  if (given === undefined || given === "") return undefined;
  const extra = environment["NODE_EXTRA_CA_CERTS"];
  const found = [...rootCertificates];
  for (const source of extra ? [given, extra] : [given]) {
    try {
      found.push(source.includes("-----BEGIN ") ? source : readFileSync(source, "utf8"));
    } catch {
      options.onProblem(`cannot read the certificate authority ${source}`);
    }
  }
  return found;
}
