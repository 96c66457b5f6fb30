import { type LookupAddress, type LookupAllOptions, lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { isInternalAddress } from "./addresses.ts";

/** Resolves names to addresses, and tells which of those only a machine inside some network can reach. */
export interface Network {
  readonly lookup: (
    hostname: string,
    options: LookupAllOptions,
    callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
  ) => void;
  readonly isInternal: (address: string) => boolean;
}

export const systemNetwork: Network = { lookup: systemLookup, isInternal: isInternalAddress };

/** The error code of a connection to an internal address if that is not allowed. */
export const internalAddressCode = "ERR_INTERNAL_ADDRESS";

/**
 * A lookup for sockets that rejects names of internal addresses. It runs when the socket connects, so a name whose
 * address changes from one moment to the next cannot bypass it.
 */
export function publicLookup({ lookup, isInternal }: Network): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      if (addresses.length === 0 || addresses.some(({ address }) => isInternal(address)))
        return callback(internalAddressError(), []);
      if (options.all) return callback(null, addresses);
      const [{ address, family } = { address: "", family: 0 }] = addresses;
      callback(null, address, family);
    });
  };
}

/** Whether a host is an internal address, or the name of one; undefined if the name cannot be resolved here. */
export function isInternalHost(hostname: string, network: Network): Promise<boolean | undefined> {
  const bare = hostname.replace(/^\[|\]$/g, "");
  if (isIP(bare) !== 0) return Promise.resolve(network.isInternal(bare));
  return new Promise((resolve) => {
    network.lookup(bare, { all: true }, (error, addresses) => {
      if (error) resolve(isInternalName(bare) ? true : undefined);
      else resolve(addresses.some(({ address }) => network.isInternal(address)));
    });
  });
}

/**
 * Names that never lead to a public address: single labels, and the domains that are reserved for private use
 * (https://www.iana.org/assignments/special-use-domain-names and ICANN's resolution 2024.07.29.06 for `.internal`).
 */
function isInternalName(hostname: string): boolean {
  return /^[^.]*\.?$|\.(?:internal|local|localhost|home\.arpa)\.?$/i.test(hostname);
}

function internalAddressError(): NodeJS.ErrnoException {
  return Object.assign(new Error("the name belongs to an internal address"), { code: internalAddressCode });
}
