import { fieldsOf, parseJson, textOf } from "./json.ts";
import { basic, type Credentials } from "./login.ts";
import { type Refusal, unavailable } from "./refusal.ts";
import type { Requests } from "./requests.ts";

interface TokenRequest {
  /** The URL of the token server. */
  readonly url: URL;
  readonly service: string | undefined;
  readonly scope: string;
  /** `undefined` for an anonymous request. */
  readonly credentials: Credentials | undefined;
  /** Whether the token server can have an internal address. */
  readonly internal: boolean;
}

/** A token, and its lifetime in milliseconds. */
interface Token {
  readonly kind: "token";
  readonly token: string;
  readonly lifetime: number;
}

const maxBody = 1024 * 1024;
/** The default lifetime, in seconds: https://distribution.github.io/distribution/spec/auth/token/. */
const defaultLifetime = 60;
/** A safety margin for latency and clock skew, in milliseconds. */
const margin = 5_000;

/**
 * Requests a token: https://distribution.github.io/distribution/spec/auth/token/, and with an identity token
 * https://distribution.github.io/distribution/spec/auth/oauth/. Never rejects.
 */
export async function fetchToken(requests: Requests, request: TokenRequest): Promise<Token | Refusal> {
  const { url } = request;
  const reply = await send(requests, request);
  const without = (said: string) => unavailable(`requires a token from ${url.host}, which ${said}`);
  if (reply.kind === "fault") return without(reply.reason);
  if (reply.status === 401 || reply.status === 403) return { kind: "denied" };
  if (reply.status !== 200) return without(`responded with ${reply.status}`);
  const { token, access_token, expires_in } = fieldsOf(parseJson(reply.body.toString("utf8")));
  const found = textOf(token) ?? textOf(access_token);
  // Other characters are not valid in a header.
  if (found === undefined || !/^[\x21-\x7e]+$/.test(found)) return without("responded without one");
  const seconds = typeof expires_in === "number" && 0 < expires_in ? expires_in : defaultLifetime;
  return { kind: "token", token: found, lifetime: Math.max(0, seconds * 1000 - margin) };
}

/** Sends an identity token in a form, and anything else in the URL and a header. */
function send(requests: Requests, request: TokenRequest): ReturnType<Requests["fetch"]> {
  const { url, service, scope, credentials, internal } = request;
  const common = { internal, limit: maxBody, signal: new AbortController().signal };
  const fields = new URLSearchParams({ ...(service === undefined ? {} : { service }), scope });
  if (credentials?.kind === "identity") {
    fields.set("grant_type", "refresh_token");
    fields.set("client_id", "kubewright");
    fields.set("refresh_token", credentials.token);
    const headers = { accept: "application/json", "content-type": "application/x-www-form-urlencoded" };
    return requests.fetch({ ...common, method: "POST", url, headers, body: fields.toString() });
  }
  const target = new URL(url);
  for (const [name, value] of fields) target.searchParams.append(name, value);
  const headers: Record<string, string> = { accept: "application/json" };
  if (credentials?.kind === "password") headers["authorization"] = basic(credentials);
  return requests.fetch({ ...common, method: "GET", url: target, headers });
}
