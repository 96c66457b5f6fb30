import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { parseYaml } from "../../engine/yaml/parse.ts";
import { scalarValue } from "../../engine/yaml/scalar.ts";
import { cachedKubectl } from "../../scripts/tools/cache.ts";

/** Scalars as they would be written after `value: `. */
const scalars: readonly string[] = [
  ...["y", "Y", "yes", "Yes", "YES", "yEs", "n", "N", "no", "No", "NO", "nO"],
  ...["on", "On", "ON", "oN", "off", "Off", "OFF", "true", "True", "TRUE", "tRUE", "false", "False", "FALSE"],
  ...["", "~", "null", "Null", "NULL", "nULL", "nil", "none", "~1"],
  ...[
    "0",
    "1",
    "-1",
    "+1",
    "-0",
    "+0",
    "00",
    "007",
    "017",
    "-017",
    "+017",
    "018",
    "08",
    "09.5",
    "0o17",
    "0O17",
  ],
  ...[
    "-0o17",
    "+0o17",
    "0o8",
    "0o",
    "0b1",
    "0B11",
    "-0b1",
    "+0b1",
    "0b2",
    "0b",
    "0x1F",
    "0X1f",
    "-0x1F",
    "0xG",
  ],
  ...[
    "0x",
    "1_000",
    "1__0",
    "1_",
    "_1",
    "-_1",
    "0_17",
    "0x_1F",
    "0b1_0",
    "1_0.5_0",
    "1_e3",
    "12e03",
    "+12e03",
  ],
  ...[
    ".5",
    "5.",
    "-.5",
    "+.5",
    ".",
    "+",
    "..",
    "-.",
    "1e3",
    "1E3",
    "1e+3",
    "1e-3",
    "1e",
    "e3",
    ".e3",
    ".5e2",
  ],
  ...[
    "5.e2",
    "1.2.3",
    "1.e",
    "1.5",
    "1.50",
    "-1.5",
    "0.0",
    "-0.0",
    "1e400",
    "-1e400",
    "1e-400",
    ".5_0",
    "._5",
    ".5__0",
    ".5e1_0",
    ".5_",
    "+._5",
    "+.5_0",
  ],
  ...["1:30", "190:20:30", "-1:30", "1:30.5", "2001-01-01", "2001-12-14t21:59:43.10-05:00", "2001-1-1"],
  ...[
    "2001-12-14 21:59:43.10 -5",
    "20010101",
    "12:00",
    "1 2",
    "1,2",
    "1%",
    "1/2",
    "0x1p3",
    "1f",
    "1m",
    "1Gi",
  ],
  ...["9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551615"],
  ...["18446744073709551616", "-9223372036854775808", "-9223372036854775809", "0xFFFFFFFFFFFFFFFF"],
  ...["0xFFFFFFFFFFFFFFFFF", "07777777777777777777777777", "0b1".padEnd(80, "0"), "0o7".padEnd(40, "7")],
  ...[
    "=",
    "<<",
    "a",
    "a b",
    "a#b",
    "a:b",
    "-a",
    "--",
    "---a",
    "?a",
    ":a",
    "é",
    "日本",
    "a\u00a0b",
    "\\n",
    "~a",
  ],
  ...[
    "'1'",
    '"1"',
    "'y'",
    '"null"',
    "''",
    '""',
    "'it''s'",
    String.raw`"\x41\u00e9\n"`,
    '"a\\\n  b"',
    "'a\n\n  b'",
  ],
  ...["a\n  b", "|\n  1", "|-\n  1", "|+\n  1\n", ">\n  a\n  b", ">-\n  a\n\n  b", "|2\n   a", "|\n  y\n"],
  ...[
    "!!str 1",
    "!!str y",
    "!!str",
    '!!int "3"',
    "!!int 3",
    "!!int 3_0",
    "!!float 3",
    '!!float "3"',
    "!!float 1.5",
  ],
  ...['!!bool "yes"', "!!bool yes", "!!bool n", '!!null ""', "!!null ~"],
  ...["! 12", "! y", "!foo 1", "!foo y", '!foo "1"', "!!foo 1", "! 1", "!<tag:yaml.org,2002:int> '3'"],
  ...[
    "!<tag:yaml.org,2002:str> 3",
    "!!timestamp 2001-01-01",
    "&a 1",
    "&a !!str 1",
    "!!str &a 1",
    "&a",
    "!!str |\n  1",
  ],
];

/** Text that the API server cannot read at all; it only must not crash us. */
const refused: readonly string[] = [
  ...[
    ".inf",
    ".Inf",
    ".INF",
    "-.inf",
    "+.INF",
    ".nan",
    ".NaN",
    "!!int x",
    "!!null x",
    "!!bool 1",
    "!!int 1.5",
  ],
  ...["!!binary x", "!!timestamp 5"],
];

const kubectl = cachedKubectl();

/** The JSON of an object after kubectl has read and printed it, which changes only its labels. */
function decode(kubectl: string, manifest: string): Readonly<Record<string, unknown>> {
  const flags = ["label", "--local", "-f", "-", "oracle=yes", "-o", "json"];
  const options = { input: manifest, env: { KUBECONFIG: "/dev/null" }, stdio: "pipe" } as const;
  return JSON.parse(execFileSync(kubectl, flags, options).toString());
}

function manifest(values: readonly string[]): string {
  const head = "apiVersion: oracle.example/v1\nkind: Scalars\nmetadata:\n  name: scalars\n";
  return head + values.map((value, at) => `v${at}:${value === "" ? "" : " "}${value}\n`).join("");
}

function ours(text: string, key: string): unknown {
  const { root, problems } = parseYaml(text);
  expect(problems).toEqual([]);
  const pair =
    root?.kind === "map"
      ? root.pairs.find((one) => one.key.kind === "scalar" && one.key.text === key)
      : undefined;
  if (pair?.value === undefined) return null;
  return pair.value.kind === "scalar" ? scalarValue(pair.value) : pair.value.kind;
}

describe.skipIf(kubectl === undefined)(
  "scalars mean what kubectl 1.35 reads (skipped without kubectl)",
  () => {
    const text = manifest(scalars);
    const theirs = kubectl === undefined ? {} : decode(kubectl, text);

    it.each(scalars.map((scalar, at) => ({ scalar, at })))("$scalar", ({ at }) => {
      expect(ours(text, `v${at}`)).toEqual(theirs[`v${at}`]);
    });

    it.each(refused)("%s is rejected", (scalar) => {
      expect(() => decode(kubectl!, manifest([scalar]))).toThrow();
      expect(() => ours(manifest([scalar]), "v0")).not.toThrow();
    });
  },
);
