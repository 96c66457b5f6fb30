import { isBranchTag } from "../images/moving.ts";
import { parseImageReference } from "../images/reference.ts";
import { autoscalerKinds } from "../kubernetes/autoscalers.ts";
import { fileNameOf, folderOf } from "../text/uri.ts";
import { among, type Buckets, inNamespace, type Sight, type Visit } from "./buckets.ts";
import type { ResourceFacts } from "./facts.ts";
import type { SecretFacts } from "./secrets.ts";
import { anyNamespace } from "./topics.ts";
import { isTypo, shapesNear, shapesOf } from "./typo.ts";
import { type Note, noteIn, type Versions } from "./versions.ts";

/** Queries about objects by kind, name, namespace and folder. */
export interface ObjectQuestions {
  /** Resources of a `group/Kind` that might be in the namespace; `undefined` means any namespace. */
  ofKind(groupKind: string, namespace: string | undefined): readonly ResourceFacts[];
  /** Resources with that name that might be in the namespace. */
  named(groupKind: string, namespace: string | undefined, name: string): readonly ResourceFacts[];
  /** The same in any namespace, also in files that are not applied together with this one. */
  namedAnywhere(groupKind: string, name: string): readonly ResourceFacts[];
  /**
   * Whether a release of a file's object has an image (as written, without tag and digest) with a version: the file of
   * that name in a folder for releases, where the object differs only in the versions of its images.
   */
  isPinnedInTwin(groupKind: string, name: string, image: string, uri: string): boolean;
  /**
   * Secrets of any namespace by their name in the cluster: those that are defined here, and those that something
   * creates.
   */
  secretsCalled(name: string): readonly SecretResource[];
  /** Secrets that might be in the namespace; `undefined` means any namespace. */
  secretsIn(namespace: string | undefined): readonly SecretResource[];
  /** Resources with a name for which the given name is probably a typo, without a walk over all of them. */
  similar(groupKind: string, namespace: string | undefined, name: string): readonly ResourceFacts[];
  /** Autoscalers that might be in the namespace and scale the `group/Kind` with that name. */
  scaling(groupKind: string, namespace: string | undefined, name: string): readonly ResourceFacts[];
  /** Custom resources that might be in the namespace: some of them create pods. */
  customIn(namespace: string | undefined): readonly ResourceFacts[];
  /** Whether any resource selects by labels with this key, in any namespace and for any kind of object. */
  isLabelSelected(key: string): boolean;
  /**
   * The value that all resources in a file's folder have for a label, if they have it; `undefined` if they differ.
   */
  folderLabel(uri: string, key: string): string | undefined;
  /** The namespace that all resources in a file's folder have, if they have one; `undefined` if they differ. */
  folderNamespace(uri: string): string | undefined;
}

/** A Secret, or a resource that creates one. */
export type SecretResource = ResourceFacts & { readonly secret: SecretFacts };

/** Facts by what identifies an object. */
export class Objects {
  readonly #byKind: Buckets = new Map();
  readonly #byName: Buckets = new Map();
  /** By kind and shape of the name. */
  readonly #byShape: Buckets = new Map();
  readonly #byFolder: Buckets = new Map();
  readonly #agreements = new Map<string, { readonly version: number; readonly value: string | undefined }>();
  /** Autoscalers by their target. */
  readonly #scaling: Buckets = new Map();
  readonly #custom: Buckets = new Map();
  readonly #secrets: Buckets = new Map();
  readonly #secretNames: Buckets = new Map();
  readonly #selectedKeys: Buckets = new Map();
  readonly #versions: Versions;

  constructor(versions: Versions) {
    this.#versions = versions;
  }

  /** Visits every bucket of a resource. */
  each(facts: ResourceFacts, visit: Visit): void {
    const { groupKind, name, place } = facts;
    visit(this.#byKind, groupKind, facts);
    if (name !== undefined) {
      visit(this.#byName, `${groupKind} ${name}`, facts);
      for (const shape of shapesOf(name)) visit(this.#byShape, `${groupKind} ${shape}`, facts);
    }
    visit(this.#byFolder, folderOf(place.uri), facts);
    const namespace = facts.namespace ?? anyNamespace;
    const target = facts.autoscaler?.target;
    if (target) visit(this.#scaling, `${target.group}/${target.kind} ${target.name}`, facts);
    if (facts.custom) visit(this.#custom, namespace, facts);
    if (facts.secret) visit(this.#secrets, facts.secret.spreads ? anyNamespace : namespace, facts);
    if (facts.secret?.name !== undefined) visit(this.#secretNames, facts.secret.name, facts);
    for (const key of facts.selectedKeys) visit(this.#selectedKeys, key, facts);
  }

  questions(note: Note, sight: Sight): ObjectQuestions {
    return {
      ofKind: (groupKind, namespace) => {
        note(`kind ${groupKind}`);
        return among(this.#byKind.get(groupKind), namespace, sight);
      },
      named: (groupKind, namespace, name) => {
        note(`kind ${groupKind}`);
        return among(this.#byName.get(`${groupKind} ${name}`), namespace, sight);
      },
      namedAnywhere: (groupKind, name) => {
        note(`kind ${groupKind}`);
        return [...(this.#byName.get(`${groupKind} ${name}`)?.facts ?? [])];
      },
      isPinnedInTwin: (groupKind, name, image, uri) => {
        note(`kind ${groupKind}`);
        const all = [...(this.#byName.get(`${groupKind} ${name}`)?.facts ?? [])];
        const shapes = new Set(
          all.flatMap(({ place, pod }) => (place.uri === uri ? (pod?.shape ?? []) : [])),
        );
        return all.some(
          ({ place, pod }) =>
            pod?.shape !== undefined &&
            shapes.has(pod.shape) &&
            isReleaseOf(place.uri, uri) &&
            pod.images.some((text) => isPinnedTo(text, image)),
        );
      },
      secretsCalled: (name) => {
        note("secrets");
        return [...sight(this.#secretNames.get(name))] as readonly SecretResource[];
      },
      secretsIn: (namespace) => {
        noteIn(note, "secrets", namespace);
        return inNamespace(this.#secrets, namespace, sight) as readonly SecretResource[];
      },
      similar: (groupKind, namespace, name) => {
        note(`kind ${groupKind}`);
        const near = shapesNear(name).flatMap((one) =>
          among(this.#byShape.get(`${groupKind} ${one}`), namespace, sight),
        );
        return [...new Set(near)].filter((facts) => isTypo(name, facts.name ?? ""));
      },
      scaling: (groupKind, namespace, name) => {
        for (const kind of autoscalerKinds) note(`kind ${kind}`);
        return among(this.#scaling.get(`${groupKind} ${name}`), namespace, sight);
      },
      customIn: (namespace) => {
        noteIn(note, "custom", namespace);
        return inNamespace(this.#custom, namespace, sight);
      },
      isLabelSelected: (key) => {
        note(`label ${key}`);
        return this.#selectedKeys.has(key);
      },
      folderLabel: (uri, key) => {
        note(`folder ${folderOf(uri)}`);
        return this.#agreed(folderOf(uri), `label ${key}`, ({ labels }) => labels.get(key));
      },
      folderNamespace: (uri) => {
        note(`folder ${folderOf(uri)}`);
        return this.#agreed(folderOf(uri), "namespace", ({ namespace }) => namespace);
      },
    };
  }

  /**
   * The value that all resources of a folder that have one agree on. Computed once as long as nothing in the folder
   * changes.
   */
  #agreed(
    folder: string,
    what: string,
    of: (facts: ResourceFacts) => string | undefined,
  ): string | undefined {
    const version = this.#versions.of(`folder ${folder}`);
    const known = this.#agreements.get(`${folder} ${what}`);
    if (known?.version === version) return known.value;
    const values = new Set<string>();
    for (const facts of this.#byFolder.get(folder)?.facts ?? []) {
      const value = of(facts);
      if (value !== undefined) values.add(value);
    }
    const [only] = values;
    const value = values.size === 1 ? only : undefined;
    this.#agreements.set(`${folder} ${what}`, { version, value });
    return value;
  }
}

/** Whether a file is the other one in a folder for what is built: `dist/web.yaml` and `v1.2/web.yaml` for `src/web.yaml`. */
function isReleaseOf(uri: string, source: string): boolean {
  if (fileNameOf(uri) !== fileNameOf(source)) return false;
  const folders = folderOf(source).split("/");
  return folderOf(uri)
    .split("/")
    .some((folder) => !folders.includes(folder) && releaseFolder.test(folder));
}

const releaseFolder = /^(?:releases?|install|dist|deploy|manifests?|v?\d+\.\d+(?:\.\d+)*(?:-[\w.-]+)?)$/i;

/** Whether a reference is to that image, with a version. */
function isPinnedTo(text: string, image: string): boolean {
  const parsed = text.startsWith(image) ? parseImageReference(text) : undefined;
  if (parsed?.kind !== "image" || text.slice(0, parsed.ranges.repository.end) !== image) return false;
  return (
    parsed.digest !== undefined ||
    (parsed.tag !== undefined && parsed.tag !== "latest" && !isBranchTag(parsed))
  );
}
