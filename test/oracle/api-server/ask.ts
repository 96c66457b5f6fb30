import { inject } from "vitest";
import { ApiClient } from "./client.ts";

const address = inject("apiServer");

/** The API server of this run; undefined if it was never built, and then the suites are skipped. */
export const client = address && (await ApiClient.connect(address));

export const without = "skipped without the cached kube-apiserver";
