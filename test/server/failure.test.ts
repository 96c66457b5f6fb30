/** A file on which the linter itself fails. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { Connection } from "vscode-languageserver/node";
import { readClient } from "../../server/client.ts";
import { Session } from "../../server/session.ts";
import { fullCapabilities } from "./client.ts";

test("does not keep others from being read, and is in the log", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kubewright-failure-"));
  const logged: string[] = [];
  const connection = { console: { error: (line: string) => logged.push(line) } } as unknown as Connection;
  const client = readClient({ capabilities: fullCapabilities, processId: null, rootUri: null });
  try {
    const manifest = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;
    for (const name of ["a", "broken", "c"]) writeFileSync(join(folder, `${name}.yaml`), manifest(name));
    const session = new Session(connection, client, {});
    const read = session.linter.setFile.bind(session.linter);
    session.linter.setFile = (uri, text) => {
      if (uri.endsWith("/broken.yaml")) throw new Error("a bug");
      read(uri, text);
    };
    session.workspace.setFolders([pathToFileURL(folder).href]);
    expect(
      await session.workspace.index(
        () => {},
        () => false,
      ),
    ).toBe(true);
    expect([...session.workspace.files].map((key) => key.slice(key.lastIndexOf("/") + 1)).sort()).toEqual([
      "a.yaml",
      "c.yaml",
    ]);
    expect(session.linter.resourceCount).toBe(2);
    expect(logged.join("\n")).toMatch(/broken\.yaml: Error: a bug/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
