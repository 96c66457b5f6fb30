/** The cost of a large workspace for our server; the peer reads only open files. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Server } from "./server.ts";
import { percentile } from "./statistics.ts";
import type { Row } from "./table.ts";

/** @param tree folder of the generated manifests */
export async function workspaceRows(
  program: string,
  tree: string,
  manifests: number,
): Promise<readonly Row[]> {
  const count = manifests.toLocaleString("en");
  const start = performance.now();
  const server = await Server.start({
    program: [process.execPath, program, "--stdio"],
    pull: true,
    folder: pathToFileURL(tree).href,
  });
  const indexed = performance.now() - start;
  try {
    const memory = server.residentMemory() / 1e6;
    const path = join(tree, "0", "deployment.yaml");
    const uri = pathToFileURL(path).href;
    const text = readFileSync(path, "utf8");
    await server.open(uri, text);
    const line = text.split("\n").findIndex((content) => content.includes("image:"));
    const position = { line, character: text.split("\n")[line]!.length };
    const times: number[] = [];
    for (let at = 0; at < 200; at++) {
      const before = performance.now();
      await server.change(uri, { range: { start: position, end: position }, text: "x" });
      times.push(performance.now() - before);
    }
    return [
      { work: `${count} manifests: start → workspace loaded`, unit: "ms", ours: indexed },
      { work: `${count} manifests: memory`, unit: "MB", ours: memory },
      {
        work: `${count} manifests: keystroke, 50 lines, p95`,
        unit: "ms",
        ours: percentile(times.slice(20), 0.95),
      },
    ];
  } finally {
    await server.stop();
  }
}
