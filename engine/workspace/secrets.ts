import type { PayloadKey } from "../kubernetes/docker-auths.ts";
import { dockerConfigOf, type Payload } from "../kubernetes/docker-config.ts";
import { literal, type Resource } from "../kubernetes/resource.ts";

/** What is known about a Secret that is defined here or created by a resource here, apart from its values. */
export interface SecretFacts {
  /** `undefined` if it is filled in later. */
  readonly name: string | undefined;
  /** A controller copies it to other namespaces, or creates it there. */
  readonly spreads: boolean;
  /**
   * `Opaque` if the Secret sets no type; `undefined` if it is filled in later, or if the controller that creates it
   * decides.
   */
  readonly type: string | undefined;
  /** The key that holds a docker config, regardless of the type. */
  readonly payloadKey: PayloadKey | undefined;
  /**
   * The registries for which its docker config has credentials, in the form of `registryKey`; `invalid` if the config
   * cannot be parsed, `undefined` if it is unknown.
   */
  readonly registries: readonly string[] | "invalid" | undefined;
}

/**
 * Where kinds that create Secrets set the Secret's name and type, and whether they create it in several namespaces.
 */
interface Maker {
  readonly name: readonly string[];
  readonly type?: readonly string[];
  readonly spreads?: boolean;
}

const vault: Maker = { name: ["spec", "destination", "name"], type: ["spec", "destination", "type"] };

const makers: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  // https://github.com/bitnami-labs/sealed-secrets#overview
  [
    "bitnami.com/SealedSecret",
    { name: ["spec", "template", "metadata", "name"], type: ["spec", "template", "type"] },
  ],
  // https://external-secrets.io/latest/api/externalsecret/
  [
    "external-secrets.io/ExternalSecret",
    { name: ["spec", "target", "name"], type: ["spec", "target", "template", "type"] },
  ],
  // https://external-secrets.io/latest/api/clusterexternalsecret/
  [
    "external-secrets.io/ClusterExternalSecret",
    {
      name: ["spec", "externalSecretSpec", "target", "name"],
      type: ["spec", "externalSecretSpec", "target", "template", "type"],
      spreads: true,
    },
  ],
  // https://developer.hashicorp.com/vault/docs/platform/k8s/vso/api-reference
  ["secrets.hashicorp.com/VaultStaticSecret", vault],
  ["secrets.hashicorp.com/VaultDynamicSecret", vault],
  ["secrets.hashicorp.com/VaultPKISecret", vault],
  ["secrets.hashicorp.com/HCPVaultSecretsApp", vault],
  // https://infisical.com/docs/integrations/platforms/kubernetes (in a namespace that it sets, which can be a different
  // one)
  [
    "secrets.infisical.com/InfisicalSecret",
    { name: ["spec", "managedSecretReference", "secretName"], spreads: true },
  ],
  // https://developer.1password.com/docs/k8s/operator/
  ["onepassword.com/OnePasswordItem", { name: [], type: ["type"] }],
  // https://github.com/isindir/sops-secrets-operator (a list of Secrets, so any name can be among them)
  ["isindir.github.com/SopsSecret", { name: ["spec", "secretTemplates"], spreads: true }],
]);

/** Annotations that make a controller copy a Secret to other namespaces. */
const spreaders: ReadonlySet<string> = new Set([
  // https://github.com/emberstack/kubernetes-reflector
  "reflector.v1.k8s.emberstack.com/reflection-auto-enabled",
  // https://github.com/mittwald/kubernetes-replicator
  "replicator.v1.mittwald.de/replicate-to",
  "replicator.v1.mittwald.de/replicate-to-matching",
  // https://config-syncer.com/docs/latest/guides/config-syncer/
  "kubed.appscode.com/sync",
]);

/** The facts of the Secret that a resource is or creates; undefined if it does neither. */
export function secretFactsOf(resource: Resource): SecretFacts | undefined {
  const { root, group, kind, name } = resource;
  if (group === "" && kind === "Secret") return writtenSecret(resource);
  const maker = makers.get(`${group}/${kind}`);
  if (!maker) return undefined;
  const made = maker.name.length === 0 ? undefined : root.at(...maker.name);
  return {
    // A resource that does not name its Secret creates one with its own name; a name that is filled in later,
    // or a list, can be anything.
    name: made === undefined ? name : literal(made),
    spreads: maker.spreads ?? false,
    type: maker.type && literal(root.at(...maker.type)),
    payloadKey: undefined,
    registries: undefined,
  };
}

function writtenSecret(resource: Resource): SecretFacts {
  const { root, name } = resource;
  const written = root.at("type");
  const config = dockerConfigOf(resource);
  const annotations = root.at("metadata", "annotations");
  return {
    name,
    spreads: annotations?.entries().some((entry) => spreaders.has(entry.name)) ?? false,
    type: written === undefined || written.isNull || written.value === "" ? "Opaque" : literal(written),
    payloadKey: config?.at && config.key,
    registries: config && registriesOf(config.payload),
  };
}

function registriesOf(payload: Payload): SecretFacts["registries"] {
  if (payload.kind === "unknown") return undefined;
  if (payload.kind !== "read") return "invalid";
  const registries = payload.hasAuths ? payload.entries.map(({ registry }) => registry) : [];
  return registries.includes(undefined) ? undefined : (registries as readonly string[]);
}
