import { describe, expect, it } from "vitest";
import { makeLanguage } from "../../../engine/cel/language.ts";
import { compileExpression } from "../../../engine/cel/program.ts";

const object = new Map<string, unknown>([
  ["name", "web"],
  ["replicas", 3n],
  ["ratio", 0.5],
  ["list", [1n, 2n, 3n]],
  [
    "labels",
    new Map([
      ["app.kubernetes.io/name", "web"],
      ["constructor", "x"],
    ]),
  ],
]);

function evaluate(expression: string, steps = 1_000_000): unknown {
  const language = makeLanguage(["object"]);
  const program = compileExpression(expression, language, "any");
  if ("problem" in program) return program;
  language.meter.refill(steps);
  const outcome = program.evaluate({ object });
  return "error" in outcome ? outcome : outcome.value;
}

describe("the language", () => {
  it.each([
    ["object.name == 'web' && object.replicas >= 3", true],
    ["has(object.name) && !has(object.missing)", true],
    ["object.labels['app.kubernetes.io/name'] + '!'", "web!"],
    ["'constructor' in object.labels", true],
    ["object.labels.all(key, key.size() > 3)", true],
    ["object.?spec.?replicas.orValue(1)", 1n],
    ["object.list.map(x, x * 2).sum()", 12n],
    ["object.list.max() - object.list.min()", 2n],
    ["object.list.isSorted() && ![2, 1].isSorted() && ['a', 'b'].isSorted()", true],
    ["object.list.indexOf(2) + [1, 1].lastIndexOf(1) + [1].indexOf(5)", 1n],
    ["object.ratio < 1", true],
    ["object == object && object.list == [1, 2, 3]", true],
    ["quantity('1Gi').isGreaterThan(quantity('500Mi'))", true],
    ["quantity('1500m').compareTo(quantity('1.5'))", 0n],
    ["quantity('1Gi') == quantity('1024Mi')", true],
    ["quantity('1k').add(24).asInteger()", 1024n],
    ["quantity('2').sub(quantity('500m')).asApproximateFloat()", 1.5],
    ["isQuantity('1.5Gi') && !isQuantity('1.5 Gi')", true],
    ["quantity(object.replicas).isInteger() && !quantity('100m').isInteger()", true],
    ["url('https://example.com:80/a?b=c').getHost()", "example.com:80"],
    ["url('https://[::1]:80/').getHostname() + url('https://[::1]:80/').getPort()", "::180"],
    ["url('https://example.com/path with spaces/').getEscapedPath()", "/path%20with%20spaces/"],
    ["url('https://e.com/?a=1&a=2').getQuery()['a']", ["1", "2"]],
    ["isURL('/absolute') && !isURL('../relative') && !isURL('a:b:c')", true],
    ["ip('::1').isLoopback() && ip('127.0.0.1').isLoopback() && ip('8.8.8.8').isGlobalUnicast()", true],
    ["string(ip('2001:DB8:0:0:0:0:0:1'))", "2001:db8::1"],
    ["isIP('010.0.0.1') || isIP('::ffff:1.2.3.4') || isIP('1.2.3')", false],
    ["cidr('10.0.0.0/8').containsIP('10.1.2.3') && !cidr('10.0.0.0/8').containsIP('::1')", true],
    [
      "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && string(cidr('10.1.2.3/8').masked()) == '10.0.0.0/8'",
      true,
    ],
    ["'abc 123'.find('[0-9]+')", "123"],
    ["'1, 2, 3'.findAll('[0-9]+')", ["1", "2", "3"]],
    ["'a1b2'.findAll('[0-9]', 1)", ["1"]],
    ["'abc'.findAll('[a-z]*') + '12'.findAll('x*')", ["abc", "", "", ""]],
    ["'😀a'.findAll('x*|.')", ["", "", ""]],
    ["object.name.matches('^w(e|o)b$') && matches('web', 'e')", true],
    ["'%s has %d of %.1f'.format(['web', 3, 1.25])", "web has 3 of 1.3"],
    ["'a.b.c'.replace('.', '-', 1) + 'abc'.charAt(1)", "a-b.cb"],
    ["cel.bind(n, object.name, n + n)", "webweb"],
  ])("%s", (expression, value) => {
    expect(evaluate(expression)).toEqual(value);
  });

  it.each([
    ["object.name ==", { problem: expect.stringContaining("cannot be understood"), offset: 14 }],
    ["objekt.name", { problem: "cannot be understood: unknown variable: objekt", offset: 0 }],
    ["1 + 'a'", { problem: "cannot be understood: no such overload: int + string", offset: 0 }],
    ["'a'.matches(1)", { problem: expect.stringContaining("'string.matches(int)'"), offset: 0 }],
    ["object.missing", { error: "no such key: missing" }],
    ["'a'.matches('(')", { error: 'the pattern "(" has a ( that is not closed' }],
    ["ip('1.2.3.4.5')", { error: '"1.2.3.4.5" is no IP address' }],
  ])("says what is wrong with %s", (expression, problem) => {
    expect(evaluate(expression)).toEqual(problem);
  });
});

describe("an expression that would not end", () => {
  const long = Array.from({ length: 900 }, (_, at) => at).join(",");
  const nested = (depth: number): string =>
    depth === 0 ? "true" : `[${long}].all(x${depth}, ${nested(depth - 1)})`;
  const doubled = (depth: number): string =>
    depth === 0 ? "size(a0) > 0" : `cel.bind(a${depth - 1}, a${depth} + a${depth}, ${doubled(depth - 1)})`;

  const characters = (count: number): string =>
    Array.from({ length: count }, (_, at) => String.fromCharCode(0x400 + 2 * at)).join("");

  it.each([
    ["loops in loops", nested(4)],
    ["texts that double", `cel.bind(a40, 'abcdefgh', ${doubled(40)})`],
    ["lists that double", `cel.bind(a40, [1, 2], ${doubled(40)})`],
    ["comparisons in loops", `[${long}].all(x, [${long}].all(y, object == object))`],
    ["errors in loops", `[${long}].exists(x, [${long}].exists(y, [${long}].exists(z, object.missing)))`],
    [
      "patterns in loops",
      `[${long}].all(x, [${long}].all(y, 'aaaaaaaaaaaaaaaaaaaaaaaa'.matches('(a+)+b') == false))`,
    ],
    [
      "patterns that match nowhere",
      `[${long}].all(x, '${"a ".repeat(1000)}'.matches('${"\\\\bx|".repeat(900)}x') == false)`,
    ],
    [
      "classes of many characters",
      `[${long}].all(x, '${"a".repeat(4000)}'.matches('[${characters(4000)}]') == false)`,
    ],
  ])("stops: %s", (_, expression) => {
    const cost = (text: string) => {
      const start = process.cpuUsage();
      expect(evaluate(text)).toEqual({ error: "it takes too many steps" });
      return process.cpuUsage(start).user;
    };
    const costs = [1, 2].map(() => ({ metered: cost(expression), plain: cost(nested(4)) }));
    const metered = Math.min(...costs.map((one) => one.metered));
    const plain = Math.min(...costs.map((one) => one.plain));
    // A step may be worth more work in one expression than in another, but work without steps would have no limit.
    expect(metered / plain).toBeLessThan(60);
  });
});
