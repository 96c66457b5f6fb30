import type { Known } from "./known.ts";

export const knownFixes: Known = {};
export const knownPresets: Known = {};
export const knownGenerated: Known = {};
export const knownRejected: Known = {};
