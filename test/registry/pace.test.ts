import { expect, onTestFinished, test } from "vitest";
import { app, clientOf, holding, json, serve, withoutSizes } from "./fake.ts";
import { imageOf, indexOf } from "./image.ts";

const image = imageOf({ architecture: "amd64" });

test("no more than six requests run at the same time, and all of them are answered", async () => {
  let [now, most] = [0, 0];
  const index = indexOf([{ architecture: "amd64" }, { architecture: "arm64" }]);
  const good = holding({ 1: index, 2: image });
  const { address, asked } = await serve((request, response) => {
    most = Math.max(most, ++now);
    setTimeout(() => {
      now--;
      good(request, response);
    }, 5);
  });
  const other = await serve((request, response) => {
    most = Math.max(most, ++now);
    setTimeout(() => {
      now--;
      good(request, response);
    }, 5);
  });
  const client = clientOf();
  const answers = await Promise.all([
    client.ask(app(address), { platforms: true }),
    ...Array.from({ length: 10 }, (_, number) =>
      client.ask(app(other.address, `missing-${number}`), withoutSizes),
    ),
    client.ask(app(other.address, "2"), withoutSizes),
  ]);
  expect(answers.map(({ kind }) => kind)).toEqual(["found", ...Array(10).fill("missing"), "found"]);
  expect(most).toBe(6);
  expect(asked).toHaveLength(1 + 2 * 2);
});

test("many queries with one signal cause no warning", async () => {
  const warnings: string[] = [];
  const listen = (warning: Error) => warnings.push(warning.message);
  process.on("warning", listen);
  onTestFinished(() => void process.off("warning", listen));
  const good = holding({
    1: indexOf(Array.from({ length: 12 }, (_, number) => ({ architecture: `a${number}` }))),
  });
  const { address } = await serve((request, response) => {
    if (request.url?.includes("blobs")) response.writeHead(500).end();
    else good(request, response);
  });
  const client = clientOf();
  const { signal } = new AbortController();
  const tags = ["1", ...Array.from({ length: 30 }, (_, number) => `missing-${number}`)];
  await Promise.all(tags.map((tag) => client.ask(app(address, tag), { platforms: true }, signal)));
  expect(warnings).toEqual([]);
});

test("a registry that says 'in a second' is queried again in a second", async () => {
  const good = holding({ 1: image });
  const times: number[] = [];
  const { address } = await serve((request, response) => {
    times.push(Date.now());
    if (times.length === 1) response.writeHead(429, { "retry-after": "1" }).end();
    else good(request, response);
  });
  expect(await clientOf().ask(app(address), withoutSizes)).toMatchObject({ kind: "found" });
  expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(990);
});

const waits: readonly (readonly [number, Readonly<Record<string, string>>, string, number])[] = [
  [429, { "retry-after": "90" }, "90 s", 90_000],
  [429, {}, "60 s", 60_000],
  [429, { "retry-after": "soon" }, "60 s", 60_000],
  [429, { "retry-after": "999999999" }, "60 min", 3_600_000],
  [429, { "retry-after": "Thu, 01 Jan 1970 00:10:00 GMT" }, "10 min", 600_000],
  [503, { "retry-after": "600" }, "10 min", 600_000],
  [200, { "ratelimit-remaining": "0;w=21600" }, "60 s", 60_000],
  [200, { "ratelimit-remaining": "0", "ratelimit-reset": "300" }, "5 min", 300_000],
];
test.each(waits)(
  "after %s with %o, a registry is left alone for %s",
  async (status, headers, said, length) => {
    let now = 0;
    const { address, asked } = await serve((_, response) => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      json(response, status === 200 ? 404 : status, { errors: [] });
    });
    const other = await serve(holding({ 1: image }));
    const client = clientOf({ clock: () => now });
    const limited = { kind: "unavailable", reason: `limits the number of requests; try again in ${said}` };
    const first = await client.ask(app(address), withoutSizes);
    if (status === 429) expect(first).toEqual(limited);
    expect(await client.ask(app(address, "2"), withoutSizes)).toEqual(limited);
    expect(asked).toHaveLength(1);
    expect(await client.ask(app(other.address), withoutSizes)).toMatchObject({ kind: "found" });
    now += length - 1;
    expect(await client.ask(app(address, "3"), withoutSizes)).toMatchObject({ kind: "unavailable" });
    expect(asked).toHaveLength(1);
    now += 1;
    await client.ask(app(address, "3"), withoutSizes);
    expect(asked.length).toBeGreaterThan(1);
  },
);

test("a remainder that is not used up yet changes nothing", async () => {
  const good = holding({ 1: image, 2: image });
  const { address } = await serve((request, response) => {
    response.setHeader("ratelimit-remaining", "100;w=21600");
    good(request, response);
  });
  const client = clientOf();
  expect(await client.ask(app(address), withoutSizes)).toMatchObject({ kind: "found" });
  expect(await client.ask(app(address, "2"), withoutSizes)).toMatchObject({ kind: "found" });
});
