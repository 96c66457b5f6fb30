/** An IP address as a number. */
export interface Address {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

export interface Block {
  readonly address: Address;
  readonly prefix: number;
}

/** Parses an address as Kubernetes' CEL does: no leading zeros, no zone, no IPv4 in IPv6. */
export function parseAddress(text: string): Address | undefined {
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (four) {
    const parts = four.slice(1);
    if (parts.some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith("0"))))
      return undefined;
    return { family: 4, bits: parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n) };
  }
  if (text.length > 39 || !/^[\da-fA-F:]+$/.test(text)) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const written = [...head!, ...(tail ?? [])];
  if (written.some((part) => !/^[\da-fA-F]{1,4}$/.test(part))) return undefined;
  if (tail ? written.length > 7 : written.length !== 8) return undefined;
  const zeros = new Array<string>(8 - written.length).fill("0");
  const parts = [...head!, ...zeros, ...(tail ?? [])];
  const bits = parts.reduce((sum, part) => (sum << 16n) | BigInt(`0x${part}`), 0n);
  return bits >> 32n === 0xffffn ? undefined : { family: 6, bits };
}

export function parseBlock(text: string): Block | undefined {
  const [, start = "", length = ""] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const address = parseAddress(start);
  const prefix = Number(length);
  return address && length !== "" && prefix <= width(address) ? { address, prefix } : undefined;
}

/** The shortest form, which RFC 5952 recommends. Source: https://www.rfc-editor.org/rfc/rfc5952#section-4 */
export function formatAddress({ family, bits }: Address): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join(".");
  const parts = Array.from({ length: 8 }, (_, at) =>
    ((bits >> BigInt(112 - 16 * at)) & 0xffffn).toString(16),
  );
  const runs = [...parts.join(":").matchAll(/(?<![\da-f])0(?::0)+(?![\da-f])/g)];
  const longest = runs.sort((a, b) => b[0].length - a[0].length || a.index - b.index)[0];
  const text = parts.join(":");
  if (!longest) return text;
  const before = text.slice(0, longest.index).replace(/:$/, "");
  const behind = text.slice(longest.index + longest[0].length).replace(/^:/, "");
  return `${before}::${behind}`;
}

export function network({ address, prefix }: Block): Address {
  const rest = BigInt(width(address) - prefix);
  return { family: address.family, bits: (address.bits >> rest) << rest };
}

export function containsAddress({ address, prefix }: Block, other: Address): boolean {
  const rest = BigInt(width(address) - prefix);
  return address.family === other.family && address.bits >> rest === other.bits >> rest;
}

export function isInNetwork(address: Address, ...blocks: readonly string[]): boolean {
  return blocks.some((text) => containsAddress(parseBlock(text)!, address));
}

function width({ family }: Address): number {
  return family === 4 ? 32 : 128;
}
