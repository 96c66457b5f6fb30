import { request as plainRequest } from "node:http";
import { Agent, request as secureRequest } from "node:https";
import { BlockList, isIP } from "node:net";
import type { Duplex } from "node:stream";
import { connect } from "node:tls";
import { faultOf } from "./faults.ts";

/**
 * The proxy for an address from the environment: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in either case, lowercase
 * first as in curl. `undefined` if there is none; `"invalid"` if it is not the address of an HTTP proxy.
 */
export function proxyFor(url: URL, environment: NodeJS.ProcessEnv): URL | "invalid" | undefined {
  const read = (name: string) => environment[name] || environment[name.toUpperCase()];
  const value = read(url.protocol === "https:" ? "https_proxy" : "http_proxy");
  if (!value || isLoopback(url.hostname) || isExempt(url, read("no_proxy") ?? "")) return undefined;
  try {
    const proxy = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`);
    return proxy.protocol === "http:" || proxy.protocol === "https:" ? proxy : "invalid";
  } catch {
    return "invalid";
  }
}

/** Whether a host name or address refers to this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|::1)$/i.test(hostname);
}

/** The header for a proxy with a user name and password in its address. */
export function proxyHeaders(proxy: URL): Readonly<Record<string, string>> {
  if (proxy.username === "") return {};
  const pair = `${decode(proxy.username)}:${decode(proxy.password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** Connects with TLS through the tunnel of a proxy (https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6). */
export class TunnelAgent extends Agent {
  readonly #proxy: URL;
  readonly #timeout: number;

  /** @param timeout milliseconds for opening a tunnel */
  constructor(proxy: URL, timeout: number, certificateAuthorities: string[] | undefined) {
    super({ keepAlive: true, ca: certificateAuthorities });
    this.#proxy = proxy;
    this.#timeout = timeout;
  }

  override createConnection(
    options: Parameters<Agent["createConnection"]>[0],
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const done = callback as (error: Error | null, stream?: Duplex) => void;
    const host = String(options.host);
    const authority = `${host.includes(":") ? `[${host}]` : host}:${options.port}`;
    const request = (this.#proxy.protocol === "https:" ? secureRequest : plainRequest)(this.#proxy, {
      method: "CONNECT",
      path: authority,
      headers: { host: authority, ...proxyHeaders(this.#proxy) },
      agent: false,
      auth: "",
      ca: this.options.ca,
    });
    const timer = setTimeout(() => request.destroy(), this.#timeout);
    request.once("connect", (reply, socket) => {
      clearTimeout(timer);
      if (reply.statusCode === 200) {
        // An IP address is not a valid server name: https://www.rfc-editor.org/rfc/rfc6066#section-3.
        done(null, connect({ ca: this.options.ca, host, servername: isIP(host) ? "" : host, socket }));
        return;
      }
      socket.destroy();
      done(new ProxyError(`cannot be reached: the proxy responded with ${reply.statusCode}`));
    });
    request.once("response", (reply) => {
      clearTimeout(timer);
      request.destroy();
      done(new ProxyError(`cannot be reached: the proxy responded with ${reply.statusCode}`));
    });
    request.once("error", (error) => {
      clearTimeout(timer);
      done(new ProxyError(`cannot be reached: the proxy ${faultOf(error).reason}`));
    });
    request.end();
    return undefined;
  }
}

/** A fault of the proxy rather than the server. Its message is a clause for users. */
export class ProxyError extends Error {}

/** Names, their subdomains, addresses and networks, each with or without a port; `*` exempts all. */
function isExempt(url: URL, list: string): boolean {
  const host = url.hostname.toLowerCase().replace(/^\[|\]$/g, "");
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      const [, address = "", prefix] = /^(.*)\/(\d{1,3})$/.exec(entry) ?? [];
      if (prefix !== undefined) return isWithin(host, address, Number(prefix));
      const [, bare = entry, only] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [];
      if (only !== undefined && only !== port) return false;
      const name = bare.replace(/^\[|\]$/g, "").replace(/^\*?\./, "");
      return name !== "" && (host === name || host.endsWith(`.${name}`));
    });
}

function isWithin(host: string, network: string, prefix: number): boolean {
  const family = isIP(host);
  if (family === 0 || isIP(network) !== family || (family === 4 ? 32 : 128) < prefix) return false;
  const list = new BlockList();
  const name = family === 4 ? "ipv4" : "ipv6";
  list.addSubnet(network, prefix, name);
  return list.check(host, name);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
