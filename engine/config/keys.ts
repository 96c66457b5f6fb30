import { presets, severities } from "./choices.ts";
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

/** The keys of one of the `edits` of a fix. */
export const editShapes = {
  set: { type: "text", description: "The field that gets the `value`; what is missing on the way is made." },
  append: { type: "text", description: "The list that gets the `value` as one more item." },
  remove: { type: "text", description: "The field that goes." },
  rename: { type: "text", description: "The field whose key becomes `to`." },
  value: { type: "any", description: "What is set or appended." },
  to: { type: "text", description: "The new name of a key." },
} as const satisfies Shapes;

/** The keys of one of the `customRules`. */
export const customRuleShapes = {
  id: {
    type: "text",
    description: "Names the fault, in lower case with hyphens; no rule of Kubewright's own.",
  },
  summary: { type: "text", description: "The fault, in one line." },
  why: { type: "text", description: "What follows from it, in one sentence." },
  severity: {
    type: "choice",
    choices: severities,
    description: "How grave a finding is; `warning` by default.",
  },
  kinds: {
    type: "strings",
    description: "Kinds as `Deployment` or `apps/Deployment`, with `*` as wildcard; all of them by default.",
  },
  namespaces: overrideShapes.namespaces,
  names: overrideShapes.names,
  labels: overrideShapes.labels,
  params: { type: "any", description: "Values that expressions read as `params`." },
  variables: {
    type: "texts",
    description:
      "Expressions by name, which later ones read as `variables.NAME`; none is evaluated before it is asked for.",
  },
  expression: {
    type: "text",
    description:
      "A CEL expression that is true where all is well, as in a ValidatingAdmissionPolicy: over `object`, `namespaceObject`, `params` and `variables`.",
  },
  message: { type: "text", description: "What a finding says; by default the summary." },
  messageExpression: { type: "text", description: "A CEL expression for what a finding says." },
  at: {
    type: "text",
    description: "The field to underline, as `spec.replicas`; by default the object's name.",
  },
  fix: {
    type: "group",
    description: "What fixes the fault.",
    keys: {
      title: { type: "text", description: "What it does, as an order: `Run three replicas`." },
      class: {
        type: "choice",
        choices: ["review", "safe", "template"],
        description:
          "`safe` changes nothing that runs and may be applied unseen, `review` (by default) may change it, `template` wants a person's value.",
      },
      edits: { type: "edits", description: "Changes of the object, in order." },
    },
  },
  examples: {
    type: "group",
    description: "Manifests that `kubewright rules test` tries the rule with.",
    keys: {
      good: { type: "strings", description: "Texts of manifests without the fault." },
      bad: {
        type: "strings",
        description: "Texts of manifests with it, each of which the fix fixes if there is one.",
      },
    },
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
  vendored: {
    type: "flag",
    description:
      "Whether files that nobody edits where they are get findings as well: other people's files (`vendor`, `third_party`, `third-party`, `upstream`, `node_modules`), test data (`testdata`, `__fixtures__`, `src/test`, values in a chart's `ci` folder), generated files and releases that are kept by version; `false` by default, and a path that is named is always checked.",
  },
  baseline: {
    type: "file",
    description:
      "A file of findings that are known and not reported, relative to this one; `kubewright lint --baseline FILE --write-baseline` writes it.",
  },
  customRules: {
    type: "custom-rules",
    description: "Rules of your own: CEL expressions over the object, with a message and a fix.",
  },
  overrides: {
    type: "overrides",
    description:
      "What differs in a part of the files or resources. Everything that an entry names must fit; of several that do, the last one counts.",
  },
} as const satisfies Shapes;
