import { noOwners, type OwnerSettings, ownersShape } from "./owners.ts";
import { nowhere, type Scope, scopeShapes } from "./scope.ts";
import type { Patch, Shape, Shapes } from "./shape.ts";

/** What a user can set, apart from rules. The same keys stand in `.kubewright.yaml` and in `kubewright.*` settings. */
export interface Settings {
  /** The minor version of the cluster, as `1.36`. */
  readonly kubernetesVersion: string;
  /**
   * What says to which level of Pod Security pods are held: the preset, or the labels of their namespace where the
   * workspace has it.
   */
  readonly podSecurity: (typeof podSecuritySources)[number];
  /** Whether findings on what one container lacks are one finding: its requests and limits, and its probes. */
  readonly similarFindings: (typeof similarFindings)[number];
  readonly registries: RegistrySettings;
  readonly namespaces: NamespaceSettings;
  readonly labels: LabelSettings;
  readonly owners: OwnerSettings;
}

export const podSecuritySources = ["preset", "fromNamespace"] as const;

export const similarFindings = ["combined", "single"] as const;

export interface RegistrySettings {
  /** Registries or repositories that images may come from, with `*` as wildcard; empty allows all. */
  readonly allowed: readonly string[];
  /** Registries or repositories that images must not come from, with `*` as wildcard. */
  readonly denied: readonly string[];
  /** Where images are to be taken from instead, by registry or by the beginning of a repository in whole components. */
  readonly mirrors: Readonly<Record<string, string>>;
  /** Where every image must have a digest. */
  readonly requireDigest: Scope;
  /**
   * Whether the nodes of a cloud pull from its registries with an identity of their own, so that pods need no Secret
   * for them; `unknown` is for workspaces that do not say.
   */
  readonly nodeIdentity: (typeof nodeIdentities)[number];
  /** Registry hosts that need authentication beyond those that do by nature, with `*` as wildcard. */
  readonly private: readonly string[];
  /** Name of the Secret that fixes add to `imagePullSecrets`; empty lets the workspace decide. */
  readonly pullSecret: string;
}

export interface NamespaceSettings {
  /** The namespace that fixes add; empty offers a placeholder. */
  readonly default: string;
  /** Namespaces that belong to the cluster, beyond `kube-system`, `kube-public` and `kube-node-lease`. */
  readonly system: readonly string[];
}

export interface LabelSettings {
  /** Labels that every object must have, each with the values that it may have, with `*` as wildcard. */
  readonly required: Readonly<Record<string, readonly string[]>>;
}

export type SettingsPatch = Patch<Settings>;

export const nodeIdentities = ["unknown", "present", "absent"] as const;

export const defaultSettings: Settings = {
  kubernetesVersion: "1.36",
  podSecurity: "preset",
  similarFindings: "combined",
  registries: {
    allowed: [],
    denied: [],
    mirrors: {},
    requireDigest: nowhere,
    nodeIdentity: "unknown",
    private: [],
    pullSecret: "",
  },
  namespaces: { default: "", system: [] },
  labels: { required: {} },
  owners: noOwners,
};

export const settingShapes = {
  kubernetesVersion: {
    type: "version",
    description: "The minor version of the cluster, as `1.36`: what the API server of that version knows.",
  },
  podSecurity: {
    type: "choice",
    choices: podSecuritySources,
    description:
      "What says to which level of the Pod Security Standards pods are held: the `preset`, or the labels of their namespace where the workspace has it (`fromNamespace`).",
  },
  similarFindings: {
    type: "choice",
    choices: similarFindings,
    description:
      "Whether the requests and limits that one container lacks are one finding, and its probes likewise (`combined`), or one for each rule (`single`, as always in the preset `kube-linter`).",
  },
  registries: {
    type: "group",
    description: "Where images may come from.",
    keys: {
      allowed: {
        type: "strings",
        description:
          "Registries or repositories that images may come from, with `*` as wildcard; empty allows all.",
      },
      denied: {
        type: "strings",
        description: "Registries or repositories that images must not come from, with `*` as wildcard.",
      },
      mirrors: {
        type: "texts",
        description:
          "Where images are to be taken from instead, by registry or by the beginning of a repository in whole components.",
      },
      requireDigest: {
        type: "group",
        description: "Where every image must have a digest: in these files, and in these namespaces.",
        keys: scopeShapes,
      },
      nodeIdentity: {
        type: "choice",
        choices: nodeIdentities,
        description:
          "Whether nodes pull from their cloud's registries with an identity of their own, so that pods need no Secret for them. `unknown` speaks only where the workspace shows that Secrets are used.",
      },
      private: {
        type: "strings",
        description: "Hosts of further registries that need a Secret, with `*` as wildcard.",
      },
      pullSecret: {
        type: "text",
        description:
          "Name of the Secret that fixes add to `imagePullSecrets`; empty lets the workspace decide.",
      },
    },
  },
  namespaces: {
    type: "group",
    description: "Namespaces that fixes add and rules know of.",
    keys: {
      default: {
        type: "text",
        description: "The namespace that fixes add where one is missing; empty offers a placeholder.",
      },
      system: {
        type: "strings",
        description:
          "Namespaces that belong to the cluster, beyond `kube-system`, `kube-public` and `kube-node-lease`.",
      },
    },
  },
  labels: {
    type: "group",
    description: "Labels that you ask for.",
    keys: {
      required: {
        type: "lists",
        description:
          "Labels that every object must have, each with the values that it may have, with `*` as wildcard.",
      },
    },
  },
  owners: ownersShape,
} as const satisfies { readonly [Name in keyof Settings]: Shape } & Shapes;
