/** A text with its percent-encoding taken away (RFC 3986 section 2.1); as it is where that is malformed. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
