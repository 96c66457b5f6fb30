import { type Definition, readDefinitions } from "../kubernetes/definition-types.ts";
import type { CustomTypes } from "../kubernetes/field-problems.ts";
import { typeOfKind } from "../kubernetes/field-types.ts";
import { groupOf, isBuiltInGroup, versionOf } from "../kubernetes/kinds.ts";
import { shippedDefinition } from "../kubernetes/shipped-definitions.ts";
import type { Buckets, Visit } from "./buckets.ts";
import type { ResourceFacts } from "./facts.ts";
import { definitionTopic } from "./topics.ts";
import type { Note, Versions } from "./versions.ts";

/** What is known about a custom kind in one API version. */
export interface CustomKind {
  /**
   * Where the definition is from: a file that is applied together with the object, another one in the workspace, or the
   * data about well-known projects. A cluster can have an older or newer version of the last two, so those are not
   * certain.
   */
  readonly source: "applied" | "workspace" | "data";
  /** The types that its objects must have; none if that is unknown. */
  readonly types: CustomTypes;
  /** The versions that are served instead, if the definitions show that this one is not. */
  readonly servedInstead: readonly string[] | undefined;
}

export interface CustomKindQuestions {
  /** What the definitions of a custom kind say about one of its versions; `undefined` if there is no definition. */
  customKind(apiVersion: string, kind: string): CustomKind | undefined;
}

/** More different definitions of one kind are copies for tests, of which none counts. */
const mostDefinitions = 10;

/** The custom kinds that CustomResourceDefinitions of the workspace define. */
export class CustomKinds {
  readonly #byKind: Buckets = new Map();
  /** Valid as long as the definitions of the kind do not change. */
  readonly #answers = new Map<string, { readonly version: number; readonly kind: CustomKind | undefined }>();
  readonly #versions: Versions;

  constructor(versions: Versions) {
    this.#versions = versions;
  }

  /** Visits every bucket of a resource. */
  each(facts: ResourceFacts, visit: Visit): void {
    if (facts.definition) visit(this.#byKind, facts.definition.defines, facts);
  }

  /** @param isAppliedWith whether a file is certainly applied together with the one in question */
  questions(note: Note, isAppliedWith: (uri: string) => boolean): CustomKindQuestions {
    return {
      customKind: (apiVersion, kind) => {
        const group = groupOf(apiVersion);
        if (isBuiltInGroup(group) || typeOfKind(apiVersion, kind)) return undefined;
        const topic = definitionTopic(`${group}/${kind}`);
        note(topic);
        const version = this.#versions.of(topic);
        const key = `${apiVersion}/${kind}`;
        const last = this.#answers.get(key);
        const answer =
          last?.version === version ? last.kind : this.#customKind(`${group}/${kind}`, versionOf(apiVersion));
        this.#answers.set(key, { version, kind: answer });
        if (answer?.source !== "workspace") return answer;
        const definitions = this.#definitionsOf(`${group}/${kind}`);
        const isApplied = [...definitions].some(({ place }) => isAppliedWith(place.uri));
        return isApplied ? { ...answer, source: "applied" } : answer;
      },
    };
  }

  #definitionsOf(groupKind: string): ReadonlySet<ResourceFacts> {
    return this.#byKind.get(groupKind)?.facts ?? new Set();
  }

  #customKind(groupKind: string, version: string): CustomKind | undefined {
    const facts = this.#definitionsOf(groupKind);
    // Equal definitions in several files are common.
    const texts = new Map(
      [...facts].flatMap(({ definition }) =>
        definition ? [[JSON.stringify(definition.packed), definition.packed] as const] : [],
      ),
    );
    if (texts.size > mostDefinitions) return undefined;
    const definitions = [...texts.values()].map((packed) => readDefinitions(packed).get(groupKind)!);
    if (definitions.length > 0) return fromWorkspace(definitions, version);
    const shipped = shippedDefinition(groupKind);
    return shipped && fromData(shipped, version);
  }
}

function fromWorkspace(definitions: readonly Definition[], version: string): CustomKind {
  const source = "workspace";
  // Of a definition in v1beta1, only the kind is known.
  if (definitions.some(({ versions }) => versions.size === 0))
    return { source, types: [], servedInstead: undefined };
  const serving = definitions.filter(({ versions }) => versions.get(version)?.served);
  if (serving.length === 0) return { source, types: [], servedInstead: servedBy(definitions) };
  const types = serving.map(({ versions }) => versions.get(version)?.type);
  const isKnown = types.every((type) => type !== undefined);
  return { source, types: isKnown ? types : [], servedInstead: undefined };
}

/** A version that the data does not have can be newer than the data. */
function fromData(definition: Definition, version: string): CustomKind {
  const defined = definition.versions.get(version);
  const servedInstead = defined && !defined.served ? servedBy([definition]) : undefined;
  return { source: "data", types: defined?.type ? [defined.type] : [], servedInstead };
}

function servedBy(definitions: readonly Definition[]): readonly string[] {
  const names = definitions.flatMap(({ versions }) =>
    [...versions].flatMap(([name, { served }]) => (served ? name : [])),
  );
  return [...new Set(names)];
}
