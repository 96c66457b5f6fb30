import { type EditBuilder, placeholder } from "../../edits/edit.ts";
import { nameOf, quotedName } from "../../kubernetes/containers.ts";
import { maximumHeap } from "../../kubernetes/java-heap.ts";
import { isOneShot } from "../../kubernetes/pods.ts";
import { parseQuantity } from "../../kubernetes/quantity.ts";
import type { Workload } from "../../kubernetes/resource.ts";
import { resourceTitle } from "../../kubernetes/resource-names.ts";
import {
  containersWithout,
  isLimitedToZero,
  otherAmount,
  type ResourceName,
  type ResourceSide,
} from "../../kubernetes/resources.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag, type OptionValues } from "../../rule/options.ts";
import { type Hit, type InWorkspace, inWorkspace, workloads } from "../../rule/rule.ts";
import { isSetByDefault } from "../../workspace/default-resources.ts";

const jobs = flag("Report Jobs and other pods that run to completion.", true);
const initContainers = flag("Report init containers, which run before all other containers.", false);
const every = flag(
  "Also report pause containers, containers that only sleep, Istio's injected proxies and containers that get the value from a LimitRange.",
  false,
);
const explicit = flag(
  "Also report containers that set only a limit, which is then used as the request.",
  false,
);

/** Options of rules on missing limits. */
export const limitOptions = { jobs, initContainers, every };

/** Options of rules on missing requests. */
export const requestOptions = { jobs, initContainers, explicit, every };

/** A container without a request or limit. */
interface MissingAmount {
  readonly name: string;
  readonly owner: Value;
  /** The container's limit if the request is missing, and its request if the limit is. */
  readonly counterpart: string | number | undefined;
}

type Context = InWorkspace & {
  readonly uri: string;
  readonly options: OptionValues<typeof limitOptions> & { readonly explicit?: boolean };
};

/**
 * The parts that all rules about missing CPU and memory requests and limits share.
 *
 * @param fallback the amount that the fix suggests if the container does not set the other side
 */
export function missingAmount(side: ResourceSide, resource: ResourceName, fallback: string) {
  const title = resourceTitle(resource);
  const [part, counterpart] = side === "limits" ? ["limit", "request"] : ["request", "limit"];

  function* check(
    workload: Workload,
    { options, workspace, uri }: Context,
  ): Iterable<Hit<MissingAmount, Value>> {
    if (!options.every && isSetByDefault(workload, side, resource, workspace, uri)) return;
    if (!options.jobs && isOneShot(workload)) return;
    for (const container of containersWithout(workload, side, resource, options)) {
      const owner = container.value;
      const data = { name: quotedName(container), owner, counterpart: otherAmount(owner, side, resource) };
      yield { at: nameOf(container), data };
    }
  }

  function* fixes({ data: { owner, counterpart: other } }: Hit<MissingAmount, Value>, edit: EditBuilder) {
    if (side === "requests" && isLimitedToZero(owner, resource)) return;
    const forJava = resource === "memory" ? memoryForJava(owner) : undefined;
    const isEqual = other !== undefined && !(side === "limits" && forJava && isLess(other, forJava));
    const amount = isEqual ? other : (forJava ?? fallback);
    const reason = forJava === undefined ? "" : ", twice the maximum heap size of Java";
    // Template: only measurements show how much the container needs.
    yield {
      class: "template" as const,
      title: `Set a ${title} ${part}${isEqual ? ` equal to the ${counterpart}` : ` (starting value: ${amount}${reason})`}`,
      edits: [edit.set(owner, ["resources", side, resource], placeholder(amount))],
    };
  }

  return {
    forService: true,
    on: inWorkspace(workloads),
    check,
    together: {
      group: "resources",
      part: `${title} ${part}`,
      fix: (parts: string) => `Set a ${parts.replace(/(, | and )/g, "$1a ")} (starting values)`,
    },
    fixClasses: ["template"],
    fixes,
  } as const;
}

/** Besides its heap, a Java process needs memory for threads, classes and buffers. */
function memoryForJava(container: Value): string | undefined {
  const heap = maximumHeap(container);
  if (heap === undefined) return undefined;
  const amount = Math.max(Math.ceil(2 * heap), 1);
  return amount % 1024 === 0 ? `${amount / 1024}Gi` : `${amount}Mi`;
}

function isLess(first: string | number, second: string): boolean {
  return (parseQuantity(String(first)) ?? 0n) < (parseQuantity(second) ?? 0n);
}
