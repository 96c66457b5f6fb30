import type { EditBuilder, MaybeChange } from "../../edits/edit.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "annotation-deprecated",
  category: "organization",
  severity: "hint",
  since: "0.1.0",
  presets: ["strict"],
  summary: "An annotation is deprecated in favor of a field.",
  why: "The API server warns about these annotations, and newer programs read only the field.",
  links: [
    "https://kubernetes.io/docs/concepts/services-networking/ingress/#deprecated-annotation",
    "https://kubernetes.io/docs/reference/labels-annotations-taints/#volume-beta-kubernetes-io-storage-class-deprecated",
    "https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/persistentvolume/util.go",
  ],
  tags: ["deprecated"],
  lifeCycle: true,
  on: kinds("networking.k8s.io/Ingress", "extensions/Ingress", "/PersistentVolumeClaim", "/PersistentVolume"),

  *check(resource, { settings }) {
    const { kind, root } = resource;
    for (const old of annotations) {
      const at = root.at("metadata", "annotations")?.child(old.key);
      const text = literal(at);
      if (!at || text === undefined || !old.kinds.includes(kind)) continue;
      if (!isAtLeast(settings.kubernetesVersion, old.since) || old.isNeeded?.test(text)) continue;
      yield { at, onKey: true, data: { title: titleOf(resource), old, text, root } };
    }
  },

  message: ({ title, old: { key, field } }) =>
    `${title} has the deprecated annotation "${key}", which the field ${field} replaces.`,

  fixClasses: ["review"],
  *fixes({ at, data: { old, text, root } }, edit) {
    const edits = moved(old, text, root, edit);
    if (!edits) return;
    // Review: a program might read only one of the two.
    yield {
      class: "review",
      title: edits.length === 0 ? "Remove the annotation" : `Move the annotation to ${old.field}`,
      caveat: edits.length === 0 ? undefined : old.caveat,
      edits: [edit.remove(at), ...edits],
    };
  },
});

interface OldAnnotation {
  readonly key: string;
  readonly kinds: readonly string[];
  /** The version of Kubernetes in which the field replaces the annotation. */
  readonly since: string;
  readonly field: string;
  readonly isList?: boolean;
  readonly caveat?: string;
  /** Values for which the field does not work. */
  readonly isNeeded?: RegExp;
}

const annotations: readonly OldAnnotation[] = [
  {
    key: "kubernetes.io/ingress.class",
    kinds: ["Ingress"],
    since: "1.18",
    field: "spec.ingressClassName",
    caveat: "needs an IngressClass of this name",
    // Source: https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-configuration
    isNeeded: /^gce(?:-internal)?$/,
  },
  {
    key: "volume.beta.kubernetes.io/storage-class",
    kinds: ["PersistentVolumeClaim", "PersistentVolume"],
    since: "1.8",
    field: "spec.storageClassName",
  },
  {
    key: "volume.beta.kubernetes.io/mount-options",
    kinds: ["PersistentVolume"],
    since: "1.31",
    field: "spec.mountOptions",
    isList: true,
  },
];

/** The changes that set the field; `undefined` if it has another value. */
function moved(
  { field, isList }: OldAnnotation,
  text: string,
  root: Value,
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  const path = field.split(".");
  const current = root.at(...path);
  if (!current) {
    const value = isList ? text.split(",").map((option) => option.trim()) : text;
    return [edit.set(root, path, value, { before: ["tls", "rules", "defaultBackend", "accessModes"] })];
  }
  return !isList && current.string === text ? [] : undefined;
}
