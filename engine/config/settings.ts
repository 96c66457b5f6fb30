/** What a user can set, apart from rules. The same keys stand in `.kubewright.yaml` and in `kubewright.*` settings. */
export interface Settings {
  /** The minor version of the cluster, as `1.36`. */
  readonly kubernetesVersion: string;
  readonly registries: RegistrySettings;
  readonly namespaces: NamespaceSettings;
}

export interface RegistrySettings {
  /** Registries or repositories that images may come from, with `*` as wildcard; empty allows all. */
  readonly allowed: readonly string[];
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

export const defaultSettings: Settings = {
  kubernetesVersion: "1.36",
  registries: { allowed: [], private: [], pullSecret: "" },
  namespaces: { default: "", system: [] },
};
