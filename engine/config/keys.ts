import { settingShapes } from "../settings/settings.ts";
import type { Shapes } from "../settings/shape.ts";
import { presets, severities } from "./choices.ts";

const preset = {
  type: "choice",
  choices: presets,
  description: "The preset, which decides which rules are on.",
} as const;

const rules = {
  type: "rules",
  description:
    "The severity of individual rules: `error`, `warning`, `information`, `hint` or `off`, or a mapping with `severity` and `options`. Listing a rule that is not in the preset turns it on.",
} as const;

/** The keys of one of the `overrides`. */
export const overrideShapes = {
  files: {
    type: "globs",
    description: "Globs of files, as in `.gitignore`, relative to the folder of this file.",
  },
  namespaces: { type: "strings", description: "Namespaces of resources, with `*` as a wildcard." },
  kinds: {
    type: "strings",
    description: "Kinds, such as `Deployment` or `apps/Deployment`, with `*` as a wildcard.",
  },
  names: { type: "strings", description: "Names of resources, with `*` as a wildcard." },
  labels: {
    type: "selector",
    description: "A label selector in kubectl's syntax, such as `app=web,tier in (front,back),!legacy`.",
  },
  preset,
  rules,
  settings: {
    type: "group",
    description: "Settings to change for these files or resources.",
    keys: settingShapes,
  },
} as const satisfies Shapes;

/** The keys of one of the `edits` of a fix. */
export const editShapes = {
  set: { type: "text", description: "The field to set to `value`. Missing parents are created." },
  append: { type: "text", description: "The list to append `value` to." },
  remove: { type: "text", description: "The field to remove." },
  rename: { type: "text", description: "The field to rename to `to`." },
  value: { type: "any", description: "The value to set or append." },
  to: { type: "text", description: "The new name of the field." },
} as const satisfies Shapes;

/** The keys of one of the `customRules`. */
export const customRuleShapes = {
  id: {
    type: "text",
    description:
      "The id of the rule, in lowercase with hyphens. It must differ from the ids of built-in rules.",
  },
  summary: { type: "text", description: "What the rule reports, in one line." },
  why: { type: "text", description: "Why it matters, in one sentence." },
  severity: {
    type: "choice",
    choices: severities,
    description: "The severity of its findings. The default is `warning`.",
  },
  kinds: {
    type: "strings",
    description:
      "Kinds, such as `Deployment` or `apps/Deployment`, with `*` as a wildcard. The default is all kinds.",
  },
  namespaces: overrideShapes.namespaces,
  names: overrideShapes.names,
  labels: overrideShapes.labels,
  params: { type: "any", description: "Values that expressions can read as `params`." },
  variables: {
    type: "texts",
    description:
      "Named expressions. Later expressions can read them as `variables.NAME`. Each is evaluated only if it is used.",
  },
  expression: {
    type: "text",
    description:
      "A CEL expression that is true if the object is valid, as in a ValidatingAdmissionPolicy. It can use `object`, `namespaceObject`, `params` and `variables`.",
  },
  message: { type: "text", description: "The message of a finding. The default is the summary." },
  messageExpression: { type: "text", description: "A CEL expression that returns the message." },
  at: {
    type: "text",
    description: "The field to underline, such as `spec.replicas`. The default is the name of the object.",
  },
  fix: {
    type: "group",
    description: "A fix for the findings of this rule.",
    keys: {
      title: { type: "text", description: "What the fix does, as an imperative: `Run 3 replicas`." },
      class: {
        type: "choice",
        choices: ["review", "safe", "template"],
        description:
          "`safe`: does not change what runs, so it can be applied on save. `review` (default): can change what runs. `template`: inserts a placeholder for you to fill in.",
      },
      edits: { type: "edits", description: "Edits to the object, in order." },
    },
  },
  examples: {
    type: "group",
    description: "Manifests that `kubewright rules test` runs the rule on.",
    keys: {
      good: { type: "strings", description: "Manifests that the rule must not report." },
      bad: {
        type: "strings",
        description: "Manifests that the rule must report, and that its fix, if there is one, must fix.",
      },
    },
  },
} as const satisfies Shapes;

/** The keys of a `.kubewright.yaml`, in the usual order. */
export const fileShapes = {
  extends: {
    type: "extends",
    description:
      "A preset, a file (relative to this one), or a list of them, to build on. This file takes precedence over them, and a later entry takes precedence over an earlier one.",
  },
  preset,
  rules,
  ...settingShapes,
  exclude: {
    type: "globs",
    description: "Globs of files to skip, as in `.gitignore`, relative to the folder of this file.",
  },
  vendored: {
    type: "flag",
    description:
      "Whether files that people do not edit get findings too: third-party files (`vendor`, `third_party`, `third-party`, `upstream`, `node_modules`), test data (`testdata`, `__fixtures__`, `src/test`, values in the `ci` folder of a chart, `bad` next to `good`), tests (`e2e`, `integration-test`, `test` with programs), generated files (also Jekyll's `_site`), versioned releases, and archives (`.archive`, `_archive`, `archive`, `archived`). The default is `false`. A path that is named on the command line is always checked.",
  },
  baseline: {
    type: "file",
    description:
      "A baseline file (relative to this one) of existing findings that are not reported. Create it with `kubewright lint --baseline FILE --write-baseline`.",
  },
  customRules: {
    type: "custom-rules",
    description: "Your own rules: CEL expressions over an object, with a message and an optional fix.",
  },
  overrides: {
    type: "overrides",
    description:
      "A different preset, rules or settings for some files or resources. An entry applies if all of its conditions match. If several entries apply, the last one takes precedence.",
  },
} as const satisfies Shapes;
