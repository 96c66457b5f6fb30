import type { Environment } from "@marcbachmann/cel-js";
import {
  type Address,
  type Block,
  containsAddress,
  formatAddress,
  isInNetwork,
  network,
  parseAddress,
  parseBlock,
} from "./addresses.ts";

class AddressValue {
  readonly address: Address;
  constructor(address: Address) {
    this.address = address;
  }
}

class BlockValue {
  readonly block: Block;
  constructor(block: Block) {
    this.block = block;
  }
}

const sync = { async: false } as const;

/** Kubernetes' IP and CIDR libraries. Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-ip-address-library */
export function registerNetworks(environment: Environment): void {
  environment.registerType("net.IP", { ctor: AddressValue, fields: {} });
  environment.registerType("net.CIDR", { ctor: BlockValue, fields: {} });
  const add = (signature: string, handler: (...args: never[]) => unknown) =>
    environment.registerFunction(signature, handler, sync);
  const address = (text: string): Address => {
    const found = parseAddress(text);
    if (!found) throw new Error(`"${text}" is no IP address`);
    return found;
  };
  const block = (text: string): Block => {
    const found = parseBlock(text);
    if (!found) throw new Error(`"${text}" is no CIDR`);
    return found;
  };
  add("ip(string): net.IP", (text: string) => new AddressValue(address(text)));
  add("isIP(string): bool", (text: string) => parseAddress(text) !== undefined);
  add("string(net.IP): string", (own: AddressValue) => formatAddress(own.address));
  add("net.IP.family(): int", (own: AddressValue) => BigInt(own.address.family));
  add("net.IP.isUnspecified(): bool", ({ address: { bits } }: AddressValue) => bits === 0n);
  add("net.IP.isLoopback(): bool", (own: AddressValue) => isInNetwork(own.address, "127.0.0.0/8", "::1/128"));
  add("net.IP.isLinkLocalUnicast(): bool", (own: AddressValue) =>
    isInNetwork(own.address, "169.254.0.0/16", "fe80::/10"),
  );
  add("net.IP.isLinkLocalMulticast(): bool", (own: AddressValue) =>
    isInNetwork(own.address, "224.0.0.0/24", "ff02::/16"),
  );
  add("net.IP.isGlobalUnicast(): bool", (own: AddressValue) => {
    const { address: given } = own;
    const special = ["0.0.0.0/32", "255.255.255.255/32", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"];
    return !isInNetwork(given, ...special, "::/127", "fe80::/10", "ff00::/8");
  });
  environment.registerOperator(
    "net.IP == net.IP",
    ({ address: a }: AddressValue, { address: b }: AddressValue) =>
      a.family === b.family && a.bits === b.bits,
  );

  add("cidr(string): net.CIDR", (text: string) => new BlockValue(block(text)));
  add("isCIDR(string): bool", (text: string) => parseBlock(text) !== undefined);
  const text = ({ block: own }: BlockValue) => `${formatAddress(own.address)}/${own.prefix}`;
  add("string(net.CIDR): string", text);
  add("net.CIDR.ip(): net.IP", (own: BlockValue) => new AddressValue(own.block.address));
  add("net.CIDR.prefixLength(): int", (own: BlockValue) => BigInt(own.block.prefix));
  add(
    "net.CIDR.masked(): net.CIDR",
    ({ block: own }: BlockValue) => new BlockValue({ address: network(own), prefix: own.prefix }),
  );
  add("net.CIDR.containsIP(string): bool", (own: BlockValue, other: string) =>
    containsAddress(own.block, address(other)),
  );
  add("net.CIDR.containsIP(net.IP): bool", (own: BlockValue, other: AddressValue) =>
    containsAddress(own.block, other.address),
  );
  const contains = (own: Block, other: Block) =>
    own.prefix <= other.prefix && containsAddress(own, other.address);
  add("net.CIDR.containsCIDR(string): bool", (own: BlockValue, other: string) =>
    contains(own.block, block(other)),
  );
  add("net.CIDR.containsCIDR(net.CIDR): bool", (own: BlockValue, other: BlockValue) =>
    contains(own.block, other.block),
  );
  environment.registerOperator("net.CIDR == net.CIDR", (a: BlockValue, b: BlockValue) => text(a) === text(b));
}
