import { type ObjectType, typeReader } from "./type-reader.ts";

/**
 * The types of a kustomization, in the format of `data/kubernetes-fields.json` with names instead of numbers. Fields
 * that only some versions of Kustomize 5 have are included.
 * Source: https://github.com/kubernetes-sigs/kustomize/tree/master/api/types
 */
const lines: Readonly<Record<string, readonly string[]>> = {
  Kustomization: [
    "apiVersion:s kind:s metadata:Metadata openapi:{s buildMetadata:[s",
    "resources:[s components:[s crds:[s bases:[s",
    "namePrefix:s nameSuffix:s namespace:s commonLabels:{s labels:[Label commonAnnotations:{s",
    "patches:[Patch patchesStrategicMerge:[s patchesJson6902:[Patch",
    "images:[Image imageTags:[Image replacements:[Replacement replicas:[Replica vars:[Var sortOptions:SortOptions",
    "configMapGenerator:[Generator secretGenerator:[SecretGenerator generatorOptions:GeneratorOptions",
    "helmGlobals:HelmGlobals helmCharts:[HelmChart helmChartInflationGenerator:[HelmChartArgs",
    "configurations:[s generators:[s transformers:[s validators:[s",
  ],
  Metadata: ["name:s namespace:s labels:{s annotations:{s"],
  Label: ["pairs:{s includeSelectors:b includeTemplates:b includeVolumeClaimTemplates:b fields:[FieldSpec"],
  FieldSpec: ["group:s version:s kind:s path:s create:b"],
  Patch: ["path:s patch:s target:Selector options:PatchOptions"],
  PatchOptions: ["allowNameChange:b allowKindChange:b"],
  Selector: ["group:s version:s kind:s name:s namespace:s annotationSelector:s labelSelector:s"],
  Image: ["name:s newName:s tagSuffix:s newTag:s digest:s"],
  Replacement: ["path:s source:Source sourceValue:s targets:[Target"],
  Source: ["group:s version:s kind:s name:s namespace:s fieldPath:s options:FieldOptions"],
  Target: ["select:Selector reject:[Selector fieldPaths:[s options:FieldOptions"],
  FieldOptions: ["delimiter:s index:l encoding:s create:b"],
  Replica: ["name:s count:l"],
  Var: ["name:s objref:ObjectReference fieldref:FieldReference"],
  ObjectReference: ["apiVersion:s group:s version:s kind:s name:s namespace:s"],
  FieldReference: ["fieldPath:s"],
  SortOptions: ["order:s legacySortOptions:LegacySortOptions"],
  LegacySortOptions: ["orderFirst:[s orderLast:[s"],
  Generator: ["namespace:s name:s behavior:s literals:[s files:[s envs:[s env:s options:GeneratorOptions"],
  SecretGenerator: [
    "namespace:s name:s behavior:s literals:[s files:[s envs:[s env:s options:GeneratorOptions type:s",
  ],
  GeneratorOptions: ["labels:{s annotations:{s disableNameSuffixHash:b immutable:b"],
  HelmGlobals: ["chartHome:s configHome:s"],
  HelmChart: [
    "name:s version:s repo:s releaseName:s namespace:s additionalValuesFiles:[s valuesFile:s valuesInline:{a",
    "valuesMerge:s includeCRDs:b skipHooks:b apiVersions:[s kubeVersion:s nameTemplate:s skipTests:b debug:b devel:b",
  ],
  HelmChartArgs: [
    "chartName:s chartVersion:s chartRepoUrl:s chartHome:s chartRepoName:s helmBin:s helmHome:s values:s",
    "valuesLocal:{a valuesMerge:s releaseName:s releaseNamespace:s extraArgs:[s",
  ],
};

const typeOf = typeReader({ lineOf: (name) => lines[name]!.join(" ") });

/** The type of a kustomization or a component. */
export function kustomizationType(): ObjectType {
  return typeOf("Kustomization");
}
