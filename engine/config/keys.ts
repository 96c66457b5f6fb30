import { presets } from "./choices.ts";
import { settingShapes } from "./settings.ts";
import type { Shapes } from "./shape.ts";

const preset = {
  type: "choice",
  choices: presets,
  description: "The rules that are on.",
} as const;

const rules = {
  type: "rules",
  description:
    "Severity of single rules, or `off`; or a mapping with `severity` and `options`. A rule that the preset leaves out is switched on by naming it.",
} as const;

/** The keys of one of the `overrides`. */
export const overrideShapes = {
  files: { type: "globs", description: "Globs of files as in `.gitignore`, from this file's folder on." },
  namespaces: { type: "strings", description: "Namespaces of resources, with `*` as wildcard." },
  kinds: {
    type: "strings",
    description: "Kinds as `Deployment` or `apps/Deployment`, with `*` as wildcard.",
  },
  names: { type: "strings", description: "Names of resources, with `*` as wildcard." },
  labels: {
    type: "selector",
    description: "Labels of resources as kubectl selects them: `app=web,tier in (front,back),!legacy`.",
  },
  preset,
  rules,
  settings: {
    type: "group",
    description: "Settings that differ there.",
    keys: settingShapes,
  },
} as const satisfies Shapes;

/** The keys of a `.kubewright.yaml`, in the order in which people would write them. */
export const fileShapes = {
  extends: {
    type: "extends",
    description:
      "A preset, or a file relative to this one, or a list of them: what holds where this file says nothing. A later one goes before an earlier one.",
  },
  preset,
  rules,
  ...settingShapes,
  exclude: {
    type: "globs",
    description: "Globs of files that are not looked at, as in `.gitignore`, from this file's folder on.",
  },
  baseline: {
    type: "file",
    description:
      "A file of findings that are known and not reported, relative to this one; `kubewright lint --baseline FILE --write-baseline` writes it.",
  },
  overrides: {
    type: "overrides",
    description:
      "What differs in a part of the files or resources. Everything that an entry names must fit; of several that do, the last one counts.",
  },
} as const satisfies Shapes;
