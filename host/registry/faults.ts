import { internalAddressCode } from "./network.ts";

/** Why a server could not be asked, as a clause whose subject is the server: "refuses connections". */
export interface Fault {
  readonly kind: "fault";
  /** Without credentials: made of fixed words, status numbers, host names and error codes alone. */
  readonly reason: string;
  /**
   * `broken`: a second try may help. `unreachable`: nobody is there, so the next question may spare itself the wait.
   * `not-tls`: something answers, but not TLS. `final`: as it is.
   */
  readonly nature: "broken" | "unreachable" | "not-tls" | "final";
}

/** Why a host inside some network is not asked. */
export const internalAddressReason =
  "has an internal address, and neither your settings nor Docker's configuration names it";

/** A fault of our own choice of words. */
export function fault(reason: string, nature: Fault["nature"] = "final"): Fault {
  return { kind: "fault", reason, nature };
}

/**
 * What a failed connection means to a person. Codes: https://nodejs.org/api/errors.html#nodejs-error-codes,
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
      return fault("cannot be reached from here", "unreachable");
    case "ECONNRESET":
    case "EPIPE":
      return fault("broke off the connection", "broken");
    case "EPROTO":
      return fault("does not speak TLS as it should", "not-tls");
    case "CERT_HAS_EXPIRED":
      return fault("has a certificate that has expired");
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return fault("has a certificate for another host");
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return fault("has a certificate of an authority that is not trusted here");
  }
  if (code.startsWith("ERR_SSL_")) return fault("does not speak TLS as it should", "not-tls");
  if (code.startsWith("HPE_")) return fault("does not speak HTTP as it should");
  return fault(/^[A-Z0-9_]{1,60}$/.test(code) ? `cannot be asked (${code})` : "cannot be asked");
}

/** A length of time as a person says it: `10 s`, `3 min`. */
export function inWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
