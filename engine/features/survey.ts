import { Value } from "../kubernetes/value.ts";
import { readFile, sourcesOf } from "../lint/file.ts";

/** What one file tells about the cluster and the conventions of its authors. */
export interface Survey {
  readonly resources: number;
  /** A minor version, such as `1.34`, if the file describes a cluster. */
  readonly kubernetesVersion: string | undefined;
  /** The registry of every image, such as `docker.io`. */
  readonly registries: readonly string[];
  /** The namespace of every object that sets one. */
  readonly namespaces: readonly string[];
}

/** Surveys a file for a first configuration. Never throws. */
export function survey(uri: string, text: string): Survey {
  if (/\/Chart\.ya?ml$/.test(uri))
    return { resources: 0, kubernetesVersion: chartVersion(text), registries: [], namespaces: [] };
  const file = readFile(uri, text);
  const entries = file.entries.map(({ entry }) => entry);
  const versions = entries.flatMap(({ document }) =>
    document.objects.flatMap(
      ({ apiVersion, kind, node, path }) =>
        clusterVersion(apiVersion, kind, new Value(document.tree, node, path)) ?? [],
    ),
  );
  const resources = file.kubernetes ? entries.flatMap((entry) => entry.resources) : [];
  const images = file.linted
    ? entries.flatMap((entry) => sourcesOf(entry).flatMap((source) => source.images))
    : [];
  return {
    resources: resources.length,
    kubernetesVersion: versions[0],
    registries: images.map(({ parsed }) => parsed.registry),
    namespaces: resources.flatMap(({ namespace }) => namespace ?? []),
  };
}

/**
 * The Kubernetes version in an object that describes a cluster.
 * Sources: https://kind.sigs.k8s.io/docs/user/configuration/#kubernetes-version (the tag of the nodes' image),
 * https://eksctl.io/usage/schema/ (`metadata.version`), https://cluster-api.sigs.k8s.io/ (`spec.version`,
 * `spec.topology.version`)
 */
function clusterVersion(apiVersion: string, kind: string, root: Value): string | undefined {
  const group = apiVersion.replace(/\/.*$/, "");
  if (group === "kind.x-k8s.io" && kind === "Cluster") {
    const nodes = root.at("nodes")?.items() ?? [];
    const tags = nodes.map((node) => /:(v[^@]*)/.exec(node.at("image")?.string ?? "")?.[1]);
    return tags.map(minorOf).find((version) => version !== undefined);
  }
  if (group === "eksctl.io") return minorOf(root.at("metadata", "version")?.scalar?.text);
  if (!group.endsWith("cluster.x-k8s.io")) return undefined;
  return minorOf((root.at("spec", "topology", "version") ?? root.at("spec", "version"))?.string);
}

/** The minimum Kubernetes version that a chart requires. Source: https://helm.sh/docs/topics/charts/#the-kubeversion-field */
function chartVersion(text: string): string | undefined {
  const [, constraint = ""] = /^kubeVersion:[ \t]*["']?([^"'\r\n#]*)/m.exec(text) ?? [];
  return /^(?:>=|\^|~)?\s*v?(1\.\d+)/.exec(constraint)?.[1];
}

function minorOf(version: string | undefined): string | undefined {
  return /^v?(1\.\d+)(?:\.|$|-)/.exec(version ?? "")?.[1];
}
