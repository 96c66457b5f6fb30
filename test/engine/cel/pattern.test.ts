import { describe, expect, it } from "vitest";
import { compilePattern } from "../../../engine/patterns/pattern.ts";
import { searchText } from "../../../engine/patterns/search.ts";

/** The first match; `undefined` if there is none. */
function found(pattern: string, text: string): string | undefined {
  const steps = compilePattern(pattern);
  if (typeof steps === "string") throw new Error(`${pattern} ${steps}`);
  const match = searchText(steps, text, 0, () => {});
  return match && text.slice(match.start, match.end);
}

/** According to the API server's own library: https://pkg.go.dev/regexp/syntax */
describe("a pattern in RE2's syntax", () => {
  it.each([
    ["[\\x20-\\x7e]+", "é, ok", ", ok"],
    ["[+-\\]]+", "abc-[1]", "-[1]"],
    ["[]a]+[^]a]", "]a]b", "]a]b"],
    ["[a-c-e]+", "xb-ed", "b-e"],
    ["[\\w\\-\\_]+", "a-b_c", "a-b_c"],
    ["[[:alpha:][:digit:]]+", "--a1--", "a1"],
    ["[[:^print:]]", "ab\tc", "\t"],
    ["\\Qa.b\\E+", "a.bbc", "a.bb"],
    ["\\Q(?", "a(?", "(?"],
    ["\\101\\x{1F600}\\12", "A😀\n", "A😀\n"],
    ["a{,2}", "aa{,2}", "a{,2}"],
    ["a{01}", "aa{01}", "a{01}"],
    ["(?U)a+b?", "aab", "a"],
    ["(?U)a+?", "aab", "aa"],
    ["a(?i)b|c", "AB C aB", "C"],
    ["(?:a(?i)b)c", "aBC aBc", "aBc"],
    ["(?P<first>a)(?<second>b)", "ab", "ab"],
    ["(|a)*", "aa", ""],
    ["(|a)+", "aa", ""],
    ["(?:a|ab)(?:c|bcd)", "abcd", "abcd"],
    ["^*a$?", "ba", "a"],
    ["(?m)^b$", "a\nb\nc", "b"],
    ["(?i)k", "\u212a", "\u212a"],
    ["(?i)\u212a", "k", "k"],
    ["(?i)σ", "ς", "ς"],
    ["(?i)[ς]", "Σ", "Σ"],
    ["(?i)[^a]", "Ab", "b"],
    ["(?i)[[:^lower:]]", "aB1", "1"],
    ["(?i)\\W", "\u017f!", "!"],
    ["(?i)[^\\W]", "!\u017f", "\u017f"],
    ["\\pL+", "1 日本 a", "日本"],
    ["\\p{Lu}\\P{Lu}+", "äÖäA", "Öä"],
    ["\\p{^L}|\\P{^Nd}", "a٣", "٣"],
    ["\\p{Greek}+", "aαΩb", "αΩ"],
    ["[\\p{Nd}x-z]+", "a٣y1", "٣y1"],
    ["[^\\pL\\pN]+", "aé1-—b", "-—"],
    ["(?i)\\p{Lu}+", "1aÖ", "aÖ"],
    ["\\p{Any}", "😀", "😀"],
  ])("%s in %j is %j", (pattern, text, match) => {
    expect(found(pattern, text)).toBe(match);
  });

  it.each([
    ["(?i)s", "ß"],
    ["(?i)i", "ıİ"],
    ["(?i)[h-j]", "ıİ"],
    ["\\x{10FFFF}", "a"],
  ])("%s is not in %j", (pattern, text) => {
    expect(found(pattern, text)).toBeUndefined();
  });
});

describe("an invalid pattern", () => {
  it.each([
    ["has a ( that is not closed", "(a"],
    ["has a ) too many", "a)"],
    ["has a [ that is not closed", "[a"],
    ["has a range that runs backwards", "[b-a]"],
    ["has \\d, which is not known here", "[a-\\d]"],
    ["has [:valueOf:], which is not known", "[[:valueOf:]]"],
    ["has nothing to repeat in front of *", "*"],
    ["has nothing to repeat in front of {", "a|{2}"],
    ["repeats a repetition", "a**"],
    ["repeats a repetition", "a{2}{3}"],
    ["has a repetition that is not allowed", "a{1001}"],
    ["has a repetition that is not allowed", "a{2,1}"],
    ["has a group that RE2 does not know", "(?=a)"],
    ["has \\1, which is not known here", "(a)\\1"],
    ["has \\é, which is not known here", "\\é"],
    ["has a \\x without its digits", "\\x{110000}"],
    ["ends with a backslash", "\\"],
    ["has the Unicode class Foo, which is not known", "\\p{Foo}"],
    ["has the Unicode class Alphabetic, which is not known", "\\p{Alphabetic}"],
    ["has a repetition that is not allowed", "(a{10}){101}"],
    ["is nested too deeply", "(".repeat(200)],
    ["is too large", "(?:a{10}){100}".repeat(6)],
    ["is too large", "a".repeat(100_000)],
  ])("%s", (reason, pattern) => {
    expect(compilePattern(pattern)).toBe(reason);
  });
});
