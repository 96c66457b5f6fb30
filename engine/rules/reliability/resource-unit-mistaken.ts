import { parseQuantity, quantityOf } from "../../kubernetes/quantity.ts";
import { resourceTitle } from "../../kubernetes/resource-names.ts";
import { type ResourceAmount, resourceAmounts } from "../../kubernetes/resources.ts";
import { defineRule, workloads } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";

/** One core, or one byte. */
const unit = 1_000_000_000n;

/** No program runs with less. */
const leastMemory = 1024n * 1024n * unit;

/** Few nodes have more, and handwritten containers rarely need a whole node. */
const mostCores = 100n * unit;

/** With so much memory, many cores are meant. */
const muchMemory = 100n * 1024n * 1024n * 1024n * unit;

export default defineRule({
  id: "resource-unit-mistaken",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A memory or CPU quantity has an implausible unit.",
  why: "In memory, 400m is less than 1 byte, so no container can start with such a limit. In CPU, 250 is 250 cores, which hardly any node has.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-memory",
    "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-cpu",
  ],
  on: workloads,

  *check(workload) {
    const amounts = resourceAmounts(workload);
    const isLarge = amounts.some(isOfLargeNode);
    const mistakes = amounts.flatMap((amount) => {
      if (amount.resource === "cpu" && isLarge) return [];
      const reading = readingOf(amount);
      return reading ? [{ ...amount, ...reading }] : [];
    });
    for (const amount of mistakes) {
      // If only the request is fixed, it can be above the limit.
      const isSame = ({ subject, resource }: ResourceAmount) =>
        subject === amount.subject && resource === amount.resource;
      const both = mistakes.filter(isSame);
      const isOrdered = fits(amounts.filter(isSame), both);
      yield { at: amount.value, data: { ...amount, both, isOrdered } };
    }
  },

  message: ({ subject, side, resource, text, means }) => {
    const isCpu = resource === "cpu";
    return side === "requests"
      ? `${subject} requests ${text} of ${resourceTitle(resource)} (${means}), so ${isCpu ? "hardly any node can run it" : "the scheduler reserves no memory for it"}.`
      : `${subject} has a ${resourceTitle(resource)} limit of ${text} (${means}), so ${isCpu ? "its CPU is effectively unlimited" : "it cannot start"}.`;
  },

  fixClasses: ["review"],
  *fixes({ data: { both, isOrdered } }, edit) {
    if (!isOrdered) return;
    const parts = both.map(
      ({ resource, side, instead }) =>
        `the ${resourceTitle(resource)} ${side === "requests" ? "request" : "limit"} to ${instead}`,
    );
    // Review: only the user can tell which unit is meant.
    yield {
      class: "review",
      title: `Set ${sentenceList(parts)}`,
      edits: both.map(({ value, instead }) =>
        instead === undefined ? undefined : edit.setValue(value, instead),
      ),
    };
  },
});

/** Whether the request is still at or below the limit after the fix; the API server rejects one above it. */
function fits(pair: readonly ResourceAmount[], mistakes: readonly (ResourceAmount & Reading)[]): boolean {
  const amountOf = (side: ResourceAmount["side"]) => {
    const instead = mistakes.find((amount) => amount.side === side)?.instead;
    return instead === undefined
      ? quantityOf(pair.find((amount) => amount.side === side)?.value)
      : parseQuantity(instead);
  };
  const [request, limit] = [amountOf("requests"), amountOf("limits")];
  return request === undefined || limit === undefined || request <= limit;
}

/**
 * Whether a pod takes most of a large node: it has accelerators, which are the resources with a vendor's prefix, or
 * hundreds of GiB of memory.
 */
function isOfLargeNode({ resource, value }: ResourceAmount): boolean {
  const amount = quantityOf(value) ?? 0n;
  const isExtended = resource.includes("/") && !/(?:^|\.)kubernetes\.io\//.test(resource);
  return isExtended ? 0n < amount : resource === "memory" && muchMemory <= amount;
}

interface Reading {
  readonly text: string;
  /** The meaning of the text to the API server. */
  readonly means: string;
  /** The quantity that is probably meant. */
  readonly instead: string | undefined;
}

function readingOf({ resource, value }: ResourceAmount): Reading | undefined {
  const amount = quantityOf(value);
  const text = value.scalar?.text;
  if (amount === undefined || text === undefined) return undefined;
  // `512m` and `512` of memory, `250` of CPU.
  const digits = /^(\d{1,9})m?$/.exec(text)?.[1];
  if (resource === "memory" && 0n < amount && amount < leastMemory)
    return { text, means: describeBytes(amount), instead: digits && `${digits}Mi` };
  if (resource === "cpu" && mostCores <= amount)
    return { text, means: `${amount / unit} cores`, instead: digits === text ? `${digits}m` : undefined };
  return undefined;
}

function describeBytes(amount: bigint): string {
  return amount < unit ? "less than 1 byte" : `${amount / unit} byte${amount < 2n * unit ? "" : "s"}`;
}
