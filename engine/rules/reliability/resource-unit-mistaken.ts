import { parseQuantity, quantityOf } from "../../kubernetes/quantity.ts";
import { type ResourceAmount, resourceAmounts } from "../../kubernetes/resources.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const one = 1_000_000_000n;

/** No program runs in less. */
const leastMemory = 1024n * 1024n * one;

/** Few nodes have as many, and what needs all of one is rarely written by hand. */
const mostCores = 100n * one;

export default defineRule({
  id: "resource-unit-mistaken",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An amount of memory or CPU has a unit that cannot be meant.",
  why: "400m of memory is less than a byte, in which nothing starts, and 250 of CPU is 250 cores, which no node has free.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-memory",
    "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-cpu",
  ],
  on: workloads,

  *check(workload) {
    const amounts = resourceAmounts(workload);
    const mistaken = amounts.flatMap((amount) => {
      const reading = readingOf(amount);
      return reading ? [{ ...amount, ...reading }] : [];
    });
    for (const one of mistaken) {
      // A request that is fixed alone would be above its limit.
      const isSame = ({ subject, resource }: ResourceAmount) =>
        subject === one.subject && resource === one.resource;
      const both = mistaken.filter(isSame);
      const isOrdered = fits(amounts.filter(isSame), both);
      yield { at: one.value, data: { ...one, both, isOrdered } };
    }
  },

  message: ({ subject, side, resource, text, means }) =>
    side === "requests"
      ? `${subject} requests ${text} of ${resource}, which is ${means}, so ${resource === "cpu" ? "no node has room for it" : "nothing is set aside for it"}.`
      : `${subject} is limited to ${text} of ${resource}, which is ${means}, so ${resource === "cpu" ? "nothing limits it" : "it cannot start"}.`,

  fixes: [
    {
      // Review: which unit was meant, a person must see.
      class: "review",
      title: ({ instead }) => `Write ${instead}`,
      edits: ({ data: { both, isOrdered } }, edit) =>
        isOrdered
          ? both.map(({ value, instead }) =>
              instead === undefined ? undefined : edit.setValue(value, instead),
            )
          : undefined,
    },
  ],
});

/** Whether the request stays at or below the limit when the mistaken ones are replaced; the API server rejects another. */
function fits(pair: readonly ResourceAmount[], mistaken: readonly (ResourceAmount & Reading)[]): boolean {
  const amountOf = (side: ResourceAmount["side"]) => {
    const instead = mistaken.find((amount) => amount.side === side)?.instead;
    return instead === undefined
      ? quantityOf(pair.find((amount) => amount.side === side)?.value)
      : parseQuantity(instead);
  };
  const [request, limit] = [amountOf("requests"), amountOf("limits")];
  return request === undefined || limit === undefined || request <= limit;
}

interface Reading {
  readonly text: string;
  /** What the text means to the API. */
  readonly means: string;
  /** What it is probably meant to be. */
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
    return { text, means: `${amount / one} cores`, instead: digits === text ? `${digits}m` : undefined };
  return undefined;
}

function describeBytes(amount: bigint): string {
  return amount < one ? "less than a byte" : `${amount / one} byte${amount < 2n * one ? "" : "s"}`;
}
