import fc, { type Arbitrary } from "fast-check";
import type { Json } from "../../harness/print.ts";

type Fields = { readonly [key: string]: Json };

export function one(...values: readonly Json[]): Arbitrary<Json> {
  return fc.constantFrom(...values);
}

export function oneObject(...values: readonly Fields[]): Arbitrary<Fields> {
  return fc.constantFrom(...values);
}

export function text(...values: readonly string[]): Arbitrary<string> {
  return fc.constantFrom(...values);
}

/** An object with some of these fields. */
export function optional(fields: Readonly<Record<string, Arbitrary<Json>>>): Arbitrary<Fields> {
  return fc.record(fields, { requiredKeys: [], noNullPrototype: true }) as Arbitrary<Fields>;
}

export const name = one("web", "a", "0", "web-1", "x".repeat(63), "9to5", "null", "true");
export const labels: Arbitrary<Fields> = fc.dictionary(
  text("app", "app.kubernetes.io/name", "a.b/c_d", "X", "tier"),
  one("web", "", "1", "true", "a_b.c-d", "V1.2"),
  { noNullPrototype: true, maxKeys: 3 },
);

export function metadata(cluster: boolean): Arbitrary<Fields> {
  return fc
    .tuple(
      name,
      optional({
        labels: fc.oneof(labels, one(null, {})),
        annotations: fc.oneof(labels, one({ "example.org/text": "any: text\nat all" }, null)),
        ...(!cluster && { namespace: one("shop", "default", "", "kube-system") }),
        finalizers: one([], ["example.org/keep"]),
      }),
    )
    .map(([value, more]) => ({ name: value, ...more }));
}

export const requirements: Arbitrary<Json> = fc.array(
  fc.oneof(
    one({ key: "app", operator: "In", values: ["web", "api"] }),
    one({ key: "a.b/tier", operator: "NotIn", values: [""] }),
    one({ key: "app", operator: "Exists" }, { key: "x", operator: "DoesNotExist", values: [] }),
  ),
  { maxLength: 2 },
);

/** Quantities in all notations: strings and numbers, fractions and exponents. */
export const amount = one("1", 2, "500m", 0.5, "0", "1e3", "2E2", "1k", "0.1", "1.5", "+1", "100", ".5");
export const memory = one(
  "64Mi",
  "1Gi",
  "128974848",
  129e6,
  "129M",
  "1e8",
  "0.5Gi",
  "123Mi",
  "1Ti",
  "100E6",
  "0",
);
export const port = one(80, 443, 1, 65535, 8080, 53);
export const percentOrCount = one(1, 0, "50%", "1%", "100%", 3);
