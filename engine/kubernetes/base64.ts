const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const values: ReadonlyMap<string, number> = new Map(
  [...alphabet].map((character, value) => [character, value]),
);

/**
 * Decodes base64 as the API server does: padded, line breaks ignored. Every byte becomes one character (Latin-1), which
 * is enough for the keys and for the syntax of JSON; undefined if the text is not base64. The engine has neither `atob`
 * nor `Buffer`. Source: https://pkg.go.dev/encoding/base64#Encoding.Decode
 */
export function decodeBase64(text: string): string | undefined {
  const packed = text.replace(/[\r\n]/g, "");
  return packed.length % 4 === 0 ? decode(packed) : undefined;
}

/** Like `decodeBase64`, but padding is optional, as in the kubelet's reading of `auth`. */
export function decodeAnyBase64(text: string): string | undefined {
  const packed = text.replace(/[\r\n]/g, "");
  return packed.trimEnd().endsWith("=") ? decodeBase64(text) : decode(packed);
}

function decode(packed: string): string | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return undefined;
  const digits = packed.replace(/=+$/, "");
  // A single digit encodes less than a byte.
  if (digits.length % 4 === 1) return undefined;
  const decoded: string[] = [];
  let bits = 0;
  let held = 0;
  for (const digit of digits) {
    held = ((held << 6) | values.get(digit)!) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    decoded.push(String.fromCharCode((held >> bits) & 0xff));
  }
  return decoded.join("");
}
