import { folderOf } from "../text/uri.ts";
import type { Buckets, Visit } from "./buckets.ts";
import type { Place, ResourceFacts } from "./facts.ts";
import type { ToolQuestions } from "./other-tools.ts";
import type { Note, Versions } from "./versions.ts";

/** Queries about objects that are defined more than once. */
export interface DefinitionQuestions {
  /** The first definitions of the same object; undefined if the workspace has only one definition. */
  firstDefinitions(of: Definition): FirstDefinitions | undefined;
}

export interface Definition {
  /** In the form of `definedObject`. */
  readonly object: string;
  /** The API version without the group. */
  readonly version: string;
  readonly uri: string;
}

/** The first definitions, by file and document, among those that are applied together. Patches do not count. */
export interface FirstDefinitions {
  readonly inFile: Place | undefined;
  /** The first one in the folder of the file, not in subfolders. */
  readonly inFolder: Place | undefined;
  /**
   * The first one in each kustomization that includes the file. To Kustomize, two versions are two objects, so these
   * have the same version.
   */
  readonly inKustomizations: readonly Place[];
}

/** Facts by the object that they define. */
export class Definitions {
  readonly #byObject: Buckets = new Map();
  /**
   * For objects with several definitions, the first one of every unit. Valid as long as neither the definitions nor the
   * units change.
   */
  readonly #firsts = new Map<string, { readonly changes: string; readonly byUnit: FirstByUnit }>();
  readonly #versions: Versions;

  constructor(versions: Versions) {
    this.#versions = versions;
  }

  /** Visits every bucket of a resource. */
  each(facts: ResourceFacts, visit: Visit): void {
    if (facts.object !== undefined) visit(this.#byObject, facts.object, facts);
  }

  /** @param tools how Kustomize uses the files */
  questions(note: Note, tools: ToolQuestions): DefinitionQuestions {
    return {
      firstDefinitions: ({ object, version, uri }) => {
        note(`object ${object}`);
        const definitions = this.#byObject.get(object)?.facts;
        if (!definitions || definitions.size < 2) return undefined;
        const kustomizations = tools.kustomizationsOf(uri);
        const byUnit = this.#byUnit(object, definitions, tools);
        return {
          inFile: byUnit.get(uri),
          inFolder: byUnit.get(folderUnit(uri)),
          inKustomizations: kustomizations.flatMap(
            (one) => byUnit.get(kustomizationUnit(one, version)) ?? [],
          ),
        };
      },
    };
  }

  /** Goes through all definitions once, so that each query costs the same however many there are. */
  #byUnit(object: string, definitions: ReadonlySet<ResourceFacts>, tools: ToolQuestions): FirstByUnit {
    const changes = `${this.#versions.of(`object ${object}`)} ${this.#versions.of("kustomize")}`;
    const known = this.#firsts.get(object);
    if (known?.changes === changes) return known.byUnit;
    const byUnit = new Map<string, Place>();
    for (const { place, version } of definitions) {
      const { uri } = place;
      if (tools.kustomize(uri).patch) continue;
      const kustomizations = tools.kustomizationsOf(uri).map((one) => kustomizationUnit(one, version));
      for (const unit of [uri, folderUnit(uri), ...kustomizations]) {
        const first = byUnit.get(unit);
        if (!first || isBefore(place, first)) byUnit.set(unit, place);
      }
    }
    this.#firsts.set(object, { changes, byUnit });
    return byUnit;
  }
}

/** By unit that is applied as a whole: a file by its URI, a folder, or the content of a kustomization. */
type FirstByUnit = ReadonlyMap<string, Place>;

function folderUnit(uri: string): string {
  return `folder ${folderOf(uri)}`;
}

function kustomizationUnit(uri: string, version: string): string {
  return `kustomization ${version} ${uri}`;
}

function isBefore(a: Place, b: Place): boolean {
  if (a.uri !== b.uri) return a.uri < b.uri;
  return a.document === b.document ? a.start < b.start : a.document < b.document;
}
