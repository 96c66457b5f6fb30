import type { TestProject } from "vitest/node";
import type { ServerAddress } from "./request.ts";
import { startApiServer } from "./start.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The API server of this run; undefined if it was never built. */
    readonly apiServer: ServerAddress | undefined;
  }
}

/** Starts one API server for all suites that use it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startApiServer();
  const { stop, ...address } = server ?? { stop: undefined };
  project.provide("apiServer", "port" in address ? address : undefined);
  return async () => stop?.();
}
