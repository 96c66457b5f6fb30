/** Whether a code point matches. */
export type Test = (code: number) => boolean;

/** The first and last code points of the parts of a class. */
export type Ranges = readonly (readonly [number, number])[];

/** Whether a code point is in some ranges. The cost grows only with the logarithm of their number. */
export function oneOf(ranges: Ranges): Test {
  const sorted = merged(ranges);
  return (code) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]![1] < code) low = middle + 1;
      else high = middle;
    }
    return low < sorted.length && sorted[low]![0] <= code;
  };
}

/** The same, ignoring case. */
export function oneOfInEitherCase(ranges: Ranges): Test {
  const single = ranges.flatMap(([first, last]) => (first === last ? [foldCase(first)] : []));
  const holds = oneOf([...ranges, ...single.map((code) => [code, code] as const)]);
  return (code) => {
    if (holds(code)) return true;
    const folded = foldCase(code);
    return holds(folded) || holds(upperCase(folded));
  };
}

/**
 * What JavaScript calls a Unicode class of RE2: a general category or a script.
 *
 * @returns `undefined` if there is no such class
 */
export function unicodeProperty(name: string): string | undefined {
  if (name === "Any") return name;
  return [`gc=${name}`, `sc=${name}`].find((property) => {
    try {
      return new RegExp(`\\p{${property}}`, "u");
    } catch {
      return false;
    }
  });
}

/** Whether a code point is in one of some Unicode classes, which are written as `\p{gc=L}`. */
export function unicodeClasses(classes: readonly string[], ignoreCase: boolean): Test {
  // One expression for all of them, so that the test takes no longer for many.
  const any = new RegExp(`[${[...new Set(classes)].join("")}]`, "u");
  const holds: Test = (code) => any.test(String.fromCodePoint(code));
  if (!ignoreCase) return holds;
  return (code) => {
    const folded = foldCase(code);
    return holds(code) || holds(folded) || holds(upperCase(folded));
  };
}

/** All code points outside of some ranges. */
export function complement(ranges: Ranges): Ranges {
  const result: [number, number][] = [];
  let next = 0;
  for (const [first, last] of merged(ranges)) {
    if (next < first) result.push([next, first - 1]);
    next = last + 1;
  }
  return [...result, [next, 0x10ffff]];
}

/** A class of ASCII letters extended to both cases. */
export function withBothCases(ranges: Ranges): Ranges {
  const holds = oneOfInEitherCase(ranges);
  return [...asciiCodes, ...foldedIntoAscii].filter(holds).map((code) => [code, code]);
}

/** Letters outside of ASCII that fold to one in it: the Kelvin sign and the long s. */
const foldedIntoAscii = [0x212a, 0x17f];
const asciiCodes = Array.from({ length: 128 }, (_, code) => code);

/**
 * The common form of letters that differ only in case, in any language: simple case folding, one code point for one.
 * Source: https://www.unicode.org/Public/UCD/latest/ucd/CaseFolding.txt
 */
export function foldCase(code: number): number {
  if (code < 128) return 65 <= code && code <= 90 ? code + 32 : code;
  return lowerCase(upperCase(code));
}

function upperCase(code: number): number {
  // The dotless i is a different letter, although its uppercase form looks like that of i.
  return code === 0x131 ? code : (alone(String.fromCodePoint(code).toUpperCase()) ?? code);
}

function lowerCase(code: number): number {
  return alone(String.fromCodePoint(code).toLowerCase()) ?? code;
}

/** ß has two letters in uppercase, so it has no single equivalent. */
function alone(text: string): number | undefined {
  const code = text.codePointAt(0)!;
  return text.length === (code > 0xffff ? 2 : 1) ? code : undefined;
}

function merged(ranges: Ranges): Ranges {
  const result: [number, number][] = [];
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const before = result.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else result.push([first, last]);
  }
  return result;
}

const digit: Ranges = [[48, 57]];
const upper: Ranges = [[65, 90]];
const lower: Ranges = [[97, 122]];
const underscore = [95, 95] as const;
const word: Ranges = [...digit, ...upper, ...lower, underscore];
const blank: Ranges = [
  [9, 9],
  [32, 32],
];
const punctuation: Ranges = [
  [33, 47],
  [58, 64],
  [91, 96],
  [123, 126],
];

/** The meanings of `\d` and the other short classes. */
export const shortClasses: ReadonlyMap<string, Ranges> = new Map([
  ["d", digit],
  ["w", word],
  ["s", [...blank, [10, 10], [12, 13]]],
]);

/** The names between `[:` and `:]`, all of them ASCII. */
export const namedClasses: ReadonlyMap<string, Ranges> = new Map<string, Ranges>([
  ["alnum", [...digit, ...upper, ...lower]],
  ["alpha", [...upper, ...lower]],
  ["ascii", [[0, 127]]],
  ["blank", blank],
  [
    "cntrl",
    [
      [0, 31],
      [127, 127],
    ],
  ],
  ["digit", digit],
  ["graph", [[33, 126]]],
  ["lower", lower],
  ["print", [[32, 126]]],
  ["punct", punctuation],
  ["space", [...blank, [10, 13]]],
  ["upper", upper],
  ["word", word],
  ["xdigit", [...digit, [65, 70], [97, 102]]],
]);

export const isWord: Test = oneOf(word);
