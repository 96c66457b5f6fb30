import { noOwners, type OwnerSettings, ownersShape } from "./owners.ts";
import { nowhere, type Scope, scopeShapes } from "./scope.ts";
import type { Patch, Shape, Shapes } from "./shape.ts";

/** The settings other than rules. `.kubewright.yaml` and the `kubewright.*` settings have the same keys. */
export interface Settings {
  /** The minor version of the cluster, such as `1.36`. */
  readonly kubernetesVersion: string;
  /**
   * The source of a pod's Pod Security level: the preset, or the labels of its namespace if the Namespace is in the
   * workspace.
   */
  readonly podSecurity: (typeof podSecuritySources)[number];
  /** Whether the missing requests and limits of a container are reported as one finding, and its missing probes as one. */
  readonly similarFindings: (typeof similarFindings)[number];
  readonly registries: RegistrySettings;
  readonly namespaces: NamespaceSettings;
  readonly labels: LabelSettings;
  readonly owners: OwnerSettings;
}

export const podSecuritySources = ["preset", "fromNamespace"] as const;

export const similarFindings = ["combined", "single"] as const;

export interface RegistrySettings {
  /** Registries or repositories that images can come from, with `*` as a wildcard. Empty allows all. */
  readonly allowed: readonly string[];
  /** Registries or repositories that images must not come from, with `*` as a wildcard. */
  readonly denied: readonly string[];
  /** The mirror to pull from instead, by registry or by repository prefix (whole path components). */
  readonly mirrors: Readonly<Record<string, string>>;
  /** The files and namespaces in which every image must have a digest. */
  readonly requireDigest: Scope;
  /**
   * Whether nodes authenticate to their cloud provider's registries themselves, so that pods need no Secret for them.
   * With `unknown`, the workspace decides.
   */
  readonly nodeIdentity: (typeof nodeIdentities)[number];
  /** Additional registry hosts that require authentication, with `*` as a wildcard. */
  readonly private: readonly string[];
  /** Name of the Secret that fixes add to `imagePullSecrets`. If empty, fixes use one from the workspace. */
  readonly pullSecret: string;
}

export interface NamespaceSettings {
  /** The namespace that fixes add. If empty, they insert a placeholder. */
  readonly default: string;
  /** System namespaces in addition to `kube-system`, `kube-public` and `kube-node-lease`. */
  readonly system: readonly string[];
}

export interface LabelSettings {
  /** Labels that every object must have, each with its allowed values, with `*` as a wildcard. */
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
    description: "The minor version of the cluster, such as `1.36`. Rules check against its API.",
  },
  podSecurity: {
    type: "choice",
    choices: podSecuritySources,
    description:
      "What sets the Pod Security Standards level of a pod: the `preset`, or the labels of its namespace if the Namespace is in the workspace (`fromNamespace`).",
  },
  similarFindings: {
    type: "choice",
    choices: similarFindings,
    description:
      "Whether the missing requests and limits of a container are reported as one finding, and its missing probes as another (`combined`), or each as a finding of its own (`single`). The `kube-linter` preset always uses `single`.",
  },
  registries: {
    type: "group",
    description: "Registries, mirrors and pull secrets.",
    keys: {
      allowed: {
        type: "strings",
        description:
          "Registries or repositories that images can come from, with `*` as a wildcard. Empty allows all.",
      },
      denied: {
        type: "strings",
        description: "Registries or repositories that images must not come from, with `*` as a wildcard.",
      },
      mirrors: {
        type: "texts",
        description:
          "Mirrors to pull from instead, by registry or by repository prefix. A prefix matches whole path components.",
      },
      requireDigest: {
        type: "group",
        description: "The files and namespaces in which every image must have a digest.",
        keys: scopeShapes,
      },
      nodeIdentity: {
        type: "choice",
        choices: nodeIdentities,
        description:
          "Whether nodes authenticate to their cloud provider's registries themselves (`present`), so that pods need no pull secret for them, or not (`absent`). With `unknown`, missing pull secrets for these registries are reported only if the workspace uses some.",
      },
      private: {
        type: "strings",
        description: "Hosts of additional registries that require a pull secret, with `*` as a wildcard.",
      },
      pullSecret: {
        type: "text",
        description:
          "Name of the Secret that fixes add to `imagePullSecrets`. If empty, fixes use a matching one from the workspace.",
      },
    },
  },
  namespaces: {
    type: "group",
    description: "The default namespace and additional system namespaces.",
    keys: {
      default: {
        type: "text",
        description: "The namespace that fixes add if one is missing. If empty, they insert a placeholder.",
      },
      system: {
        type: "strings",
        description: "System namespaces in addition to `kube-system`, `kube-public` and `kube-node-lease`.",
      },
    },
  },
  labels: {
    type: "group",
    description: "Labels that objects must have.",
    keys: {
      required: {
        type: "lists",
        description:
          "Labels that every object must have, each with its allowed values, with `*` as a wildcard.",
      },
    },
  },
  owners: ownersShape,
} as const satisfies { readonly [Name in keyof Settings]: Shape } & Shapes;
