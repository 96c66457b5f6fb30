import { choice } from "../../rule/options.ts";

/** The option of rules whose own checks differ from those of Pod Security. */
export const podSecurityOption = {
  podSecurity: choice(
    "Report exactly what this level of the Pod Security Standards rejects, `baseline` or `restricted`. With `none`, the rule uses its own checks.",
    ["none", "baseline", "restricted"],
  ),
};

/** The option's value in the presets for these levels. */
export const podSecurityPresets = {
  "pod-security-baseline": { podSecurity: "baseline" },
  "pod-security-restricted": { podSecurity: "restricted" },
} as const;
