import index from "../../data/crds/index.json" with { type: "json" };
import { type Definition, readDefinitions } from "./definition-types.ts";
import { shippedProjects } from "./shipped-projects.generated.ts";

let projectsByKind: ReadonlyMap<string, string> | undefined;
const definitionsByProject = new Map<string, ReadonlyMap<string, Definition>>();

/** The definition of a custom kind of a well-known project, as it was when the data was made. */
export function shippedDefinition(groupKind: string): Definition | undefined {
  projectsByKind ??= new Map(
    index.projects.split("\n").flatMap((line) => {
      const [project = "", ...kinds] = line.split(" ");
      return kinds.map((kind): [string, string] => [kind, project]);
    }),
  );
  const project = projectsByKind.get(groupKind);
  const packed = project === undefined ? undefined : shippedProjects[project];
  if (project === undefined || !packed) return undefined;
  const definitions = definitionsByProject.get(project) ?? readDefinitions(packed);
  definitionsByProject.set(project, definitions);
  return definitions.get(groupKind);
}
