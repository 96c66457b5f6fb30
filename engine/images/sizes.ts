import type { RegistryAnswer } from "./registry.ts";

/** Kubernetes' own default, and the platform that nearly every image has. */
const usual = { os: "linux", architecture: "amd64" };

/** The compressed size of an image in bytes, for the usual platform; undefined if the registry did not report it. */
export function sizeOf(answer: RegistryAnswer | undefined): number | undefined {
  if (answer?.kind !== "found") return undefined;
  const sized = answer.platforms.filter(({ size }) => size !== undefined);
  const { size } =
    sized.find(({ os, architecture }) => os === usual.os && architecture === usual.architecture) ??
    sized[0] ??
    {};
  return size;
}

/** `46 MB`, `1.2 GB`: decimal units, as registries show them, with at least two digits. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  for (const [unit, scale] of [
    ["kB", 1e3],
    ["MB", 1e6],
  ] as const) {
    if (bytes / scale < 999.5) return `${round(bytes / scale)} ${unit}`;
  }
  return `${round(bytes / 1e9)} GB`;
}

function round(value: number): string {
  return value < 9.95 ? value.toFixed(1) : String(Math.round(value));
}
