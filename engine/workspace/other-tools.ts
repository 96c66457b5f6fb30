import { isDockerfile } from "../documents/dockerfile-name.ts";
import { folderOf } from "../text/uri.ts";
import { type KustomizationFacts, KustomizeReach, type KustomizeRole } from "./kustomization.ts";
import type { PatchSource } from "./kustomize-patches.ts";
import {
  besides,
  lastComponent,
  localName,
  startingAsRoot,
  startingByName,
  startingNonRoot,
} from "./replaced-images.ts";
import type { Note, Versions } from "./versions.ts";

/** Queries about what other tools do with the files before they are applied. */
export interface ToolQuestions {
  /**
   * Names of Secrets that kustomizations generate, as manifests refer to them: without the suffix that Kustomize adds.
   */
  generatedSecrets(): ReadonlySet<string>;
  /** Names of ConfigMaps that kustomizations generate, also without the suffix. */
  generatedConfigMaps(): ReadonlySet<string>;
  /** What kustomizations do with a file. */
  kustomize(uri: string): KustomizeRole;
  /** The kustomizations, by their own file, that include a file's objects without changing their identity. */
  kustomizationsOf(uri: string): readonly string[];
  /** The patches with which kustomizations build a file's objects. */
  changesOf(uri: string): readonly PatchSource[];
  /**
   * Whether a tool replaces the images that a file refers to by this name (as written, without tag and digest): a
   * kustomization that includes the file, or a build in the workspace: by Skaffold, by Compose, or of a Dockerfile that
   * is named after its folder. For Dockerfiles next to that folder, the name can have any namespace of Docker Hub.
   */
  isReplaced(image: string, uri: string): boolean;
  /**
   * Whether the Dockerfiles of the workspace that may build an image of this name (as written, without tag and digest),
   * by their folders or file names, let it start as a user other than root.
   */
  isBuiltNonRoot(image: string): boolean;
  /** Whether one of these Dockerfiles gives the image a user by name, so that it does not start with runAsNonRoot. */
  isBuiltWithNamedUser(image: string): boolean;
  /** Whether such a tool gives them another name, so that they might come from another registry. */
  isRenamed(image: string, uri: string): boolean;
}

/** How Kustomize and Skaffold are configured in the workspace. */
export class OtherTools {
  readonly #kustomizations = new Map<string, KustomizationFacts>();
  /** Built on the first request after a kustomization has changed. */
  #reach: KustomizeReach | undefined;
  /** By the file that builds them. */
  readonly #built = new Map<string, readonly string[]>();
  readonly #versions: Versions;

  constructor(versions: Versions) {
    this.#versions = versions;
  }

  setKustomization(
    uri: string,
    before: KustomizationFacts | undefined,
    after: KustomizationFacts | undefined,
  ): void {
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    if (after) this.#kustomizations.set(uri, after);
    else this.#kustomizations.delete(uri);
    this.#reach = undefined;
    this.#versions.bump("kustomize");
  }

  /** What a kustomization contains. */
  kustomizationIn(uri: string): KustomizationFacts | undefined {
    return this.#kustomizations.get(uri);
  }

  /** Replaces the images that a file builds. */
  setBuilt(uri: string, before: readonly string[], after: readonly string[]): void {
    const wasEmpty = this.#built.size === 0;
    if (after.length > 0) this.#built.set(uri, after);
    else this.#built.delete(uri);
    if (wasEmpty !== (this.#built.size === 0)) this.#versions.bump("built");
    const changed = new Set([
      ...before.filter((image) => !after.includes(image)),
      ...after.filter((image) => !before.includes(image)),
    ]);
    for (const image of changed) this.#versions.bump(`built ${image}`);
  }

  /** What the kustomizations do; a new object after one has changed. */
  get kustomize(): KustomizeReach {
    this.#reach ??= new KustomizeReach(this.#kustomizations);
    return this.#reach;
  }

  questions(note: Note): ToolQuestions {
    const reach = () => {
      note("kustomize");
      return this.kustomize;
    };
    const isBuilt = (image: string, uri: string) => {
      // If nothing is built at all, individual names need not be noted.
      if (this.#built.size === 0) {
        note("built");
        return false;
      }
      note(`built ${image}`);
      return [...this.#built.values()].some((images) => images.includes(image)) || isBuiltBeside(image, uri);
    };
    const isBuiltBeside = (image: string, uri: string) => {
      const name = isDockerfile(uri) ? localName(image) : undefined;
      if (name === undefined) return false;
      note(`built ${besides(name)}`);
      return [...this.#built].some(
        ([file, images]) =>
          images.includes(besides(name)) &&
          folderOf(file) !== folderOf(uri) &&
          uri.startsWith(`${folderOf(folderOf(file))}/`),
      );
    };
    const isBuiltAs = (mark: string) => {
      note(`built ${mark}`);
      return [...this.#built.values()].some((images) => images.includes(mark));
    };
    const isBuiltNonRoot = (image: string) => {
      if (this.#built.size === 0) {
        note("built");
        return false;
      }
      const name = lastComponent(image);
      return isBuiltAs(startingNonRoot(name)) && !isBuiltAs(startingAsRoot(name));
    };
    return {
      generatedConfigMaps: () => reach().configMaps,
      generatedSecrets: () => reach().secrets,
      kustomize: (uri) => reach().roleOf(uri),
      kustomizationsOf: (uri) => reach().takersOf(uri),
      changesOf: (uri) => [...new Set(reach().buildsOf(uri).flat())].flatMap(({ changes }) => changes),
      isBuiltNonRoot,
      isBuiltWithNamedUser: (image) => isBuiltAs(startingByName(lastComponent(image))),
      isReplaced: (image, uri) => reach().replaces(image, uri) || isBuilt(image, uri),
      isRenamed: (image, uri) => reach().renames(image, uri) || isBuilt(image, uri),
    };
  }
}
