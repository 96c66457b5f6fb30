import { isFilledInText } from "../../kubernetes/filled-in.ts";
import { type NameForm, nameProblem, nearestInForm } from "../../kubernetes/name-forms.ts";
import { namePlacesOf } from "../../kubernetes/name-places.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, resources } from "../../rule/rule.ts";

export default defineRule({
  id: "name-invalid",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A name is invalid.",
  why: "Most names become part of DNS names, URLs or file names, so the API server rejects an object if its name has characters or a length that are not allowed.",
  links: [
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names",
    "https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-object",
  ],
  on: resources,

  *check(resource) {
    for (const { at, form, most, isKey = false } of namePlacesOf(resource)) {
      const text = isKey ? (keyText(at) ?? at.string) : at.string;
      if (text === undefined || text === "" || isFilledInText(text) || isStandIn(text)) continue;
      const problem = nameProblem(text, form, most);
      if (problem === undefined) continue;
      const better = isRenamable(at, isKey) ? freeName(at, text, form) : undefined;
      const field = isKey ? "a key" : at.fieldText;
      const data = { title: titleOf(resource), kind: resource.kind, field, text, problem, isKey };
      yield { at, onKey: isKey, data: { ...data, better, uses: usesOf(at) } };
    }
  },

  message: ({ title, kind, field, text, problem, isKey }) => {
    const fact =
      field === "metadata.name"
        ? `${kind} "${text}" has an invalid name`
        : `${title} has the invalid ${invalidPart(field, text, isKey)}`;
    return `${fact} (it ${problem}), so the API server rejects it.`;
  },

  fixClasses: ["review"],
  *fixes({ data: { better, text, isKey, uses }, at }, edit) {
    if (better === undefined) return;
    // Review: references to the name in other places must be changed too.
    yield {
      class: "review",
      title: `Rename "${text}" to "${better}"`,
      caveat: renameCaveat(at, isKey),
      edits: isKey ? [edit.renameKey(at, better)] : [at, ...uses].map((use) => edit.setValue(use, better)),
    };
  },
});

function keyText({ key }: Value): string | undefined {
  return key?.kind === "scalar" ? key.text : undefined;
}

/** What else a rename concerns. Nothing in the same pod refers to the name of a container. */
function renameCaveat({ path }: Value, isKey: boolean): string | undefined {
  if (isKey) return "references to the key must be changed too";
  if (path.at(-2) === "metadata") return "references to this object must be changed too";
  return path.at(-3) === "volumes" ? "also in volume mounts" : undefined;
}

function invalidPart(field: string, text: string, isKey: boolean): string {
  if (isKey) return `key "${text}"`;
  return field === "metadata.namespace" ? `namespace "${text}"` : `name "${text}" in ${field}`;
}

/**
 * A placeholder that a script (`disk-wipe-HOSTNAME`) or Kustomize replaces: its `namespace` renames a Namespace, so
 * some users write `_`. `WEB` alone is not a placeholder.
 */
function isStandIn(text: string): boolean {
  return !/[A-Za-z0-9]/.test(text) || capitalsAmongOthers.test(text) || replaced.test(text);
}

const capitalsAmongOthers = /^(?=.*[a-z]).*(?<![A-Za-z0-9])[A-Z][A-Z0-9]{3,}(?![A-Za-z0-9])/;
const replaced =
  /^(?:MY|YOUR)?(?:CHANGEME|CLUSTER|DOMAIN|HOST|NAME|NAMESPACE|NODE|PLACEHOLDER|POD|PROJECT|REPLACEME|SERVICE|USER|VERSION|XXX+)(?:ID|NAME)?$/;

/** Whether the name is defined here, and is not a reference to another object. */
function isRenamable({ path }: Value, isKey: boolean): boolean {
  return isKey || path.at(-2) === "metadata"
    ? path.at(-1) !== "namespace"
    : /^(?:.*[cC]ontainers|volumes)$/.test(`${path.at(-3)}`);
}

/** The nearest valid name, unless a different item of the list already has it. */
function freeName(at: Value, text: string, form: NameForm): string | undefined {
  const name = nearestInForm(text, form);
  return name === undefined || isTaken(at, name) ? undefined : name;
}

function isTaken(at: Value, name: string): boolean {
  return (at.parent?.parent?.items() ?? []).some((item) => item.at("name")?.string === name);
}

/** The mounts that refer to a volume. */
function usesOf(at: Value): readonly Value[] {
  if (at.path.at(-3) !== "volumes") return [];
  const pod = at.parent?.parent?.parent;
  const containers = ["containers", "initContainers", "ephemeralContainers"].flatMap(
    (list) => pod?.at(list)?.items() ?? [],
  );
  const mounts = containers.flatMap((container) =>
    ["volumeMounts", "volumeDevices"].flatMap((list) => container.at(list)?.items() ?? []),
  );
  return mounts.flatMap((mount) => mount.at("name") ?? []).filter((name) => name.string === at.string);
}
