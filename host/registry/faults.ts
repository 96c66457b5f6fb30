import { internalAddressCode } from "./network.ts";

/** Why a server could not be queried, as a clause with the server as its subject: "refuses connections". */
export interface Fault {
  readonly kind: "fault";
  /** Contains no credentials: only fixed words, status codes, host names and error codes. */
  readonly reason: string;
  /**
   * `broken`: a retry might help. `unreachable`: further queries can fail immediately. `not-tls`: the server responds,
   * but not with TLS. `final`: a retry does not help.
   */
  readonly nature: "broken" | "unreachable" | "not-tls" | "final";
}

/** Why an internal host is not queried. */
export const internalAddressReason =
  "has an internal address that is not listed in your settings or Docker configuration";

/** A fault with a fixed reason. */
export function fault(reason: string, nature: Fault["nature"] = "final"): Fault {
  return { kind: "fault", reason, nature };
}

/**
 * Describes a failed connection. Codes: https://nodejs.org/api/errors.html#nodejs-error-codes,
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes.
 */
export function faultOf(error: unknown): Fault {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case internalAddressCode:
      return fault(internalAddressReason);
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EAI_FAIL":
      return fault("cannot be found: its name does not resolve", "unreachable");
    case "ECONNREFUSED":
      return fault("refuses connections", "unreachable");
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
      return fault("cannot be reached", "unreachable");
    case "ECONNRESET":
    case "EPIPE":
      return fault("closed the connection", "broken");
    case "EPROTO":
      return fault("does not use TLS correctly", "not-tls");
    case "CERT_HAS_EXPIRED":
      return fault("has an expired certificate");
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return fault("has a certificate for a different host");
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return fault("has a certificate from an authority that is not trusted");
  }
  if (code.startsWith("ERR_SSL_")) return fault("does not use TLS correctly", "not-tls");
  if (code.startsWith("HPE_")) return fault("does not use HTTP correctly");
  return fault(/^[A-Z0-9_]{1,60}$/.test(code) ? `cannot be queried (${code})` : "cannot be queried");
}

/** A readable duration: `10 s`, `3 min`. */
export function inWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
