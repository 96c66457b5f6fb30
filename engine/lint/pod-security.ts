import { choice } from "./options.ts";

/** The option of rules that judge otherwise, or know less, when they are to say exactly what Pod Security says. */
export const podSecurityOption = {
  podSecurity: choice(
    "Judge exactly as this level of the Pod Security Standards does, `baseline` or `restricted`; with `none` the rule uses all it knows.",
    ["none", "baseline", "restricted"],
  ),
};

/** The option's value in the presets that are those levels. */
export const podSecurityPresets = {
  "pod-security-baseline": { podSecurity: "baseline" },
  "pod-security-restricted": { podSecurity: "restricted" },
} as const;
