import type { Environment } from "@marcbachmann/cel-js";

/** The parts of an absolute URL. */
class UrlValue {
  readonly scheme: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
  constructor([
    ,
    scheme = "",
    host = "",
    hostname = "",
    port = "",
    path = "",
    query = "",
  ]: readonly string[]) {
    this.scheme = scheme.toLowerCase();
    this.host = host;
    this.hostname = hostname.replace(/^\[|\]$/g, "");
    this.port = port;
    this.path = path;
    this.query = query;
  }
}

/** Scheme, host with port, host, port, path, query; or an absolute path. */
const form =
  /^(?:([a-zA-Z][a-zA-Z\d+.-]*):(?:\/\/(?:[^/?#@]*@)?((\[[\da-fA-F:.]+\]|[^/?#:@[\]]*)(?::(\d*))?))?)?(?=[/?]|$)(\/[^?]*)?(?:\?(.*))?$/;

function parseUrl(text: string): UrlValue | undefined {
  if (/\p{Cc}/u.test(text) || /%(?![\da-fA-F]{2})/.test(text)) return undefined;
  const match = form.exec(text);
  return match && (match[1] || text.startsWith("/")) ? new UrlValue(match) : undefined;
}

/** Kubernetes' URL library. Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-url-library */
export function registerUrls(environment: Environment): void {
  environment.registerType("kubernetes.URL", { ctor: UrlValue, fields: {} });
  const sync = { async: false } as const;
  const add = (signature: string, handler: (...args: never[]) => unknown) =>
    environment.registerFunction(signature, handler, sync);
  add("url(string): kubernetes.URL", (text: string) => {
    const url = parseUrl(text);
    if (!url) throw new Error(`"${text}" is no absolute URL`);
    return url;
  });
  add("isURL(string): bool", (text: string) => parseUrl(text) !== undefined);
  add("kubernetes.URL.getScheme(): string", ({ scheme }: UrlValue) => scheme);
  add("kubernetes.URL.getHost(): string", ({ host }: UrlValue) => host);
  add("kubernetes.URL.getHostname(): string", ({ hostname }: UrlValue) => hostname);
  add("kubernetes.URL.getPort(): string", ({ port }: UrlValue) => port);
  add("kubernetes.URL.getEscapedPath(): string", ({ path }: UrlValue) =>
    path.replace(/[^!-~]/gu, encodeURIComponent),
  );
  add("kubernetes.URL.getQuery(): map<string, list<string>>", ({ query }: UrlValue) => {
    const found = new Map<string, string[]>();
    for (const part of query.split("&").filter(Boolean)) {
      const [name = "", value = ""] = part.split(/=(.*)/s).map(decoded);
      found.set(name, [...(found.get(name) ?? []), value]);
    }
    return found;
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
