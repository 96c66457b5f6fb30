import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { parseQuantity } from "../../engine/kubernetes/quantity.ts";
import { cachedKubectl } from "../../scripts/tools/cache.ts";

const kubectl = cachedKubectl();

const wholes = ["0", "1", "07", "12", "1024", "1234"];
const fractions = ["", ".", ".5", ".05", ".0000000001", ".999999999"];
const suffixes = [
  "",
  "n",
  "u",
  "m",
  "k",
  "M",
  "G",
  "T",
  "P",
  "Ki",
  "Mi",
  "Gi",
  "Ti",
  "Pi",
  "e3",
  "E3",
  "e-2",
  "e+1",
];
const signs = ["", "+"];

/** Everything that users might write, and more. */
const accepted = signs
  .flatMap((sign) =>
    [...wholes.flatMap((whole) => fractions.map((fraction) => whole + fraction)), ".5"].flatMap((number) =>
      suffixes.map((suffix) => sign + number + suffix),
    ),
  )
  .concat("m", "Gi");

const refused = ["abc", "1GB", "1K", "1mi", "1Mb", "0x10", "1e", "1e3Mi", "1.2.3", "--1", "1 Gi", "1ki"];

/** The canonical forms of quantities, as kubectl prints them in a quota; undefined if it rejects one. */
function canonical(quantities: readonly string[]): ReadonlyMap<string, string> | undefined {
  const hard = quantities.map((quantity, at) => `r${at}=${quantity}`).join(",");
  const run = spawnSync(
    kubectl!,
    ["create", "quota", "q", `--hard=${hard}`, "--dry-run=client", "-o", "json"],
    { encoding: "utf8", env: { KUBECONFIG: "/dev/null", HOME: "/nonexistent" }, timeout: 30_000 },
  );
  if (run.error) throw run.error;
  if (run.status !== 0) return undefined;
  const { spec } = JSON.parse(run.stdout) as { spec: { hard: Record<string, string> } };
  return new Map(quantities.map((quantity, at) => [quantity, spec.hard[`r${at}`]!]));
}

// Without kubectl in the cache there is no oracle; `scripts/real-editor/install.ts` installs it.
describe.skipIf(!kubectl)("quantities are what kubectl reads", () => {
  it("an amount equals its canonical form", () => {
    const forms = canonical(accepted);
    expect(forms).toBeDefined();
    const unlike = [...forms!].filter(([text, form]) => parseQuantity(text) !== parseQuantity(form));
    expect(unlike).toEqual([]);
    expect([...forms!].filter(([text]) => parseQuantity(text) === undefined)).toEqual([]);
  });

  it.each(refused)("%s is not a quantity", (text) => {
    expect(canonical([text])).toBeUndefined();
    expect(parseQuantity(text)).toBeUndefined();
  });
});
