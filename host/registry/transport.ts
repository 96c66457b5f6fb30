import { readFileSync } from "node:fs";
import { Agent, type ClientRequest, type IncomingHttpHeaders, request as plainRequest } from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";
import { rootCertificates } from "node:tls";
import { type Fault, fault, faultOf, inWords } from "./faults.ts";
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
}

export interface Reply {
  readonly kind: "reply";
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface TransportOptions {
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
  readonly #plain = new Agent({ keepAlive: true });
  readonly #secure: SecureAgent;
  readonly #tunnels = new Map<string, TunnelAgent>();

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#authorities = authorities(options);
    this.#secure = new SecureAgent({ keepAlive: true, ca: this.#authorities });
  }

  /** Never rejects. */
  send(call: Call): Promise<Reply | Fault> {
    const { url, signal, limit } = call;
    const { timeout } = this.#options;
    const proxy = proxyFor(url, this.#options.environment);
    if (proxy === "invalid")
      return Promise.resolve(fault("cannot be reached: the proxy of the environment is not an HTTP proxy"));
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
          settle({ kind: "reply", status, headers, body: Buffer.concat(chunks) });
        });
      });
      request.end(call.body);
    });
  }

  #open(call: Call, proxy: URL | undefined): ClientRequest {
    const { url, method } = call;
    const headers = { "user-agent": "kubewright", "accept-encoding": "identity", ...call.headers };
    if (url.protocol === "https:")
      return secureRequest(url, { method, headers, agent: proxy ? this.#tunnel(proxy) : this.#secure });
    if (!proxy) return plainRequest(url, { method, headers, agent: this.#plain });
    // Plain requests need no tunnel: the proxy takes the whole address as the path.
    return plainRequest({
      method,
      headers: { ...headers, host: url.host, ...proxyHeaders(proxy) },
      protocol: proxy.protocol,
      hostname: proxy.hostname.replace(/^\[|\]$/g, ""),
      port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
      path: url.href,
      agent: proxy.protocol === "https:" ? this.#secure : this.#plain,
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
