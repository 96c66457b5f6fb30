/** Decodes percent-encoding (RFC 3986 section 2.1); returns malformed text unchanged. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
