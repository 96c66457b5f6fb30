import { isQuantity, parseQuantity, type Quantity, quantityOf } from "./quantity.ts";
import { isContainerResource, isExtendedResource, isHugePages } from "./resource-names.ts";
import type { Value } from "./value.ts";

export type QuantityProblem =
  /** Not a quantity: `is not a valid quantity`. */
  | { readonly kind: "form"; readonly text: string }
  /** A quantity that the field does not accept: `must not be negative`. */
  | { readonly kind: "amount"; readonly text: string }
  /** A resource that does not exist in this place: `is not a valid container resource`. */
  | { readonly kind: "name"; readonly text: string };

/** Resources that a quota counts in whole numbers. */
const counted =
  /^(?:pods|services|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims|services\.nodeports|services\.loadbalancers)$/;

/**
 * Why the API server rejects a quantity; `undefined` if it does not. Source:
 * https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/validation/validation.go
 */
export function quantityProblem(at: Value): QuantityProblem | undefined {
  const { value } = at;
  const place = placeOf(at);
  if (place.owner && !isContainerResource(place.name, place.owner))
    return { kind: "name", text: `is not a valid ${place.owner} resource` };
  if (typeof value === "boolean" || (typeof value === "string" && !isQuantity(value)))
    return { kind: "form", text: "is not a valid quantity" };
  const amount = quantityOf(at);
  const problem = amount === undefined ? undefined : amountProblem(amount, place);
  return problem === undefined ? undefined : { kind: "amount", text: problem };
}

interface QuantityPlace {
  readonly name: string;
  /** What has the `requests` or `limits`. */
  readonly owner: "pod" | "container" | undefined;
  readonly bound: "any" | "not negative" | "positive";
}

function placeOf(at: Value): QuantityPlace {
  const path = at.path;
  const name = String(path.at(-1));
  const [list, above, side] = [path.at(-5), path.at(-3), path.at(-2)];
  if (above === "resources" && (side === "requests" || side === "limits")) {
    const isContainer = /^(?:c|initC|ephemeralC)ontainers$/.test(String(list));
    const owner = isContainer ? "container" : isPodSpec(at.parent?.parent?.parent) ? "pod" : undefined;
    return { name, owner, bound: owner === undefined && side === "requests" ? "positive" : "not negative" };
  }
  if (side === "capacity") return { name, owner: undefined, bound: "positive" };
  const isBounded = side === "hard" || name === "sizeLimit";
  return { name, owner: undefined, bound: isBounded ? "not negative" : "any" };
}

function isPodSpec(owner: Value | undefined): boolean {
  return owner?.at("containers") !== undefined;
}

function amountProblem(amount: Quantity, { name, owner, bound }: QuantityPlace): string | undefined {
  if (bound !== "any" && amount < 0n) return "must not be negative";
  if (bound === "positive" && amount === 0n) return "must be greater than 0";
  if (bound === "any") return undefined;
  // The API server rounds up to thousandths first.
  const thousandths = (amount + 999_999n) / 1_000_000n;
  if ((isExtendedResource(name) || counted.test(name)) && thousandths % 1000n !== 0n)
    return "must be a whole number";
  if (owner === undefined || !isHugePages(name)) return undefined;
  const size = name.slice("hugepages-".length);
  const page = parseQuantity(size);
  return page !== undefined && 0n < page && amount % page !== 0n
    ? `must be a multiple of ${size}`
    : undefined;
}
